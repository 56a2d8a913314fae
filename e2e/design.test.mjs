// A manager designs a survey: by keyboard alone, without script, and together
// with somebody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { signIn } from './staff.mjs';
import { check, desk, launch, open, phone, screenshot } from './browser.mjs';
import { faults } from './html.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const surveys = () => `${program.site}/staff/surveys/voorbeeldstad`;

async function manager(options) {
  const page = await open(browser, { viewport: desk, ...options });
  await signIn(page, program, 'manager');
  return page;
}

// begin makes a draft of a template and returns its address.
async function begin(page, template) {
  await page.goto(surveys());
  await page.locator(`button[value="copy ${template}"]`).click();
  await page.waitForURL('**/staff/design/**');
  return page.url().split('?')[0];
}

const active = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.value || document.activeElement.tagName);

// tab goes to what matches a selector, as a keyboard does.
async function tab(page, selector, key = 'Tab') {
  for (let i = 0; i < 200; i++) {
    if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${selector} cannot be reached by ${key}; the focus is on ${await active(page)}`);
}

const saved = (page) => page.locator('#kept.kept').waitFor();
const order = (page) => page.locator('.questions > li').evaluateAll((list) => list.map((li) => li.id));

// focused waits until something has the focus.
const focused = (page, id) => page.waitForFunction((want) => document.activeElement.id === want, id);

// ordered waits until the questions stand in an order.
const ordered = (page, ids) => page.waitForFunction((want) => want === [...document.querySelectorAll('.questions > li')].map((li) => li.id).join(), ids.join());

test('by keyboard alone', async () => {
  const page = await manager();
  await page.goto(surveys());
  await tab(page, '[id="new.name"]');
  await page.keyboard.type('Gesprekken thuis');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/staff/design/**');

  await tab(page, '#add'); // a mark is what stands there first
  await tab(page, 'button[value="question"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**focus=**');
  await focused(page, 'q.~1.text.nl'); // a new question can be typed at once
  await page.keyboard.type('Welk cijfer geeft u het gesprek?');
  await saved(page);
  const frame = page.frameLocator('#preview');
  await frame.getByText('Welk cijfer geeft u het gesprek?').first().waitFor();
  await frame.getByText('Dit is een proef').waitFor();

  await tab(page, '#add');
  await page.keyboard.press('ArrowDown'); // one answer from a list
  await tab(page, 'button[value="question"]');
  await page.keyboard.press('Enter');
  await page.locator('[id="q.~3.text.nl"]').waitFor(); // 2 is what the mark offers besides its numbers
  await focused(page, 'q.~3.text.nl');
  await page.keyboard.type('Luisterde de coach en gaf hij uitleg?');
  for (const [i, [words, side]] of [['Ja', 'p'], ['Nee', 'n']].entries()) {
    await tab(page, `[id="q.~3"] .option:nth-of-type(${i + 1}) input`);
    await page.keyboard.type(words);
    await tab(page, `[id="q.~3"] .option:nth-of-type(${i + 1}) select`);
    await page.keyboard.type(side); // positief, negatief
  }
  await saved(page);
  const advice = page.locator('#checks').getByRole('link', { name: /twee dingen tegelijk/ });
  await advice.waitFor();
  await tab(page, '#checks a[href$="q.~3.text.nl"]');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await tab(page, '[id="q.~3.text.nl"]', 'Shift+Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Luisterde de coach?');
  await saved(page);
  await advice.waitFor({ state: 'detached' });

  await tab(page, '[id="do.up.~3"]');
  await page.keyboard.press('Enter');
  await ordered(page, ['q.~3', 'q.~1']);
  await focused(page, 'do.down.~3'); // what was moved can be moved back
  await tab(page, '[id="do.undo"]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await ordered(page, ['q.~1', 'q.~3']);
  await focused(page, 'do.undo');
  await tab(page, '[id="do.redo"]');
  await page.keyboard.press('Space');
  await ordered(page, ['q.~3', 'q.~1']);
  await tab(page, '[id="do.remove.~1"]');
  await page.keyboard.press('Enter');
  await page.getByText('haalt u het terug').waitFor();
  await tab(page, '[id="do.undo"]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('[id="q.~1"]').waitFor();

  await tab(page, '[id="q.~1"] summary');
  await page.keyboard.press('Enter');
  await tab(page, '[id="q.~1.kind"]');
  await page.keyboard.press('ArrowDown'); // a choice has answers, which come without leaving the field
  await page.locator('[id="q.~1"] .option').nth(2).waitFor();
  await focused(page, 'q.~1.kind');
  await tab(page, '[id="do.undo"]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('[id="q.~1"] .option').nth(2).waitFor({ state: 'detached' });

  await tab(page, '#expected');
  await page.keyboard.type('8');
  await page.getByText('Met 8 antwoorden per jaar ziet u geen cijfers per team').waitFor();
  await saved(page);
  await tab(page, 'button[value="publish"]', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Publiceren: Gesprekken thuis' }).waitFor();
  await check(page, 'publish');
  await tab(page, 'button[value="publish"]');
  await page.keyboard.press('Enter');
  await page.getByText('De vragenlijst is gepubliceerd').waitFor();
  assert.match(program.run('survey', 'list'), /^gesprekken-thuis\t1\t/m);
  assert.deepEqual(page.complaints, []);
});

test('without script', async () => {
  const page = await manager({ javaScriptEnabled: false });
  const address = await begin(page, 'kort');
  const save = page.locator('button[value="save"]').first();
  await page.locator('[id="title.nl"]').fill('Zonder script');
  await page.locator('[id="q.listened"] summary').first().click();
  await page.locator('[id="q.listened.text.nl"]').fill('Luisterde de coach?');
  await page.locator('[id="do.down.listened"]').click(); // keeps what was typed
  assert.equal(await page.locator('[id="title.nl"]').inputValue(), 'Zonder script');
  assert.deepEqual((await order(page)).slice(0, 3), ['q.mark', 'q.explained', 'q.listened']);
  await page.locator('button[value="undo"]').click();
  assert.equal((await order(page))[1], 'q.listened');

  await page.locator('[id="q.good"] summary').first().click();
  await page.locator('[id="q.good.kind"]').selectOption('one');
  await save.click();
  assert.equal(await page.locator('[id="q.good"] .option').count(), 3, 'a choice has answers');
  await page.locator('#language').selectOption('tr');
  await page.locator('button[value="language"]').click();
  await page.locator('[id="title.tr"]').fill('Kısa');
  await save.click();
  assert.equal(await page.locator('[id="title.tr"]').inputValue(), 'Kısa');
  assert.match(await page.locator('[id="missing.tr"]').innerText(), /ontbreken \d+ teksten/);

  const [popup] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: /Bekijken als ouder/ }).click()]);
  await popup.getByText('Dit is een proef').waitFor();
  await popup.locator('input[name="q-mark"][value="8"]').check({ force: true });
  await popup.getByRole('button', { name: 'Verder' }).first().click();
  await popup.getByRole('button', { name: 'Versturen' }).click();
  await popup.getByRole('heading', { name: 'Bedankt' }).waitFor();
  await popup.getByText('Dit is een proef').waitFor();

  // Out as a file and in again, by copying.
  await page.goto(surveys());
  const response = await page.context().request.get(`${address}/export`);
  const definition = (await response.text()).replace('Zonder script', 'Uit een bestand');
  await page.locator('#definition').fill(definition.replace('"parents"', '"cats"'));
  await page.getByRole('button', { name: 'Bestand gebruiken' }).click();
  await page.getByText('Regel 3:').waitFor();
  assert.match(await page.locator('#definition').inputValue(), /Uit een bestand/, 'what was pasted is still there');
  await page.locator('#definition').fill(definition);
  await page.getByRole('button', { name: 'Bestand gebruiken' }).click();
  await page.getByRole('heading', { name: 'Uit een bestand' }).waitFor();
});

test('a file is read by the script', async () => {
  const page = await manager();
  await page.goto(surveys());
  await page.locator('#file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"id": "uit-de-map"}') });
  await page.waitForFunction(() => document.getElementById('definition').value.includes('uit-de-map'));
});

test('a trial with script goes all the way and counts nowhere', async () => {
  const page = await manager({ viewport: phone });
  await page.goto(`${program.site}/staff/preview/voorbeeldstad/kort#7K3MP9QD2XTAH6RWC`);
  await page.locator('label:visible').nth(7).click();
  for (let i = 1; i < 7; i++) await page.locator('#next:visible, #skip:visible').first().click();
  await page.locator('#check').click();
  await page.getByRole('heading', { name: 'Kijk uw antwoorden na' }).waitFor();
  await page.getByText('Dit is een proef').waitFor();
  await page.getByRole('button', { name: 'Versturen' }).click();
  await page.getByRole('heading', { name: 'Bedankt' }).waitFor();
  assert.match(new URL(page.url()).pathname, /^\/staff\/preview\/voorbeeldstad\/kort\/thanks$/);
  await page.getByText('Dit is een proef').waitFor();
  await check(page, 'thanks of a trial');
  await page.getByRole('link', { name: 'Terug' }).click();
  await page.waitForURL(surveys());
  assert.deepEqual(page.complaints, []);
});

