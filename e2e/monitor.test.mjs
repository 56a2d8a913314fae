// All units of a year in one place, and what comes from other organisations.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { signIn } from './staff.mjs';
import { desk, launch, look, open } from './browser.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const year = () => new Date().getFullYear() - 1; // what the demo has figures of

test('the monitor of a region', async () => {
  const page = await open(browser, { viewport: desk });
  await signIn(page, program, 'manager');
  await page.goto(`${program.site}/staff/unit/voorbeeldregio/${year()}`);
  await page.locator('nav.about a', { hasText: 'Monitor' }).click();
  const rows = page.locator('main table').first().locator('tbody tr');
  assert.ok(await rows.count() > 4, 'units stand below each other');
  assert.match(await rows.first().innerText(), /Voorbeeldregio \(verzonnen\)\s+\d+\s+\d,\d \(\d,\d tot \d,\d\)/);
  await look(page, 'monitor');
  assert.deepEqual(page.complaints, []);
});

test('a file that is no benchmark file', async () => {
  const page = await open(browser, { viewport: desk });
  await signIn(page, program, 'manager');
  await page.goto(`${program.site}/staff/monitor/voorbeeldregio/${year()}`);
  await page.locator('main a[href="/staff/benchmark"]').click();
  await look(page, 'benchmark');
  await page.setInputFiles('[data-text-into]', { name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a": 1}') });
  await page.waitForFunction(() => document.getElementById('file').value.includes('"a"'));
  await page.locator('button[value="import"]').click();
  await page.locator('.problems').waitFor();
  assert.match(await page.locator('.problems').innerText(), /geen vergelijkingsbestand/);
  assert.equal(await page.locator('#file').inputValue(), '{"a": 1}');
  await look(page, 'benchmark-problem');
  assert.deepEqual(page.complaints.filter((c) => !c.includes('422')), []);
});

test('a team with a name of three hundred letters', async () => {
  const long = 'Jeugd-en-gezinsteam-' + 'x'.repeat(280);
  program.run('unit', 'add', long, '--id', 'long', '--parent', 'voorbeeldregio');
  const page = await open(browser, { viewport: desk });
  await signIn(page, program, 'manager');
  for (const path of [`monitor/voorbeeldregio/${year()}`, `unit/long/${year()}`, '']) {
    await page.goto(`${program.site}/staff/${path}`);
    assert.ok((await page.locator('main').innerText()).includes(long), `it is named at /staff/${path}`);
    await look(page, `long-name-${path.split('/')[0]}`);
  }
  assert.deepEqual(page.complaints, []);
});
