// One question at a time, where the browser can. Without this file the page is
// one form that works all the same. Answers stay in this document's memory:
// nothing is stored, and what was filled in is gone when the page is.
(function () {
  'use strict';
  if (!window.fetch || !window.URLSearchParams || !FormData.prototype.entries) return;
  var doc = document;
  var form, steps, at, name;
  var card = false;      // the code came with the address
  var returning = false; // from the review, to change one answer
  var busy;    // what was asked of the server and still matters
  var sent;    // where the thanks are, once the answers are gone
  var pressed, wiped;

  function get(id) { return doc.getElementById(id); }
  function each(list, f) { Array.prototype.forEach.call(list, f); }
  function hide(id, yes) { get(id).hidden = yes; }
  function state(s) { return Object.assign({ at: at }, s); }
  function here() { return location.pathname + location.search; }
  function review() { return doc.querySelector('main + main'); }

  // wipe leaves nothing of the answers to see or to go back to. The questions can
  // be gone back to, empty: taking our steps out of the history would need time
  // and could fail, and who leaves must be gone at once.
  function wipe() {
    doc.body.textContent = '';
    wiped = true;
  }

  // takeCode moves a card's code from the address into the form.
  function takeCode() {
    var code = location.hash.toUpperCase().replace(/[^0-9A-Z]/g, '')
      .replace(/O/g, '0').replace(/[IL]/g, '1').replace(/U/g, 'V');
    if (code.length === 17) {
      get('code').value = grouped(code);
      card = true;
    }
  }

  function grouped(code) {
    return code.toUpperCase().replace(/[\s-]/g, '').replace(/.{4}(?=.)/g, '$&-');
  }

  function answered(step) {
    return step.querySelector(':checked') || (step.querySelector('textarea,#code') || { value: '' }).value.trim();
  }

  // start takes over the form that is in the page, at step i.
  function start(i) {
    form = get('form');
    if (!form) return;
    name = get('name').textContent;
    if (get('code').getAttribute('aria-invalid')) card = false;
    steps = [].slice.call(form.querySelectorAll('.step'));
    if (card) steps.pop().hidden = true;
    hide('walk', false);
    if (!get('token').value) {
      get('token').value = Array.from(crypto.getRandomValues(new Uint8Array(16)), function (b) {
        return (b + 256).toString(16).slice(1);
      }).join('');
    }
    var problem = get('problems') && get('problems').querySelector('a');
    if (problem) i = find(get(problem.hash.slice(1)));
    show(i);
    if (get('problems')) get('problems').focus();
    form.className = 'ready';
  }

  function find(element) {
    return Math.max(0, steps.findIndex(function (s) { return s.contains(element); }));
  }

  function show(i) {
    at = Math.max(0, Math.min(i, steps.length - 1));
    var last = at === steps.length - 1;
    each(steps, function (s, n) { s.hidden = n !== at; });
    hide('next', last || returning);
    hide('check', !get('next').hidden);
    hide('known', !last || !card);
    hide('back', !at);
    var bar = form.querySelector('progress');
    bar.hidden = false;
    bar.value = at + 1;
    doc.title = steps[at].querySelector('.count').textContent + ' – ' + name;
    update();
  }

  // stop waits no longer: what the server says to an earlier step is not shown.
  function stop() {
    if (!busy) return;
    busy.button.disabled = false;
    busy.status.textContent = '';
    busy = null;
  }

  // update offers to skip what is empty and to undo what was chosen: a choice
  // among options cannot be taken back by pressing it again.
  function update() {
    stop();
    var step = steps[at];
    hide('skip', answered(step) || at === steps.length - 1);
    hide('clear', !step.querySelector(':checked'));
    var text = step.querySelector('textarea');
    if (text) step.querySelector('.near').hidden = text.value.length < 3600;
  }

  function focus(element) {
    element.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // tidy takes away what was said about an earlier try.
  function tidy() {
    if (get('problems')) get('problems').remove();
    each(doc.querySelectorAll('.failed'), function (f) { f.hidden = true; });
  }

  // go shows step i as a page of its own for the back button.
  function go(i) {
    var from = at;
    show(i);
    tidy();
    history.pushState(state({ from: from }), '', here());
    focus(steps[at].querySelector('h2'));
  }

  function closeReview() {
    if (review()) review().remove();
    form.closest('main').hidden = false;
    doc.querySelector('.langs').hidden = false;
  }

  function openReview(page, again) {
    closeReview();
    var main = form.closest('main');
    main.parentNode.insertBefore(doc.importNode(page.querySelector('main'), true), main.nextSibling);
    main.hidden = true;
    doc.querySelector('.langs').hidden = true;
    doc.title = page.title;
    returning = false;
    tidy();
    if (!again) history.pushState(state({ review: true }), '', here());
    focus(review().querySelector('h1'));
  }

  function swap(page) {
    doc.body.innerHTML = page.body.innerHTML;
    doc.documentElement.lang = page.documentElement.lang;
    doc.documentElement.dir = page.documentElement.dir;
    doc.title = page.title;
  }

  // replace puts a form that came back in the place of this one.
  function replace(page, address) {
    swap(page);
    returning = false;
    start(at);
    if (get('problems')) doc.title = page.title;
    else focus(steps[at].querySelector('h2'));
    history.replaceState(state(), '', address);
  }

  // thank shows the thanks that came, without asking for them again: that could
  // fail, and look as if nothing was sent.
  function thank(page, address) {
    swap(page);
    form = steps = busy = null;
    sent = address;
    focus(doc.querySelector('h1'));
    history.replaceState(null, '', sent);
  }

  // read shows the page that came for an answer to mine. Not every page is ours:
  // the log-in page of a train's network comes in its place.
  function read(page, answer, mine) {
    function has(what) { return page.querySelector('.bar ~ main ' + what); }
    if (wiped) return; // on the way out
    if (answer.ok && new URL(answer.url).pathname === '/thanks' && has('.help')) return thank(page, answer.url);
    if (mine !== busy) return; // gone to another step since
    if (answer.status < 500 && has('#token')) replace(page, mine.address);
    else if (answer.ok && has('[name=code]') && has('[value=send]')) openReview(page, mine.again || review());
    else throw has('#problems li') || has('> p'); // which says why
  }

  // fail tells that nothing was sent, in the words of the server if it has any.
  function fail(main, why) {
    var failed = main.querySelector('.failed');
    var words = failed.querySelector('p');
    words.usual = words.usual || words.textContent;
    words.textContent = why && why.textContent || words.usual;
    failed.hidden = false;
    failed.focus();
    doc.title = failed.querySelector('h2').textContent + ' – ' + name;
  }

  function post(f, button, again) {
    if (busy) return;
    var data = new URLSearchParams(new FormData(f));
    var mine = busy = {
      address: button.getAttribute('formaction') || here(), button: button, status: f.querySelector('.wait'), again: again,
    };
    data.set(button.name, button.value);
    button.disabled = true;
    mine.status.textContent = mine.status.getAttribute('data-words');
    fetch(mine.address, { method: 'POST', body: data, cache: 'no-store' }).then(function (answer) {
      return answer.text().then(function (text) {
        read(new DOMParser().parseFromString(text, 'text/html'), answer, mine);
      });
    }).catch(function (why) {
      if (mine === busy && !wiped) fail(f.closest('main'), why);
    }).then(function () { if (mine === busy) stop(); });
  }

  doc.addEventListener('submit', function (e) {
    var button = pressed;
    pressed = null;
    if (!form || !button) return;
    e.preventDefault();
    if (button.className === 'unseen' && !get('next').hidden) go(at + 1);
    else if (e.target !== form && button.value === 'edit') {
      closeReview();
      var field = (button.getAttribute('formaction') || '').split('#')[1];
      returning = !!field;
      go(field ? find(get(field)) : 0);
    } else post(e.target, button);
  });

  doc.addEventListener('click', function (e) {
    var b = e.target.closest('a,button');
    if (!b) return;
    pressed = b.type === 'submit' && b;
    if (b.className === 'exit') {
      e.preventDefault();
      var out = b.href;
      wipe();
      location.replace(out);
    } else if (b.hash && form && form.contains(get(b.hash.slice(1)))) {
      e.preventDefault();
      show(find(get(b.hash.slice(1))));
      get(b.hash.slice(1)).focus();
    } else if (b.id === 'next') {
      go(at + 1);
    } else if (b.id === 'back') {
      if (history.state && history.state.from === at - 1) history.back();
      else go(at - 1);
    } else if (b.id === 'skip') {
      if (returning) get('check').click();
      else go(at + 1);
    } else if (b.id === 'clear') {
      each(steps[at].querySelectorAll(':checked'), function (c) { c.checked = false; });
      update();
      focus(steps[at].querySelector('h2'));
    }
  });

  doc.addEventListener('input', function (e) { if (form && form.contains(e.target)) update(); });
  doc.addEventListener('change', function (e) {
    if (e.target.id === 'code') e.target.value = grouped(e.target.value);
  });

  addEventListener('popstate', function (e) {
    if (sent) history.replaceState(null, '', sent);
    if (!form || !e.state) return;
    stop();
    if (e.state.review) return post(form, get('check'), true);
    closeReview();
    show(e.state.at);
    tidy();
    focus(steps[at].querySelector('h2'));
  });
  addEventListener('hashchange', function () {
    if (!form) return;
    takeCode();
    start(at);
    history.replaceState(state(), '', here());
  });
  addEventListener('pageshow', function (e) { if (e.persisted && wiped) location.reload(); });

  history.scrollRestoration = 'manual';
  if (get('form')) {
    var first = location.hash && get(location.hash.slice(1));
    takeCode();
    start(0);
    if (first) show(find(first));
    history.replaceState(state(), '', here());
  }
})();
