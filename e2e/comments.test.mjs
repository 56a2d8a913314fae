// A manager works through comments: by keyboard alone, with the mouse, and
// without script.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { check, desk, launch, open, phone, screenshot } from './browser.mjs';
import { signIn } from './staff.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const year = new Date().getFullYear() - 1; // the last that is closed
const list = (unit) => `${program.site}/staff/comments/${unit}/${year}/veiligheid`;

// manager returns a page of the manager on the list of a unit. Every test has a
// unit of its own, so that none finds what another did.
async function manager(unit, options = {}) {
  const page = await open(browser, { viewport: desk, ...options });
  await signIn(page, program, 'manager');
  await page.goto(list(unit));
  return page;
}

const words = (comment) => comment.locator('blockquote').innerText();
const focused = (page) => page.locator('.comment:focus');
const published = async (page, unit) => {
  const other = await page.context().newPage();
  await other.goto(`${program.site}/staff/publish/${unit}/${year}/veiligheid/preview/whole`);
  const text = await other.locator('main').innerText();
  await other.close();
  return text;
};

test('by keyboard alone: search, quote, mask, hide, undo, several at once', async () => {
  const page = await manager('modeldorp-oost'); // the demo quotes nothing there
  const press = async (...keys) => { for (const k of keys) await page.keyboard.press(k); };
  // does presses keys that end in an act, and waits until it was done.
  const does = async (act, ...keys) => {
    await Promise.all([page.waitForURL(new RegExp(`said=comment-${act}`)), press(...keys)]);
    await focused(page).waitFor();
  };

  // tab goes on until what has the focus matches a selector.
  const tab = async (selector) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
      await press('Tab');
    }
    assert.fail(`no ${selector} by Tab`);
  };

  // j and k walk through the list and stop at its ends.
  await press('j');
  const [first, second] = [page.locator('.comment').nth(0), page.locator('.comment').nth(1)];
  const [one, two] = [await words(first), await words(second)];
  assert.equal(await words(focused(page)), one);
  await press('k', 'k');
  assert.equal(await words(focused(page)), one);
  await press('j');
  assert.equal(await words(focused(page)), two);

  // a makes a quote of it: it is in the published report, and nothing else is.
  await does('quote', 'a');
  assert.equal(await words(focused(page)), two, 'the work goes on where it was');
  assert.match(await focused(page).innerText(), /citaat/);
  let report = await published(page, 'modeldorp-oost');
  assert.ok(report.includes(two), 'the quote is published');
  assert.ok(!report.includes(one), 'and nothing else');
  await does('undo', 'u');
  report = await published(page, 'modeldorp-oost');
  assert.ok(!report.includes(two), 'undone');
  await does('quote', 'a');

  // e opens the comment word by word; the space bar takes a word out.
  await Promise.all([page.waitForURL(/veiligheid\/[0-9a-f]{32}/), press('e')]);
  const word = await page.locator('.word').first().innerText();
  await tab('.word input');
  await does('mask', 'Space', 'Enter');
  const masked = await words(focused(page));
  assert.ok(masked.startsWith('[…]'), masked);
  report = await published(page, 'modeldorp-oost');
  assert.ok(report.includes(masked) && !report.includes(two), 'published without the word');
  await does('undo', 'u');
  assert.equal(await words(focused(page)), two);
  assert.ok(two.includes(word));

  // h asks why, and hides.
  await press('h');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Iemand is te herkennen');
  await press('Escape');
  assert.equal(await words(focused(page)), two, 'Escape goes back');
  await press('h');
  await does('hide', 'Tab', 'Enter');
  assert.ok(!(await page.locator('.comment-list').innerText()).includes(two));
  assert.ok(await focused(page).count(), 'the next comment has the focus');
  report = await published(page, 'modeldorp-oost');
  assert.ok(!report.includes(two), 'what is hidden is not published');
  await does('undo', 'u');
  assert.equal(await words(focused(page)), two);

  // / searches; typing is not a command.
  await page.goto(list('voorbeeldstad')); // has more to find
  await press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  await page.keyboard.type('kind');
  assert.equal(await page.locator('#q').inputValue(), 'kind');
  await Promise.all([page.waitForURL(/q=kind/), press('Enter')]);
  for (const hit of await page.locator('mark.hit').allInnerTexts()) assert.match(hit, /^kind/i);
  const found = await page.locator('.comment').count();
  assert.ok(found > 1, `${found} found`);

  // x chooses; the bar does it with all of them; undo brings all back.
  await press('j', 'x', 'j', 'x');
  assert.match(await page.locator('#bulk > summary').innerText(), /2$/);
  await press('b');
  await tab('button[value="worry"]');
  await does('worry', 'Enter');
  assert.equal(await page.locator('.stamp.worry').count(), 2);
  assert.match(page.url(), /q=kind/, 'the search is still there');
  await does('undo', 'u');
  assert.equal(await page.locator('.stamp.worry').count(), 0);

  assert.deepEqual(page.complaints, []);
});

