// A manager looks at what comments are about, puts it right, changes the
// codebook, and codes a sample by hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { desk, launch, look, open, phone } from './browser.mjs';
import { faults } from './html.mjs';
import { signIn } from './staff.mjs';

let program, browser;
before(async () => { program = await demo('--answers', '1500'); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const year = new Date().getFullYear() - 1; // the last that is closed
const unit = 'voorbeeldregio';
const survey = 'veiligheid';

async function manager(path, options = {}) {
  const page = await open(browser, { viewport: desk, ...options });
  await signIn(page, program, 'manager');
  await page.goto(`${program.site}/staff/${path}`);
  return page;
}

const themes = `themes/${unit}/${year}/${survey}`;

// figures are the themes in the report for programs, by id.
async function figures(page) {
  const answer = await page.request.get(`${program.site}/staff/report/${unit}/${year}/${survey}.json`);
  assert.equal(answer.status(), 200);
  return (await answer.json()).themes;
}

// row is what the page says of a theme.
async function row(page, id) {
  const text = await page.locator(`#t-${id}`).innerText();
  const [, n, share] = /(\d+) opmerkingen?, (\d+)\s%/.exec(text) ?? assert.fail(text);
  return { n: Number(n), share: Number(share) };
}

test('ten corrections move the figures, on the page and in the report', async () => {
  const page = await manager(themes);
  const id = (await page.locator('.theme').first().getAttribute('id')).slice(2);
  const before = await row(page, id);
  const report = await figures(page);
  assert.equal(report.list.find((t) => t.id === id).n, before.n, 'page and report agree');
  const without = report.without.percent;

  await page.locator(`#t-${id} h3 a`).click();
  assert.match(await page.locator('#found').innerText(), new RegExp(`^${before.n} `), 'the figure is its comments');
  assert.ok(await page.locator('mark.hit').count() > 0, 'with the words that made it');
  for (let i = 0; i < 10; i++) {
    const place = 3;
    const gone = await page.locator('.comment').nth(place).getAttribute('id');
    const next = await page.locator('.comment').nth(place + 1).getAttribute('id');
    // By mouse, then by keyboard.
    const no = i < 5 ? () => page.locator(`#${gone} [data-key="n"]`).click() : async () => {
      await page.locator(`#${gone}`).focus();
      for (const key of 'jkn') await page.keyboard.press(key);
    };
    await Promise.all([page.waitForURL(new RegExp(`done=${gone.slice(2)}`)), no()]);
    await page.locator(`#${next}:focus`).waitFor(); // the same place: the next one has the focus
    assert.equal(await page.locator(`#${gone}`).count(), 0);
    assert.ok(await page.locator('#done').isVisible());
  }
  assert.match(await page.locator('#found').innerText(), new RegExp(`^${before.n - 10} `));
  await page.goto(`${program.site}/staff/${themes}`);
  const now = await row(page, id);
  assert.equal(now.n, before.n - 10);
  const after = await figures(page);
  assert.equal(after.list.find((t) => t.id === id).n, before.n - 10);
  assert.equal(now.share, Math.round(100 * now.n / after.said), 'the share moves along');
  assert.ok(after.without.percent >= without, 'and what has no theme is more');

  // The last one is undone, by the opposite of what was done.
  await page.goto(`${program.site}/staff/${themes}/${id}?show=removed`);
  assert.equal(await page.locator('.comment').count(), 10);
  await Promise.all([page.waitForURL(/said=label-yes/), page.locator('.comment button[value^="yes/"]').first().click()]);
  assert.equal(await page.locator('.comment').count(), 9);
  await Promise.all([page.waitForURL(/said=label-no/), page.locator('#undo').click()]);
  assert.equal((await figures(page)).list.find((t) => t.id === id).n, before.n - 10);
  assert.deepEqual(page.complaints, []);
});

test('a comment without a theme gets one, without script', async () => {
  const page = await manager(`${themes}/none`, { javaScriptEnabled: false });
  const first = page.locator('.comment').first();
  const id = await first.getAttribute('id');
  await first.locator('button[value^="add/"]').click();
  assert.match(await page.locator('.problems').innerText(), /Kies eerst een thema/);
  const [value, name] = await page.locator(`#${id} select option`).nth(2).evaluate((o) => [o.value, o.textContent]);
  await page.locator(`#${id} select`).selectOption(value);
  await page.locator(`#${id} button[value^="add/"]`).click();
  assert.equal(await page.locator(`#${id}`).count(), 0);
  assert.match(await page.locator('#done').innerText(), new RegExp(`${name} – Bewaard: de opmerking gaat hier ook over`));
  await page.goto(`${program.site}/staff/comments/${unit}/${year}/${survey}?theme=${value}`);
  assert.ok(await page.locator('.chips .by-person').count() > 0, 'the list of comments has it too');
  assert.deepEqual(page.complaints.filter((c) => !c.includes('422')), []); // the mistake
});

test('a sample is coded by keyboard alone, and stopped at any time', async () => {
  const page = await manager(`${themes}/sample`);
  const press = async (...keys) => { for (const k of keys) await page.keyboard.press(k); };
  assert.equal(await page.locator('.hit, .chips').count(), 0, 'the machine says nothing');
  await press('2', '5');
  assert.deepEqual(await page.locator('input[name="theme"]').evaluateAll((l) => l.flatMap((b, i) => (b.checked ? [i] : []))), [1, 4]);
  await press('0');
  assert.equal(await page.locator('input[name="theme"]:checked').count(), 1, 'none of these takes the others away');
  await press('2');
  assert.equal(await page.locator('input[value="none"]').isChecked(), false);
  await Promise.all([page.waitForURL(/n=2/), press('Enter')]);
  assert.match(await page.locator('#at').innerText(), /Opmerking 2 van 50.*1 van 50/);
  await Promise.all([page.waitForURL(/n=3/), press('j')]);
  await Promise.all([page.waitForURL(/n=2/), press('k')]);
  for (let n = 2; n < 12; n++) await Promise.all([page.waitForURL(new RegExp(`n=${n + 1}`)), press(n % 2 ? '0' : '1', 'Enter')]);
  // Keys can be switched off: a voice that dictates is a rain of keys.
  await page.locator('#keys-on').uncheck();
  await page.locator('h1').click();
  await press('3');
  assert.equal(await page.locator('input[name="theme"]:checked').count(), 0);
  await page.locator('#keys-on').check();

  // By Tab and the space bar alone.
  const tab = async (selector) => {
    for (let i = 0; i < 80; i++) {
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) {
        const covered = await page.evaluate(() => {
          const r = document.activeElement.getBoundingClientRect();
          const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
          return !(top === document.activeElement || top?.closest('label, button')?.contains(document.activeElement) || document.activeElement.contains(top));
        });
        assert.ok(!covered, `${selector} is behind something`);
        return;
      }
      await press('Tab');
    }
    assert.fail(`no ${selector} by Tab`);
  };
  await page.locator('h1').click();
  for (const selector of ['input[data-key="1"]', 'input[data-key="9"]', 'input[value="none"]']) await tab(selector);
  await press('Space');
  await tab('button[value="save"]');
  await Promise.all([page.waitForURL(/n=13/), press('Enter')]);
  await page.locator('a', { hasText: 'Stop, en zie' }).click();
  assert.match(await page.locator('main').innerText(), /12 van 50 ingedeeld[\s\S]*12 opmerkingen die een mens heeft ingedeeld/);
  assert.deepEqual(page.complaints, []);

  const plain = await manager(`${themes}/sample`, { javaScriptEnabled: false });
  await plain.locator('button[value="save"]').click();
  assert.match(await plain.locator('.problems').innerText(), /Geen van deze/);
  await plain.locator('input[value="none"]').check();
  await plain.locator('button[value="save"]').click();
  assert.match(await plain.locator('#at').innerText(), /13 van 50 ingedeeld/);
});

test('a bad word is told with its line, and what was typed stays', async () => {
  const page = await manager('codebook');
  await page.locator('.cards h3 a').first().click();
  const words = page.locator('#words\\.nl');
  const before = await words.inputValue();
  const typed = `${before}*\nkoffie\n`;
  await words.fill(typed);
  const line = before.split('\n').length;
  // While typing.
  await page.locator('#words\\.nl\\.error').waitFor();
  assert.match(await page.locator('#words\\.nl\\.error').innerText(), new RegExp(`Regel ${line}:`, 'i'));
  // And on saving.
  await page.locator('button[value="save"]').click();
  await page.locator('.problems').waitFor();
  assert.match(await page.locator('.problems').innerText(), new RegExp(`regel ${line} `));
  assert.equal((await words.inputValue()).trim(), typed.trim());
  await look(page, 'codebook-mistake');
  // Mended, it tells what the new word would catch, and is kept.
  await words.fill(`${before}koffie\n`);
  await page.locator('#trial h3').waitFor();
  assert.match(await page.locator('#trial').innerText(), /koffie[\s\S]*Past op \d+ opmerking/);
  assert.equal(await page.locator('#words\\.nl\\.error, .problems').count(), 0, 'nothing is wrong any more');
  await look(page, 'codebook-tried');
  await Promise.all([page.waitForURL(/said=saved/), page.locator('button[value="save"]').click()]);
  await page.goto(`${program.site}/staff/codebook/history`);
  assert.match(await page.locator('main').innerText(), /1 woord erbij/);
  await look(page, 'codebook-history');
  await Promise.all([page.waitForURL(/restored/), page.locator('button[value="shipped"]').click()]);
  assert.deepEqual(page.complaints.filter((c) => !c.includes('422')), []);
});

test('a suggestion is taken as a theme, changed, and taken away again', async () => {
  const page = await manager('codebook/suggestions', { viewport: phone });
  await look(page, 'suggestions');
  const topic = page.locator('.topic').first();
  await topic.locator('summary').click();
  await look(page, 'suggestion-open');
  await topic.locator('input[name="name"]').fill('Koffie en taart');
  await topic.locator('textarea').fill('koffie\ntaart\n');
  await Promise.all([page.waitForURL(/said=topic-accept/), topic.locator('button[value^="accept/"]').click()]);
  await page.goto(`${program.site}/staff/codebook`);
  await page.locator('a', { hasText: 'Koffie en taart' }).click();
  assert.equal(await page.locator('#words').inputValue(), 'koffie\ntaart\n');
  await page.goto(`${program.site}/staff/${themes}/koffie-en-taart`);
  for (const hit of await page.locator('mark.hit').allInnerTexts()) assert.match(hit, /koffie|taart/i);
  await page.goto(`${program.site}/staff/codebook/suggestions`);
  const words = await page.locator('.topic h2').first().innerText();
  await page.locator('.topic summary').first().click();
  await Promise.all([page.waitForURL(/said=topic-rejected/), page.locator('button[value^="reject/"]').first().click()]);
  assert.ok(!(await page.locator('.topic h2').allInnerTexts()).includes(words), 'rejected');
  await page.goto(`${program.site}/staff/codebook/theme/koffie-en-taart`);
  await page.locator('summary', { hasText: 'weghalen' }).click();
  await look(page, 'codebook-away');
  await Promise.all([page.waitForURL(/theme-removed/), page.locator('button[value="delete"]').click()]);
  assert.ok(!(await page.locator('main').innerText()).includes('Koffie en taart'));
  assert.deepEqual(page.complaints, []);
});

test('every page, in light and dark, on a phone and at a desk', async () => {
  const page = await manager(themes);
  await page.locator('.theme summary').first().click();
  await page.locator('figure summary').click();
  await look(page, 'themes');
  await Promise.all([page.waitForURL(/theme-confirm/), page.locator('button[value^="confirm/"]').first().click()]);
  assert.ok(await page.locator('.theme button[value^="withdraw/"]').first().isVisible(), 'what was confirmed is open');
  await look(page, 'themes-confirmed');
  for (const [name, path] of Object.entries({
    'themes-all': themes,
    'themes-few': `themes/modeldorp-west/${year}/${survey}`,
    'themes-indicative': `themes/voorbeeldstad-noord/${year}/${survey}`,
    'themes-one': `${themes}/speed`,
    'themes-none': `${themes}/none`,
    'themes-sample': `${themes}/sample?n=20`,
    'themes-sample-result': `${themes}/sample?n=0`,
    codebook: 'codebook',
    'codebook-new': 'codebook/new',
    'codebook-edit': 'codebook/theme/speed',
    'suggestions-few': `codebook/suggestions?list=voorbeeldstad-zuid/${year}/${survey}`,
    'comments-theme': `comments/${unit}/${year}/${survey}?theme=speed`,
  })) {
    const answer = await page.goto(`${program.site}/staff/${path}`);
    assert.equal(answer.status(), 200, path);
    assert.deepEqual(await faults(await answer.text()), [], path);
    await look(page, name);
  }
  await page.goto(`${program.site}/staff/${themes}/speed`);
  await page.locator('.comment [data-key="n"]').first().click();
  await page.locator('#done').waitFor();
  await look(page, 'themes-corrected');
  await page.locator('#undo').click();
  await page.locator('#done').waitFor();
  await page.goto(`${program.site}/staff/${themes}/sample?n=20`);
  await page.locator('button[value="save"]').click();
  await page.locator('.problems').waitFor();
  await look(page, 'themes-sample-mistake');
  assert.deepEqual(page.complaints.filter((c) => !c.includes('422')), []);
});
