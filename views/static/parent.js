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
  var busy = false;
  var pressed, wiped;

  function get(id) { return doc.getElementById(id); }
  function each(list, f) { Array.prototype.forEach.call(list, f); }
  function hide(id, yes) { get(id).hidden = yes; }
  function state(s) { return Object.assign({ at: at }, s); }
  function here() { return location.pathname + location.search; }
  function review() { return doc.querySelector('main + main'); }

  // wipe leaves nothing to see or to go back to.
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

  // update offers to skip what is empty and to undo what was chosen: a choice
  // among options cannot be taken back by pressing it again.
  function update() {
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

  // replace puts a form that came back in the place of this one.
  function replace(page, address) {
    doc.body.innerHTML = page.body.innerHTML;
    doc.documentElement.lang = page.documentElement.lang;
    doc.documentElement.dir = page.documentElement.dir;
    returning = false;
    start(at);
    if (get('problems')) doc.title = page.title;
    else focus(steps[at].querySelector('h2'));
    history.replaceState(state(), '', address);
  }

  function post(f, button, again) {
    if (busy) return;
    var data = new URLSearchParams(new FormData(f));
    var address = button.getAttribute('formaction') || here();
    data.set(button.name, button.value);
    busy = button.disabled = true;
    fetch(address, { method: 'POST', body: data, cache: 'no-store' }).then(function (answer) {
      if (wiped) return; // on the way out
      if (new URL(answer.url).pathname === '/thanks') {
        wipe();
        location.replace(answer.url);
        return;
      }
      return answer.text().then(function (text) {
        var page = new DOMParser().parseFromString(text, 'text/html');
        if (answer.status < 500 && page.getElementById('form')) replace(page, address);
        else if (answer.ok) openReview(page, again || review());
        else throw page.querySelector('main > p'); // a notice, which says why
      });
    }).catch(function (why) {
      if (wiped) return;
      var failed = f.closest('main').querySelector('.failed');
      var words = failed.querySelector('p');
      words.usual = words.usual || words.textContent;
      words.textContent = why && why.textContent || words.usual;
      failed.hidden = false;
      failed.focus();
      doc.title = failed.querySelector('h2').textContent + ' – ' + name;
    }).then(function () { busy = button.disabled = false; });
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
    if (!form || !e.state) return;
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
