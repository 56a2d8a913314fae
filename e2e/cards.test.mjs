// Cards for coaches, and paper: a stack in two taps, counting, a code on a phone,
// and a form typed in by keyboard alone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { signIn } from './staff.mjs';
import { check, desk, launch, look, open, phone, screenshot } from './browser.mjs';

const unit = 'voorbeeldstad-noord';
let program, browser, dir;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ouderstem-cards-'));
  program = await demo();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(dir, { recursive: true });
  assert.equal(await program?.stop(), 0, 'the program stops cleanly');
});

async function as(role, options) {
  const page = await open(browser, options);
  await signIn(page, program, role);
  return page;
}

const go = (page, path) => page.goto(`${program.site}/staff/${path}`);

// scan reads the QR codes in a picture as a phone does.
function scan(picture) {
  return execFileSync('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', picture], { encoding: 'utf8' }).trim().split('\n');
}

// printed saves a download and reads the codes on its pages.
async function printed(download) {
  const file = join(dir, 'cards.pdf');
  await download.saveAs(file);
  execFileSync('pdftoppm', ['-r', '300', '-png', file, join(dir, 'page')]);
  const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
  const pages = Number(/Pages:\s+(\d+)/.exec(info)[1]);
  return Array.from({ length: pages }, (_, i) => scan(join(dir, `page-${i + 1}.png`))).flat();
}

async function answer(link) {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(link.split('#')[0]);
  await page.locator('input[name="q-mark"][value="8"]').check({ force: true });
  await page.locator('input[name="code"]').fill(link.split('#')[1]);
  await page.locator('button.main[name="step"]').click();
  await page.getByRole('button', { name: 'Versturen' }).click();
  await page.getByRole('heading', { name: 'Bedankt' }).waitFor();
  await page.context().close();
}

test('a coach orders a stack in two taps and a parent answers with a card of it', async () => {
  const page = await as('coach');
  await page.getByRole('link', { name: 'Kaarten', exact: true }).click(); // one
  const button = page.getByRole('button', { name: 'Maak de kaarten' });
  const box = await button.boundingBox();
  assert.ok(box.y + box.height <= phone.height, 'the button is in sight without scrolling');
  const number = Number(await page.locator('select[name="number"]').inputValue());
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]); // two
  assert.equal(download.suggestedFilename(), 'kaarten.pdf');
  await page.getByText('Het bestand is klaar').waitFor();
  await page.locator('.stack').first().waitFor(); // the list shows it without loading the page
  const links = await printed(download);
  assert.equal(links.length, number);
  assert.equal(new Set(links).size, number);
  await answer(links[3]);
  await screenshot(page, 'cards-ordered-360');

  // Neither the page nor the log says that a card was used.
  const shown = await page.content();
  await go(page, `cards/${unit}`);
  assert.equal(await page.locator('.stack').count(), 1);
  assert.doesNotMatch(await page.content(), /gebruikt: |1 ingevuld/);
  for (const link of links) assert.ok(!shown.includes(link.split('#')[1]) && !program.printed().includes(link.split('#')[1]));
  assert.deepEqual(page.complaints, []);
});

test('tap what was handed out, and undo', async () => {
  const page = await as('coach');
  await go(page, `cards/${unit}`);
  const stack = page.locator('.stack').first();
  for (const [name, want] of [['Eén erbij', 1], ['Vijf erbij', 6], ['Eén eraf', 5], ['Eén eraf', 4]]) {
    await stack.getByRole('button', { name }).click();
    await page.getByText(`${want} uitgedeeld in ${new Date().getFullYear()}`).waitFor();
  }
  assert.ok(await stack.isVisible());
  assert.ok(await stack.evaluate((e) => e.getBoundingClientRect().top < innerHeight), 'the page stays at the stack');
});

test('cards in every size, without script', async () => {
  const page = await as('manager', { javaScriptEnabled: false, viewport: desk });
  for (const [layout, pages] of [['a5', 4], ['business', 1]]) {
    await go(page, `cards/${unit}`);
    await page.locator('select[name="number"]').selectOption('8');
    await page.locator('select[name="layout"]').selectOption(layout);
    await page.locator('select[name="lang"]').selectOption('en');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Maak de kaarten' }).click()]);
    const links = await printed(download);
    assert.equal(links.length, 8, layout);
    assert.equal(execFileSync('pdfinfo', [join(dir, 'cards.pdf')], { encoding: 'utf8' }).match(/Pages:\s+(\d+)/)[1], String(pages));
  }
});

test('a lost stack opens nothing any more', async () => {
  const page = await as('coach');
  await go(page, `cards/${unit}`);
  await page.locator('select[name="number"]').selectOption('8');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Maak de kaarten' }).click()]);
  const [link] = await printed(download);
  await page.locator('.stack').nth(1).waitFor();
  const stack = page.locator('.stack', { hasText: 'Stapel van 8 kaarten' }).first();
  await stack.getByText('Kwijt of niet meer nodig?').click();
  await check(page, 'cards, asked whether to void');
  await stack.getByRole('button', { name: 'Ja, laat vervallen' }).click();
  await page.getByText('Vervallen. De kaarten werken niet meer.').waitFor();
  assert.equal(await page.locator('.stack:visible').count(), 1);

  const parent = await open(browser, { javaScriptEnabled: false });
  await parent.goto(link.split('#')[0]);
  await parent.locator('input[name="q-mark"][value="8"]').check({ force: true });
  await parent.locator('input[name="code"]').fill(link.split('#')[1]);
  await parent.locator('button.main[name="step"]').click();
  await parent.locator('#problems').waitFor();
});

