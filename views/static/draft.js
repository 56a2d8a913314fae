// Saves a step of a report that goes out by itself while it is being worked on.
// Without this file the same form saves when a button is pressed.
(() => {
  const form = document.getElementById('draft');
  if (!form) return;
  const kept = document.getElementById('kept');
  const pause = 1200; // ms: after this nobody is in the middle of a word
  const again = 15000; // ms until what failed is tried again
  let typed = 0; // counts what was changed
  let saved = 0; // how much of it is saved
  let timer;
  let saving; // the answer that is waited for
  let stopped = false; // somebody else changed the same, or nobody is signed in

  function say(what) {
    const words = kept.dataset[what];
    if (kept.textContent !== words) kept.textContent = words;
    kept.className = `note ${what}`;
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  async function send(body, upTo) {
    let status = 0;
    try {
      const answer = await fetch(form.action, { method: 'POST', body, cache: 'no-store', keepalive: true }); // also when the page is left
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelector('#draft [name=seen]');
      status = answer.status;
      if (status === 200 && !fresh) status = 0;
      if (status === 200) form.elements.seen.value = fresh.value;
    } catch {
      // said below
    }
    stopped = status === 409 || status === 401;
    if (stopped) return say(status === 409 ? 'clash' : 'away');
    if (status !== 200) {
      say('failed');
      return status === 422 ? undefined : later(again); // what is wrong is said when it is sent by hand
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

  form.addEventListener('input', () => {
    typed += 1;
    if (stopped) return;
    say('typing');
    later(pause);
  });
  form.addEventListener('focusout', () => { if (typed !== saved) later(200); });

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
  // Telephones do not ask whether a page may go.
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
})();