test('two people, one draft', async () => {
  const [ann, bob] = [await manager(), await manager()];
  const address = await begin(ann, 'jeugd');
  await bob.goto(address);
  await ann.locator('[id="title.nl"]').fill('Van Ann');
  await ann.locator('[id="do.remove.better"]').click();
  await ann.getByText('haalt u het terug').waitFor();
  await bob.locator('[id="title.nl"]').fill('Van Bob');
  await bob.locator('[id="q.better"] summary').first().click();
  await bob.locator('[id="q.better.text.nl"]').fill('Wat kan anders?');
  await bob.getByText('Druk op Bewaren om te zien wat').waitFor();
  await bob.locator('button[value="save"]').first().click();
  await bob.locator('#clash').waitFor();
  assert.match(await bob.locator('#clash').innerText(), /Wat kan anders\?/);
  assert.equal(await bob.locator('[id="title.nl"]').inputValue(), 'Van Bob');
  await bob.getByText('‘Van Ann’').waitFor();
  await check(bob, 'clash');
  await screenshot(bob, 'design-clash');
  await bob.locator('button[value="save"]').first().click();
  await bob.getByText('Bewaard.').waitFor();
  assert.equal(await bob.locator('[id="q.better"]').count(), 0);
});

test('left in the middle of a word: it is kept', async () => {
  const page = await manager();
  const address = await begin(page, 'fft');
  page.on('dialog', (d) => d.accept()); // whether the page may go
  await page.locator('[id="title.nl"]').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Half een wo');
  await page.goto(surveys());
  // It is sent as the page goes, and may come in a moment after the next page.
  const there = async () => {
    await page.goto(address);
    return await page.locator('[id="title.nl"]').inputValue() === 'Half een wo';
  };
  for (let tries = 0; !await there(); tries++) assert.ok(tries < 20, 'what was typed is lost');
});

for (const lang of ['nl', 'en']) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, viewport] of Object.entries({ 360: phone, 1280: desk })) {
      test(`the editor, ${lang}-${colorScheme}-${width}`, async () => {
        const page = await manager({ viewport, colorScheme });
        const address = await begin(page, 'veiligheid');
        for (const [name, path] of Object.entries({ design: '', publish: '/publish', 'design-trial': '/preview' })) {
          await page.goto(`${address}${path}?lang=${lang}`);
          const html = await (await page.context().request.get(page.url())).text();
          assert.deepEqual(await faults(html), [], name);
          await page.evaluate(() => document.querySelectorAll('details').forEach((d, i) => { d.open = i < 6; }));
          await check(page, `${name}-${lang}-${colorScheme}-${width}`);
          await screenshot(page, `${name}-${lang}-${colorScheme}-${width}`);
        }
      });
    }
  }
}
