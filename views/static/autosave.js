// Saves a form by itself while somebody works on it, and loses nothing that was
// typed: not when the page is left in the middle of a word, nor where the network
// or the server is away, nor when nobody is signed in any more. Without a script
// the same form saves when a button is pressed.
//
// autosave(form, counts, took): counts tells whether a field is kept at all;
// took is given the page that the server answered with, the status, and whether
// nothing was typed since. How it stands is said in #kept, in the words of its
// data: typing, kept, failed, offline (no answer), clash (somebody else changed
// the same), away (nobody is signed in). A form with data-unsaved came with words
// that are not saved; with "clash" there, because of somebody else.
globalThis.autosave = (form, counts, took) => {
  const kept = document.getElementById('kept');
  const pause = 1200; // ms: after this nobody is in the middle of a word
  const again = 15000; // ms until what failed is tried again
  const patience = 30000; // ms that an answer is waited for: on a slow link it may never come
  const most = 60000; // bytes that a browser sends on after a page is gone, of the 64 KiB the standard allows
  let typed = 'unsaved' in form.dataset ? 1 : 0; // counts what was changed
  let saved = 0; // how much of it is saved
  let timer;
  let saving; // the answer that is waited for
  let unsure; // what was sent, and may have arrived or not
  let clashed = form.dataset.unsaved === 'clash'; // nothing is saved over what somebody else did before a person has looked
  let pressed; // the button that waits for what is being saved

  function say(what) {
    const words = kept.dataset[what];
    if (kept.textContent !== words) kept.textContent = words;
    for (const other of ['typing', 'kept', 'failed', 'offline', 'clash', 'away']) kept.classList.toggle(other, other === what);
  }

  function later(ms) {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  }

  const snapshot = () => {
    const body = new URLSearchParams(new FormData(form));
    body.set('do', 'save');
    return { body: body.toString(), upTo: typed };
  };

  // send returns the status: 0 without an answer, -1 of one that is not the form.
  async function send(what) {
    const before = unsure === what ? undefined : unsure;
    let status = -1;
    try {
      const answer = await fetch(form.action, {
        method: 'POST', cache: 'no-store', body: what.body,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        keepalive: what.body.length < most, signal: AbortSignal.timeout(patience),
      });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (page.getElementById(form.id) || answer.status === 401) status = answer.status;
      unsure = undefined;
      if (status === 200 || status === 422) took(page, status, typed === what.upTo);
    } catch {
      status = 0;
      unsure = what;
    }
    if (status === 409 && before) { // it may have clashed with what we sent before
      unsure = before;
      later(pause);
      return status;
    }
    clashed = status === 409;
    if (status === 200) saved = what.upTo;
    if (status === 200 && typed !== saved) {
      say('typing');
      later(pause);
    } else {
      say({ 0: 'offline', 200: 'kept', 401: 'away', 409: 'clash' }[status] || 'failed');
      if (status < 1) later(again); // what is wrong with it is said when it is sent by hand
    }
    return status;
  }

  // save sends what is typed. What may have arrived goes first, as it was: the
  // server knows it again, while anything newer would seem to clash with it. Only
  // a page that goes has no time for that.
  function save() {
    clearTimeout(timer);
    if (saving || clashed || typed === saved) return;
    start(document.visibilityState === 'hidden' ? snapshot() : unsure || snapshot());
  }

  function start(what) {
    clearTimeout(timer);
    saving = send(what).finally(() => { saving = undefined; });
    return saving;
  }

  form.addEventListener('input', (e) => {
    if (!counts(e.target)) return;
    typed += 1;
    if (clashed) return;
    if (!kept.classList.contains('away')) say('typing');
    later(pause);
  });
  form.addEventListener('focusout', () => { if (typed !== saved) later(200); });

  // A button waits until all is saved, or it would seem to come from somebody who
  // has not seen that. Where nobody answers the page stays: a browser's own page
  // about that would take its place, with nothing in it of what was typed.
  form.addEventListener('submit', async (e) => {
    clearTimeout(timer);
    if (!saving && typed === saved) return;
    e.preventDefault();
    const waits = pressed;
    pressed = e.submitter;
    if (waits) return; // where one waits already, it goes where the last one asks
    let status = await saving;
    while (typed !== saved && [undefined, 200].includes(status)) status = await start(unsure || snapshot());
    const button = pressed.isConnected ? pressed : document.getElementById(pressed.id); // saving can renew a part of the page
    pressed = undefined;
    if (status < 1) return;
    clearTimeout(timer);
    saved = typed; // goes with the form
    form.requestSubmit(button || form.querySelector('[name=do][value=save]'));
  });

  addEventListener('beforeunload', (e) => { if (typed !== saved) e.preventDefault(); });
  // Telephones do not ask whether a page may go. And who comes back may have
  // signed in elsewhere.
  document.addEventListener('visibilitychange', save);
  addEventListener('online', save);
};
