// Saves a draft by itself while it is being worked on, and shows it beside the
// form as parents will see it. Without this file the same form saves when a
// button is pressed.
(() => {
  const file = document.getElementById('file');
  if (file) {
    document.getElementById('file-field').hidden = false;
    file.addEventListener('change', async () => {
      if (file.files[0]) document.getElementById('definition').value = await file.files[0].text();
    });
  }

  const form = document.getElementById('design');
  if (!form) return;
  let at = ''; // the question that is being worked on
  let other = ''; // the field by which a question became one of another kind, with other fields

  // show puts what the server said of the draft into the page, and leaves alone
  // what is being typed.
  function show(page, latest) {
    for (const name of ['revision', 'base']) form.elements[name].value = page.querySelector(`#design [name=${name}]`).value;
    for (const old of document.querySelectorAll('[data-fresh]')) {
      const fresh = page.getElementById(old.id);
      // What has the focus stays: it is done the next time.
      if (fresh && fresh.innerHTML !== old.innerHTML && !old.contains(document.activeElement)) old.innerHTML = fresh.innerHTML;
    }
    if (other && latest) {
      const question = document.getElementById(other).closest('.questions > li');
      const focused = document.activeElement.id;
      question.innerHTML = page.getElementById(question.id).innerHTML;
      question.querySelector('details').open = true;
      if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
      other = '';
    }
    const frame = document.getElementById('preview');
    if (frame.checkVisibility && !frame.checkVisibility()) return;
    const address = new URL(frame.src);
    address.searchParams.set('r', form.elements.revision.value); // another address, or it would only jump
    address.hash = at ? `q-${at}` : '';
    frame.contentWindow.location.replace(address); // and no step for the back button
  }

  function worksOn(field) {
    const question = field.closest('.questions > li');
    at = question ? question.id.slice(2) : '';
  }

  form.addEventListener('focusin', (e) => worksOn(e.target));
  form.addEventListener('input', (e) => {
    worksOn(e.target);
    if (/^q\..*\.kind$/.test(e.target.name)) other = e.target.id;
  });
  // Some fields are of a button, not of the survey.
  globalThis.autosave(form, (field) => !['new', 'place', 'language'].includes(field.name), (page, status, latest) => show(page, latest));
})();
