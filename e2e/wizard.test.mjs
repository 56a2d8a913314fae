// A manager makes last year's report ready and publishes it: on a phone, by
// script and without, and with a colleague at the same time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { look, check, launch, open } from './browser.mjs';
import { signIn } from './staff.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const year = new Date().getFullYear() - 1; // the last that is closed
const steps = (unit) => `${program.site}/staff/publish/${unit}/${year}/veiligheid`;

// manager returns a page of the manager; every test has a unit of its own.
async function manager(options = {}) {
  const page = await open(browser, options);
  await signIn(page, program, 'manager');
  return page;
}
const kept = (page) => page.locator('#kept.kept').waitFor();
const tick = (page, words) => page.getByLabel(words);

test('all steps, on a phone', async () => {
  const page = await manager();
  // From the page of the unit.
  await page.goto(`${program.site}/staff/unit/voorbeeldstad-zuid/${year}`);
  await page.locator(`main a[href="/staff/publish/voorbeeldstad-zuid/${year}/veiligheid"]`).first().click();
  await look(page, 'wizard contents');
  await tick(page, /schreven \(thema/).uncheck();
  await page.locator('#foreword').fill('Wij danken alle ouders.');
  await page.locator('#foreword').blur();
  await kept(page);
  assert.deepEqual(page.complaints, []);
  // What was saved by itself is there when somebody comes back later.
  await page.reload();
  assert.equal(await page.locator('#foreword').inputValue(), 'Wij danken alle ouders.');
  assert.equal(await tick(page, /schreven \(thema/).isChecked(), false);
  await page.getByRole('button', { name: 'Bewaren en verder' }).click();
  await page.waitForURL('**/quotes');
  await look(page, 'wizard quotes');
  await page.getByRole('button', { name: 'Bewaren en verder' }).click();
  await page.waitForURL('**/measures');
  await look(page, 'wizard measures');
  await page.getByRole('button', { name: 'Bewaren en verder' }).click();
  await page.waitForURL('**/preview');
  await look(page, 'wizard preview');
  for (const version of ['whole', 'council', 'team', 'parents']) {
    await page.goto(`${steps('voorbeeldstad-zuid')}/preview/${version}`);
    await look(page, `wizard preview ${version}`);
    assert.match(await page.locator('nav.about').last().innerText(), /Dit is nog niet openbaar/);
  }
  await page.locator('a', { hasText: 'Terug naar stap' }).click();
  await page.getByRole('link', { name: 'Verder' }).click();
  await page.waitForURL('**/check');
  await look(page, 'wizard check');
  assert.match(await page.locator('main').innerText(), /Er staat niet in wat u met de antwoorden doet/);
  await page.getByRole('button', { name: 'Publiceer het verslag' }).click();
  await page.waitForURL(/said=report-published/);
  await look(page, 'wizard published');
  assert.match(await page.locator('main').innerText(), /Uitgave 1/);
  // Anybody reads it on the parents' site.
  const parent = await open(browser);
  await parent.goto(`${program.site}/w/voorbeeldstad-zuid/${year}/veiligheid/1`);
  assert.match(await parent.locator('main').innerText(), /Wij danken alle ouders\./);
  assert.equal((await parent.context().cookies()).length, 0);
  await parent.context().close();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('two at the same time lose nothing', async () => {
  const [ann, bob] = [await manager(), await manager()];
  for (const page of [ann, bob]) await page.goto(steps('modeldorp'));
  await ann.locator('#foreword').fill('Van Ann.');
  await ann.locator('#foreword').blur();
  await kept(ann);
  await bob.locator('#foreword').fill('Van Bob.');
  await bob.locator('#foreword').blur();
  await bob.locator('#kept.clash').waitFor();
  await bob.getByRole('button', { name: 'Bewaren', exact: true }).click();
  await bob.locator('.problems').waitFor();
  assert.match(await bob.locator('.problems').innerText(), /Van Ann\./);
  assert.equal(await bob.locator('#foreword').inputValue(), 'Van Bob.');
  await check(bob, 'wizard with the work of another');
  await bob.getByRole('button', { name: 'Bewaren', exact: true }).click();
  await bob.waitForURL(/said=saved/);
  await ann.reload();
  assert.equal(await ann.locator('#foreword').inputValue(), 'Van Bob.');
  await ann.context().close();
  await bob.context().close();
});

test('signed out meanwhile: nothing that was typed is lost', async () => {
  const page = await manager();
  await page.goto(steps('modeldorp-oost'));
  await page.context().clearCookies();
  await page.locator('#foreword').fill('Dit mag niet weg.');
  await page.locator('#foreword').blur();
  await page.locator('#kept.away').waitFor();
  await page.getByRole('button', { name: 'Bewaren', exact: true }).click();
  await page.locator('input[name="email"]').fill('manager@demo.example');
  await page.locator('input[name="password"]').fill(program.password);
  await page.locator('form[action="/staff/login"] button').click();
  const resume = page.locator('main form button');
  if (await resume.count()) await resume.first().click();
  await page.waitForURL(/said=saved/);
  assert.equal(await page.locator('#foreword').inputValue(), 'Dit mag niet weg.');
  await page.context().close();
});

test('left in the middle of a word: it is kept', async () => {
  const [page, elsewhere] = [await manager(), await manager()];
  page.on('dialog', (d) => d.accept()); // whether the page may go
  await page.goto(steps('modeldorp-oost'));
  await page.locator('#foreword').fill('Half een wo');
  await page.locator('a[href$="/quotes"]').first().click();
  await page.waitForURL('**/quotes');
  // It is sent as the page goes, and may come in a moment after the next page.
  const there = async (words) => {
    await elsewhere.goto(steps('modeldorp-oost'));
    return await elsewhere.locator('#foreword').inputValue() === words;
  };
  for (let tries = 0; !await there('Half een wo'); tries++) assert.ok(tries < 20, 'what was typed is lost');
  // Back there, it is nobody else's.
  await page.goBack();
  await page.locator('#foreword').focus();
  await page.keyboard.press('End');
  await page.keyboard.type('ord.');
  await page.locator('#foreword').blur();
  await kept(page);
  await elsewhere.reload();
  assert.equal(await elsewhere.locator('#foreword').inputValue(), 'Half een woord.');
  await page.context().close();
  await elsewhere.context().close();
});

test('without script', async () => {
  const page = await manager({ javaScriptEnabled: false });
  await page.goto(steps('modeldorp'));
  await tick(page, /cijfers/).uncheck();
  await page.locator('#foreword').fill('Zonder script.');
  for (const next of ['quotes', 'measures', 'preview']) {
    await page.getByRole('button', { name: 'Bewaren en verder' }).click();
    await page.waitForURL(`**/${next}`);
  }
  await page.getByRole('link', { name: 'Verder' }).click();
  await page.waitForURL('**/check');
  await page.getByRole('button', { name: 'Publiceer het verslag' }).click();
  await page.waitForURL(/said=report-published/);
  assert.match(await page.locator('main').innerText(), /Uitgave 1/);
  await page.context().close();
});

test('too few answers: nothing goes out, and it says why', async () => {
  const page = await manager();
  await page.goto(`${steps('modeldorp-west')}/check`);
  await look(page, 'wizard with too few');
  assert.match(await page.locator('main').innerText(), /Er zijn te weinig antwoorden om iets te laten zien: nog geen 10 bij elkaar\./);
  assert.equal(await page.getByRole('button', { name: /Publiceer/ }).count(), 0);
  await page.context().close();
});
