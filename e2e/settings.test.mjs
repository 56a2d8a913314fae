// What an administrator settles, and what parents then see of it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { signIn } from './staff.mjs';
import { check, desk, launch, open, phone, screenshot } from './browser.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const settings = (part = '') => `${program.site}/staff/settings${part}`;
const form = () => `${program.site}${new URL(program.card).pathname}?lang=nl`;
const save = (page) => page.locator('main button.main').click();
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

// administrator opens a page of somebody who is signed in.
async function administrator(options = {}) {
  const page = await open(browser, { viewport: desk, ...options });
  await signIn(page, program, 'administrator');
  return page;
}

// theme is a theme of our own: a layer of colours and what refers to it.
const theme = (button) => JSON.stringify({
  stad: { paars: { value: '#5b2a86' }, knop: { value: button } },
  utrecht: {
    link: { color: { value: '{stad.paars}' } },
    button: { 'primary-action': { 'background-color': { value: '{stad.knop}' }, color: { value: '#fff' } } },
    heading: { color: { value: 'red' } },
  },
});

for (const colorScheme of ['light', 'dark']) {
  for (const [width, viewport] of Object.entries({ 360: phone, 1280: desk })) {
    const kind = `${colorScheme}-${width}`;
    test(`pages of the settings, ${kind}`, async () => {
      const page = await administrator({ viewport, colorScheme });
      for (const part of ['', '/help', '/anonymity', '/brand']) {
        for (const lang of ['nl', 'en']) {
          await page.goto(`${settings(part)}?lang=${lang}`);
          await check(page, `settings${part}-${lang}-${kind}`);
          await screenshot(page, `settings${part}-${lang}-${kind}`);
        }
      }
      await page.goto(settings('/brand'));
      await page.locator('#theme').fill(theme('#f5c518'));
      await page.locator('#logo').fill('<svg onload="x"/>');
      await save(page);
      await page.locator('.problems').waitFor();
      await check(page, `settings-brand-refused-${kind}`);
      await screenshot(page, `settings-brand-refused-${kind}`);
      assert.deepEqual(page.complaints.filter((c) => !/status of 422/.test(c)), []);
    });
  }
}