test('keys can be looked up and switched off', async () => {
  const page = await manager('voorbeeldstad');
  await page.keyboard.press('?');
  assert.ok(await page.locator('#help').isVisible());
  await check(page, 'help of keys');
  await page.keyboard.press('j'); // not while the help is open
  assert.equal(await focused(page).count(), 0);
  await page.locator('#keys-on').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  assert.equal(await focused(page).count(), 0, 'keys are off');
  await page.reload();
  await page.keyboard.press('j');
  assert.equal(await focused(page).count(), 0, 'and stay off');
  await page.locator('#keys button[data-key="j"]').click();
  assert.equal(await focused(page).count(), 1, 'the button still works');
  const first = await words(focused(page));
  await page.locator('#keys button[data-key="?"]').click();
  await page.locator('#keys-on').check();
  await page.locator('#help button').click();
  await page.locator('#keys button[data-key="j"]').click();
  assert.notEqual(await words(focused(page)), first, 'the button goes on');
  for (const modifier of ['Control', 'Alt', 'Meta']) {
    const here = await words(focused(page));
    await page.evaluate((m) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
      { key: 'j', bubbles: true, ctrlKey: m === 'Control', altKey: m === 'Alt', metaKey: m === 'Meta' })), modifier);
    assert.equal(await words(focused(page)), here, `${modifier}+j is not ours`);
  }
});

test('words are chosen with the mouse', async () => {
  const page = await manager('voorbeeldstad-noord');
  await page.locator('.comment', { hasText: /\S+ \S+ \S+ \S+ \S+/ }).last().locator('[data-key="e"]').click();
  const word = (n) => page.locator('.word').nth(n);
  const middle = async (l) => { const b = await l.boundingBox(); return [b.x + b.width / 2, b.y + b.height / 2]; };
  await page.mouse.move(...await middle(word(1)));
  await page.mouse.down();
  await page.mouse.move(...await middle(word(3)), { steps: 5 });
  await page.mouse.up();
  assert.deepEqual(await page.locator('.word').evaluateAll((l) => l.slice(0, 5).map((w) => w.control.checked)), [false, true, true, true, false]);
  await word(2).click();
  assert.equal(await word(2).locator('input').isChecked(), false);
  await page.locator('#masking button').click();
  await page.waitForURL(/said=comment-mask/);
  assert.equal((await words(focused(page))).split('[…]').length, 3);
});

