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
  const kept = document.getElementById('kept');
  const pause = 1200; // ms: after this nobody is in the middle of a word
  const again = 15000; // ms until what failed is tried again
  let typed = 0; // counts what was typed
  let saved = 0; // how much of it is saved
  let timer;
  let saving; // the answer that is waited for
  let at = ''; // the question that is being worked on
  let other = ''; // the field by which a question became one of another kind, with other fields
  let stopped = document.getElementById('clash') !== null; // somebody else changed the draft: nothing is saved unseen

  function say(what) {
    const words = kept.dataset[what];
    if (kept.textContent !== words) kept.textContent = words;
    kept.className = what;
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  // show puts what the server said of the draft into the page, and leaves alone
  // what is being typed.
  function show(page, upTo) {
    for (const name of ['revision', 'base']) form.elements[name].value = page.querySelector(`#design [name=${name}]`).value;
    for (const old of document.querySelectorAll('[data-fresh]')) {
      const fresh = page.getElementById(old.id);
      // What has the focus stays: it is done the next time.
      if (fresh && fresh.innerHTML !== old.innerHTML && !old.contains(document.activeElement)) old.innerHTML = fresh.innerHTML;
    }
    if (other && typed === upTo) {
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

  async function send(body, upTo) {
    let status = 0;
    try {
      const answer = await fetch(form.action, { method: 'POST', body, cache: 'no-store' });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (page.getElementById('design')) status = answer.status;
      if (status === 200 || status === 422) show(page, upTo);
    } catch {
      // said below
    }
    stopped = status === 409;
    if (stopped) return say('clash');
    if (status !== 200) {
      say('failed');
      return later(again);
    }
    saved = upTo;
    if (typed === saved) return say('kept');
    say('typing');
    return later(pause);
  }

  function save() {
    clearTimeout(timer);
    if (saving || stopped || typed === saved) return;
    const body = new URLSearchParams(new FormData(form));
    body.set('do', 'save');
    saving = send(body, typed).finally(() => { saving = undefined; });
  }

  function worksOn(field) {
    const question = field.closest('.questions > li');
    at = question ? question.id.slice(2) : '';
  }

  form.addEventListener('input', (e) => {
    if (['new', 'place', 'language'].includes(e.target.name)) return; // of a button, not of the survey
    typed += 1;
    worksOn(e.target);
    if (stopped) return;
    say('typing');
    if (/^q\..*\.kind$/.test(e.target.name)) other = e.target.id;
    later(pause);
  });
  form.addEventListener('focusout', () => { if (typed !== saved) later(200); });
  form.addEventListener('focusin', (e) => worksOn(e.target));

  // A button waits for what is being saved, or it would seem to come from
  // somebody who has not seen that.
  form.addEventListener('submit', (e) => {
    clearTimeout(timer);
    if (saving) {
      e.preventDefault();
      saving.then(() => {
        clearTimeout(timer);
        form.requestSubmit(e.submitter);
      });
      return;
    }
    saved = typed; // goes with the form
  });
  addEventListener('beforeunload', (e) => { if (typed !== saved) e.preventDefault(); });
})();