test('a poster on the coach’s phone is scanned off the screen, in dark too', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const page = await as('coach', { colorScheme });
    await go(page, `cards/${unit}`);
    await page.locator('select[name="layout"]').selectOption('screen');
    await page.getByRole('button', { name: 'Maak de kaarten' }).click();
    await page.waitForURL('**/screen');
    const picture = join(dir, 'screen.png');
    await page.screenshot({ path: picture });
    const [link] = scan(picture);
    assert.match(link, new RegExp(`^${program.site}/v/[0-9a-z]{4}#[0-9A-Z]{17}$`));
    const words = await page.locator('main').innerText();
    assert.ok(words.replaceAll('-', '').includes(link.split('#')[1]), 'the code can be typed');
    assert.ok(words.includes(link.split('#')[0].replace('http://', '')), 'and the address');
    if (colorScheme === 'dark') await look(page, 'screen'); // in every colour and size
    await answer(link);
    await answer(link); // everybody's
    await page.getByRole('link', { name: 'Terug' }).click();
    await page.waitForURL(`**/cards/${unit}`);
  }
});

test('words to hand over can be copied', async () => {
  const page = await as('coach', { permissions: ['clipboard-write'] });
  await go(page, `cards/${unit}`);
  await page.getByRole('button', { name: 'Kopieer' }).first().click();
  await page.getByText('Gekopieerd.').waitFor();
  // No page of ours may read what was copied; who pastes it elsewhere has it.
  const elsewhere = await page.context().newPage();
  await elsewhere.setContent('<textarea></textarea>');
  await elsewhere.locator('textarea').press('Control+V');
  assert.match(await elsewhere.locator('textarea').inputValue(), /^Ik geef u een kaart/);
});

test('paper forms are typed in by keyboard alone', async () => {
  const page = await as('entry', { viewport: desk });
  await go(page, `paper/${unit}`);
  await page.getByRole('link', { name: /Formulieren intypen.*Kort/ }).click();
  const type = async (...keys) => {
    for (const k of keys) {
      await page.keyboard.type(k);
      await page.keyboard.press('Enter');
    }
  };
  for (let i = 1; i <= 2; i++) {
    await page.waitForFunction(() => document.activeElement?.name === 'q-mark');
    await type(String(7 + i), '2', '1', '', '2', 'Dank aan mijn zoon Daan');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
    await page.keyboard.type('Een regel');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('en nog een');
    await page.keyboard.press('Enter'); // behind the last question: look it over
    await page.getByRole('heading', { name: 'Kijk na wat u intypte' }).waitFor();
    const review = await page.locator('dl.reviewed').innerText();
    assert.match(review, /\[naam\]/);
    assert.doesNotMatch(review, /Daan/);
    assert.match(review, /Vaak/);
    if (i === 1) {
      await look(page, 'entry-review');
    }
    await page.keyboard.press('Enter'); // sends
    await page.getByText('Verstuurd en op slot').waitFor();
    assert.equal(await page.locator('textarea').first().inputValue(), '');
  }
  assert.deepEqual(page.complaints, []);

  // What is not on the form is told, with the rest still there.
  await type('11');
  await page.keyboard.type('2');
  await page.locator('textarea').last().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /Het cijfer 11 staat/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'q-mark');
  assert.equal(await page.locator('input[name="q-listened"]').inputValue(), '2');
  await look(page, 'entry-mistake');
});

test('typing in works without script', async () => {
  const page = await as('entry', { javaScriptEnabled: false });
  await go(page, `entry/${unit}/kort`);
  await page.locator('input[name="q-mark"]').fill('0');
  await page.locator('input[name="q-mark"]').press('Enter');
  await page.getByRole('heading', { name: 'Kijk na wat u intypte' }).waitFor();
  await page.getByRole('button', { name: 'Iets veranderen' }).click();
  assert.equal(await page.locator('input[name="q-mark"]').inputValue(), '0');
  await page.getByRole('button', { name: 'Nakijken' }).click();
  await page.getByRole('button', { name: 'Versturen' }).click();
  await page.getByText('Verstuurd en op slot').waitFor();
});

test('the paper form prints on A4 without the page around it', async () => {
  const page = await as('coach', { viewport: desk });
  for (const lang of ['nl', 'en']) {
    await go(page, `paper/${unit}/veiligheid?lang=${lang}`);
    const file = join(dir, `sheet-${lang}.pdf`);
    await page.pdf({ path: file, preferCSSPageSize: true });
    assert.match(execFileSync('pdfinfo', [file], { encoding: 'utf8' }), /Pages:\s+2\n[\s\S]*A4/, 'one sheet, two sides');
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
    assert.match(text, lang === 'nl' ? /Schrijf uw naam niet op/ : /Do not write your name/);
    assert.match(text, /112/);
    assert.doesNotMatch(text, /Afmelden|Log out|Afdrukken|Print/);
  }
});

test('a list of stacks and posters, light and dark, on a phone and at a desk', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [phone, desk]) {
      const page = await as('coach', { viewport, colorScheme });
      await go(page, `cards/${unit}`);
      assert.ok(await page.locator('.stack').count() > 2);
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      await check(page, `stacks-${colorScheme}-${viewport.width}`);
      await screenshot(page, `stacks-${colorScheme}-${viewport.width}`);
    }
  }
});
