// From nothing to a report, with a browser alone: a newcomer sets up, adds a
// team, orders cards, parents answer, a box is opened, and there is a report.
// This is the walk-through of docs/walkthrough.md: with OUDERSTEM_PICTURES=1 its
// pictures are made anew.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { serve } from './program.mjs';
import { check, desk, launch, open, phone } from './browser.mjs';

let program, browser;
before(async () => { program = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); assert.equal(await program?.stop(), 0, 'the program stops cleanly'); });

const pictures = process.env.OUDERSTEM_PICTURES
  ? new URL('../docs/walkthrough/', import.meta.url).pathname : new URL('artefacts/walkthrough/', import.meta.url).pathname;
mkdirSync(pictures, { recursive: true });

async function picture(page, name) {
  await check(page, name);
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: `${pictures}${name}.png` });
}

const password = 'vier losse woorden hier';
const year = new Date().getFullYear();

// answers chooses one of the first options of every closed question of a form,
// and writes a few words in the open ones.
function answers(form, i) {
  const offered = {};
  for (const [, name, value] of form.matchAll(/name="(q-[^"]+)" value="([^"]+)"/g)) (offered[name] ||= []).push(value);
  const fields = Object.fromEntries(Object.entries(offered).map(([name, values]) => [name, values[values.length > 9 ? 5 + (i % 4) : i % 2]]));
  for (const [, name] of form.matchAll(/<textarea[^>]* name="(q-[^"]+)"/g)) fields[name] = words[i % words.length];
  return fields;
}
const words = ['Er werd goed geluisterd', 'De uitleg was duidelijk', 'Ik had liever eerder iemand gesproken'];

test('from an empty directory to a report', async (t) => {
  const page = await open(browser, { viewport: desk });

  await t.test('set up', async () => {
    await page.goto(program.setup);
    await page.getByLabel('Naam van uw organisatie').fill('Gemeente Voorbeeldstad');
    await page.getByLabel('Uw naam').fill('Beheer');
    await page.getByLabel('E-mailadres').fill('beheer@voorbeeldstad.example');
    await page.getByLabel('Nieuw wachtwoord').fill(password);
    await page.getByLabel('Nog een keer').fill(password);
    await picture(page, '1-set-up');
    await page.getByRole('button', { name: 'Beginnen' }).click();
    await page.getByText('Alles staat klaar').waitFor();
    await picture(page, '2-home');
  });

  await t.test('add a team', async () => {
    await page.getByRole('link', { name: 'Voeg een team toe' }).click();
    await page.getByLabel('Naam', { exact: true }).first().fill('Team Noord');
    await page.getByLabel('Hoort bij').first().selectOption({ label: 'Gemeente Voorbeeldstad' });
    await page.getByRole('button', { name: 'Toevoegen' }).click();
    await page.getByText('Bewaard.').waitFor();
    await page.getByRole('link', { name: 'Start', exact: true }).click();
    await page.getByRole('link', { name: 'Team Noord' }).click();
    await picture(page, '3-team');
  });

  let codes;
  await t.test('order cards', async () => {
    await page.getByRole('link', { name: 'Maak kaarten' }).click();
    await picture(page, '4-cards');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#order button.main').click()]);
    const pdf = await download.path();
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    codes = [...text.matchAll(/\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]\b/g)].map(([code]) => code);
    execFileSync('pdftoppm', ['-png', '-r', '60', '-f', '1', '-l', '1', '-singlefile', pdf, `${pictures}5-sheet`]);
    assert.ok(new Set(codes).size >= 12, `${codes.length} codes on the cards`);
    // The QR code of the printed card, as a phone reads it.
    execFileSync('pdftoppm', ['-png', '-r', '150', '-f', '1', '-l', '1', '-singlefile', pdf, `${program.dir}/sheet`]);
    const links = execFileSync('zbarimg', ['--quiet', '--raw', `${program.dir}/sheet.png`], { encoding: 'utf8' }).trim().split('\n');
    assert.ok(links.length >= 8 && links.every((l) => l.startsWith(`${program.site}/v/`)), `QR codes: ${links}`);
    program.link = links[0];
    codes = codes.filter((code) => !links[0].includes(code.replaceAll('-', '')));
  });

  await t.test('a parent answers', async () => {
    const parent = await open(browser, { viewport: phone });
    await parent.goto(program.link);
    await picture(parent, '6-question');
    for (let i = 0; i < 20 && !(await parent.getByRole('button', { name: 'Versturen' }).isVisible()); i++) {
      const words = parent.locator('textarea:visible');
      if (await words.count()) await words.fill('Er werd goed geluisterd');
      else await parent.locator('label:visible').nth(1).click();
      const before = await parent.title(); // it names the step
      await parent.locator('button.main:visible').click();
      await parent.waitForFunction((was) => document.title !== was, before);
    }
    await picture(parent, '7-review');
    await parent.getByRole('button', { name: 'Versturen' }).click();
    await parent.getByRole('heading', { name: 'Bedankt' }).waitFor();
    await picture(parent, '8-thanks');
    assert.deepEqual(parent.complaints, []);
  });

  await t.test('the coach counts what was handed out', async () => {
    await page.goto(`${program.site}/staff/`);
    await page.getByRole('link', { name: 'Team Noord' }).click();
    await page.getByRole('link', { name: 'Kaarten', exact: true }).click();
    for (const add of ['+5', '+5', '+5', '+1']) {
      const before = await page.locator('#stacks .cards li').first().innerText();
      await page.locator('#stacks button', { hasText: add }).first().click();
      await page.waitForFunction((was) => document.querySelector('#stacks .cards li').innerText !== was, before);
    }
    assert.match(await page.locator('#stacks').innerText(), /16 uitgedeeld/);
  });

  await t.test('eleven more parents answer', async () => {
    const path = new URL(program.link).pathname;
    const form = await (await fetch(program.site + path)).text();
    for (const [i, code] of codes.slice(0, 11).entries()) {
      const fields = answers(form, i);
      Object.assign(fields, { step: 'send', lang: 'nl', code });
      const r = await fetch(program.site + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
      assert.equal(r.status, 303, `answer ${i}`);
    }
  });

  await t.test('nothing is told before the box is opened', async () => {
    await page.goto(`${program.site}/staff/`);
    await page.getByRole('link', { name: 'Team Noord' }).click();
    assert.equal(await page.getByRole('link', { name: /Verslag/ }).count(), 0);
  });

  await t.test('the box is opened and there is a report', async () => {
    program.run('open');
    await page.reload();
    await picture(page, '9-report-there');
    await page.getByRole('link', { name: new RegExp(`Verslag ${year}`) }).first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const words = await page.locator('main').innerText();
    assert.match(words, /12/);
    await picture(page, '10-report');
  });

  assert.deepEqual(page.complaints, []);
});