test('k below ten needs a reason, and parents read the new one', async () => {
  const page = await administrator();
  await page.goto(settings('/anonymity'));
  const reason = page.locator('#kReason');
  assert.equal(await reason.isVisible(), false, 'no reason is asked for ten');
  await page.locator('#k').fill('6');
  assert.equal(await reason.isVisible(), true);
  await save(page);
  await page.locator('.problems a', { hasText: 'Reden' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'kReason');
  assert.equal(await page.locator('#k').inputValue(), '6', 'what was typed is still there');
  await reason.fill('De teams zijn klein');
  await save(page);
  await page.locator('.saved').waitFor();
  await page.goto(form());
  assert.match(await page.locator('.promise').first().textContent(), /minstens 6 mensen/);
  await page.goto(settings('/anonymity'));
  await page.locator('#k').fill('4');
  await save(page);
  assert.match(await page.locator('.problems').textContent(), /van 5 tot en met 50/);
  await page.locator('#k').fill('10');
  assert.equal(await reason.isVisible(), false);
  await page.locator('#every').selectOption('3');
  await page.locator('#retention').fill('24');
  await save(page);
  assert.match(await page.locator('main dl').textContent(), /1 (januari|april|juli|oktober)/);
  await page.goto(`${program.site}/staff/deeds`);
  const deeds = await page.locator('main').textContent();
  for (const deed of ['10 → 6', '– → De teams zijn klein', '6 → 10', '1 → 3', '0 → 24']) assert.ok(deeds.includes(deed), deed);
  await page.goto(form());
  assert.match(await page.locator('.promise').first().textContent(), /minstens 10 mensen/);
});

test('help lines and languages reach parents', async () => {
  const page = await administrator();
  await page.goto(settings('/help'));
  await page.locator('[name="help.nl.4.for"]').fill('Praten met de wijkcoach');
  await page.locator('[name="help.nl.4.number"]').fill('bel maar');
  await save(page);
  assert.match(await page.locator('.problems').textContent(), /geen telefoonnummer/);
  await page.locator('[name="help.nl.4.number"]').fill('010-123 4567');
  for (const part of ['for', 'number', 'when']) await page.locator(`[name="help.nl.2.${part}"]`).fill('');
  await save(page);
  await page.locator('.saved').waitFor();
  await page.goto(`${program.site}/thanks?lang=nl`);
  const lines = page.locator('.help li');
  assert.equal(await lines.count(), 4); // what we read, and three lines
  assert.equal(await page.locator('.help a[href="tel:0101234567"]').count(), 1);
  assert.doesNotMatch(await page.locator('.help').textContent(), /Veilig Thuis/);
  await page.goto(`${program.site}/thanks?lang=en`);
  assert.match(await page.locator('.help').textContent(), /Veilig Thuis/);

  await page.goto(settings());
  await page.locator('input[name="languages"][value="en"]').uncheck();
  await save(page);
  await page.locator('.saved').waitFor();
  await page.goto(form().replace('lang=nl', 'lang=en'));
  assert.equal(await page.locator('html').getAttribute('lang'), 'nl');
  assert.equal(await page.locator('.langs').count(), 0);
  await page.goto(settings());
  await page.locator('input[name="languages"][value="en"]').check();
  await save(page);
  await page.goto(form());
  assert.equal(await page.locator('.langs button').count(), 1);
});

test('a brand is refused where it cannot be read, and worn where it can', async () => {
  const page = await administrator();
  await page.goto(settings('/brand'));
  await page.locator('#theme').fill(theme('#f5c518'));
  await save(page);
  assert.match(await page.locator('.problems').textContent(), /tekst van de knop.*contrast is 1,6\d.*#[0-9a-f]{6} kunnen/s);
  const shown = async () => page.frameLocator('iframe').locator('#check').evaluate((e) => getComputedStyle(e).backgroundColor);
  assert.equal(await shown(), 'rgb(245, 197, 24)', 'the preview shows what was typed');
  await page.locator('#theme').fill(theme('#00594c'));
  await page.locator('button[value="check"]').click();
  await page.locator('#taken').waitFor();
  assert.equal(await shown(), 'rgb(0, 89, 76)');
  assert.match(await page.locator('table').textContent(), /--utrecht-link-color#?.*#5b2a86/s);

  // Files are read by the page, a large theme is cut down to what is used.
  const large = JSON.parse(theme('#00594c'));
  for (let i = 0; i < 4000; i++) large.stad[`kleur-${i}`] = { value: '#000000' };
  await page.locator('input[data-into="theme"]').setInputFiles({ name: 'thema.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(large)) });
  await page.waitForFunction(() => document.getElementById('theme').value.startsWith(':root'));
  assert.match(await page.locator('#theme').inputValue(), /--utrecht-link-color: var\(--stad-paars\)/);
  await page.locator('input[data-into="logo"]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') });
  await page.waitForFunction(() => document.getElementById('logo').value.startsWith('data:image/png'));
  await save(page);
  await page.locator('.saved').waitFor();
  assert.equal(await page.locator('.house img').evaluate((i) => i.naturalWidth), 1, 'staff see the logo');

  const parent = await open(browser);
  await parent.goto(form());
  await check(parent, 'form-branded');
  await screenshot(parent, 'form-branded');
  const style = await parent.locator('link[rel=stylesheet]').getAttribute('href');
  assert.match(style, /^\/s\/parent\.[0-9a-f]{8}\.css$/);
  assert.equal(parent.requests.filter((r) => r.startsWith('http')).length, 3);
  assert.equal(await parent.locator('.promise a').first().evaluate((e) => getComputedStyle(e).color), 'rgb(91, 42, 134)');
  await parent.goto(`${program.site}/thanks?lang=nl`);
  assert.equal(await parent.locator('.own img').evaluate((i) => i.naturalWidth), 1, 'parents see the logo after sending');
  await check(parent, 'thanks-branded');
  assert.deepEqual(parent.complaints, []);

  await page.goto(settings('/brand'));
  await page.locator('#theme').fill('');
  await page.locator('#no-logo').check();
  await save(page);
  await page.locator('.saved').waitFor();
  await parent.goto(form());
  assert.notEqual(await parent.locator('link[rel=stylesheet]').getAttribute('href'), style);
});

test('without script everything can still be settled', async () => {
  const page = await administrator({ javaScriptEnabled: false });
  await page.goto(settings('/anonymity'));
  assert.equal(await page.locator('#kReason').isVisible(), true);
  await page.goto(settings('/brand'));
  assert.equal(await page.locator('input[type=file]:visible').count(), 0);
  await page.locator('#theme').fill('--utrecht-link-color: #5b2a86');
  await page.locator('#logo').fill(readFileSync(new URL('../testdata/logo.svg', import.meta.url), 'utf8'));
  await save(page);
  await page.locator('.saved').waitFor();
  assert.match(await page.locator('.own img').getAttribute('src'), /^\/s\/logo\.[0-9a-f]{8}\.svg$/);
});

test('two administrators: the second sees the change of the first', async () => {
  const [first, second] = [await administrator(), await administrator()];
  for (const page of [first, second]) await page.goto(settings());
  await first.locator('#organisation').fill('Gemeente Eerst');
  await save(first);
  await second.locator('#organisation').fill('Gemeente Tweede');
  await save(second);
  await second.locator('.problems').waitFor();
  assert.match(await second.locator('.problems').textContent(), /Gemeente Eerst/);
  assert.equal(await second.locator('#organisation').inputValue(), 'Gemeente Tweede');
  await screenshot(second, 'settings-meanwhile');
  await check(second, 'settings-meanwhile');
  await save(second);
  await second.locator('.saved').waitFor();
  assert.match(await second.locator('.house').textContent(), /Gemeente Tweede/);
});
