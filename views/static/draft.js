// Saves a step of a report that goes out by itself while it is being worked on.
// Without this file the same form saves when a button is pressed.
(() => {
  const form = document.getElementById('draft');
  if (!form) return;
  globalThis.autosave(form, () => true, (page, status) => {
    if (status === 200) form.elements.seen.value = page.querySelector('#draft [name=seen]').value;
  });
})();