test('without script', async () => {
  const page = await manager('voorbeeldstad-zuid', { javaScriptEnabled: false });
  assert.ok(!await page.locator('#keys').isVisible() && !await page.locator('#choose-all').isVisible());
  const comment = page.locator('.comment').filter({ has: page.locator('button[value^="quote/"]') }).first(); // the demo quotes some
  const said = await words(comment);
  await comment.locator('button[value^="quote/"]').click();
  assert.ok((await published(page, 'voorbeeldstad-zuid')).includes(said));
  await page.locator('#undo').click();
  assert.ok(!(await published(page, 'voorbeeldstad-zuid')).includes(said));
  await page.locator('.comment').first().locator('[data-key="e"]').click();
  await page.locator('.word').last().click();
  await page.locator('#masking button').click();
  assert.match(await words(page.locator('.comment').first()), /\[…\]/);
  await page.locator('.comment').nth(1).locator('input[type="checkbox"]').check();
  await page.locator('.comment').nth(2).locator('input[type="checkbox"]').check();
  await page.locator('.bar .hide summary').click();
  await page.locator('.bar button[value="hide.empty"]').click();
  await page.locator('#show').selectOption('hidden');
  await page.locator('.search button').click();
  assert.equal(await page.locator('.comment').count(), 2);
  assert.match(await page.locator('.comment').first().innerText(), /Zegt niets/);
  await page.locator('.comment').first().locator('button[value^="show/"]').click();
  assert.equal(await page.locator('.comment').count(), 1);
  await page.goto(list('voorbeeldstad-zuid'));
  await page.locator('.bar button[value="quote"]').click(); // none chosen
  assert.match(await page.locator('.problems').innerText(), /Kies eerst/);
});

test('a worry is decided about', async () => {
  const page = await manager('modeldorp');
  const said = await words(page.locator('.comment').first());
  await page.locator('.comment').first().locator('button[value^="worry/"]').click();
  await page.locator('nav.about a[href$="/safety/modeldorp"]').click();
  const waiting = page.locator('.comment').first();
  assert.equal(await words(waiting), said);
  await waiting.locator('select').selectOption('discussed');
  await waiting.locator('button.main').click();
  assert.match(await page.locator('.problems').innerText(), /Schrijf kort op/);
  assert.equal(await page.locator('select').first().inputValue(), 'discussed', 'what was chosen is still there');
  await page.locator('textarea').first().fill('Besproken in het overleg.');
  await page.locator('.comment button.main').first().click();
  assert.match(await page.locator('main').innerText(), /Besproken in het overleg/);
  await page.locator('#undo').click();
  assert.equal(await page.locator('.comment button.main').count(), 1);
});

for (const colorScheme of ['light', 'dark']) {
  for (const [width, viewport] of Object.entries({ 360: phone, 1280: desk })) {
    test(`every page at work, ${colorScheme}-${width}`, async () => {
      const page = await manager('voorbeeldstad', { viewport, colorScheme });
      const kind = `${colorScheme}-${width}`;
      const look = async (name) => {
        await check(page, `${name}-${kind}`);
        await screenshot(page, `${name}-${kind}`);
      };
      const to = async (path, name) => {
        await page.goto(`${program.site}/staff/${path}`);
        await look(name);
      };
      const here = `comments/voorbeeldstad/${year}/veiligheid`;
      await to(here, 'comments');
      await page.locator('.comment details.hide').first().evaluate((d) => { d.open = true; });
      await page.locator('.comment input[type="checkbox"]').first().check();
      // At its end the list is not behind the bar, which axe takes for small targets.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await look('comments-at-work');
      await page.locator('.comment button[value^="worry/"]').first().click();
      await look('comments-done');
      await to(`${here}?q=kind`, 'comments-found');
      await to(`${here}?q=xyzzy`, 'comments-not-found');
      await to(`${here}?show=quotes`, 'comments-empty');
      await to(`comments/modeldorp-west/${year}/veiligheid`, 'comments-none');
      await to('safety/voorbeeldstad', 'safety');
      await page.locator('.comment button.main').first().click();
      await look('safety-mistake');
      await to('safety/modeldorp-west', 'safety-none');
      await page.goto(list('voorbeeldstad'));
      await to(new URL(await page.locator('[data-key="e"]').first().evaluate((a) => a.href)).pathname.replace('/staff/', ''), 'masking');
      await page.locator('.word').first().click();
      await look('masking-chosen');
    });
  }
}
