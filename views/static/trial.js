// The page after sending is not that of parents, so it is asked for as a page of
// its own, before the script of the form can do it in its way.
document.addEventListener('submit', (e) => {
  if (e.submitter && e.submitter.value === 'send') e.stopPropagation();
}, true);
