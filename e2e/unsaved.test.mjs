// What is typed on a bad day is not lost: an answer that never comes, a train
// without a network, a server that is started again, a session that ended.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { launch, open } from './browser.mjs';
import { email, signIn } from './staff.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

// The forms that save by themselves, each with a field in it.
const forms = {
  report: {
    field: '#foreword',
    begin: (page) => page.goto(`${program.site}/staff/publish/modeldorp/${new Date().getFullYear() - 1}/veiligheid`),
  },
  survey: {
    field: '[id="title.nl"]',
    begin: async (page) => {
      await page.goto(`${program.site}/staff/surveys/voorbeeldstad`);
      await page.locator('button[value="copy kort"]').click();
      await page.waitForURL('**/staff/design/**');
    },
  },
};

const state = (page, name) => page.locator(`#kept.${name}`).waitFor();
const save = (page) => page.getByRole('button', { name: 'Bewaren', exact: true }).first().click();

for (const [name, { field, begin }] of Object.entries(forms)) {
  // at returns a page of a manager at the form, and how to look what is kept.
  const at = async () => {
    const page = await open(browser);
    await signIn(page, program, 'manager');
    await begin(page);
    const address = page.url().split('?')[0];
    const kept = async () => {
      const other = await page.context().newPage();
      await other.goto(address);
      const value = await other.locator(field).inputValue();
      await other.close();
      return value;
    };
    return { page, address, kept };
  };

  test(`${name}: an answer that gets lost is no clash with oneself`, async () => {
    const { page, address, kept } = await at();
    await page.route(address, async (route) => {
      await route.fetch({ maxRedirects: 0 });
      await route.abort();
    }, { times: 1 });
    await page.locator(field).fill('Tot hier');
    await page.locator(field).blur();
    await state(page, 'offline');
    assert.equal(await kept(), 'Tot hier');
    await page.locator(field).fill('Tot hier en verder');
    await state(page, 'kept');
    assert.equal(await kept(), 'Tot hier en verder');
    await page.context().close();
  });

  test(`${name}: without a network the page stays, and saves when there is one`, async () => {
    const { page, kept } = await at();
    await page.context().setOffline(true);
    await page.locator(field).fill('In de trein');
    await save(page);
    await state(page, 'offline');
    assert.match(await page.locator('#kept').innerText(), /Niet bewaard/);
    assert.equal(await page.locator(field).inputValue(), 'In de trein');
    await page.context().setOffline(false);
    await state(page, 'kept');
    assert.equal(await kept(), 'In de trein');
    await page.context().close();
  });

  test(`${name}: the server is started again`, async () => {
    const { page, kept } = await at();
    await program.end();
    await page.locator(field).fill('Even weg');
    await save(page);
    await state(page, 'offline');
    await program.again();
    await save(page);
    await page.locator('#kept:not(.offline, .typing)').waitFor({ state: 'attached' });
    assert.equal(await page.locator(field).inputValue(), 'Even weg');
    assert.equal(await kept(), 'Even weg');
    await page.context().close();
  });

  test(`${name}: signed out, and in again`, async () => {
    const { page, address, kept } = await at();
    await page.context().clearCookies();
    await page.locator(field).fill('Afgemeld');
    await state(page, 'away');
    // In another window: this one goes on by itself.
    const other = await page.context().newPage();
    await signIn(other, program, 'manager');
    await page.locator(field).fill('Weer aangemeld');
    await state(page, 'kept');
    assert.equal(await kept(), 'Weer aangemeld');
    // In this one: the form is taken along.
    await page.context().clearCookies();
    await page.locator(field).fill('Meegenomen');
    await state(page, 'away');
    await save(page);
    await page.locator('input[name="email"]').fill(email('manager'));
    await page.locator('input[name="password"]').fill(program.password);
    await page.locator('form[action="/staff/login"] button').click();
    await page.locator('#resume button').click();
    await page.waitForURL(`${address}**`);
    assert.equal(await kept(), 'Meegenomen');
    await page.context().close();
  });

  test(`${name}: two windows of one person`, async () => {
    const { page, address } = await at();
    const other = await page.context().newPage();
    await other.goto(address);
    await page.locator(field).fill('Links');
    await state(page, 'kept');
    await other.locator(field).fill('Rechts');
    await state(other, 'clash');
    await save(other);
    await other.locator('#clash, .problems').waitFor();
    assert.equal(await other.locator(field).inputValue(), 'Rechts');
    assert.match(await other.locator('main').innerText(), /Links/);
    // Nothing of this is kept yet, and the page does not go unasked.
    await state(other, 'failed');
    await other.locator('h1').click();
    const asked = other.waitForEvent('dialog');
    other.goto(address).catch(() => {}); // refused
    await (await asked).dismiss();
    assert.equal(await other.locator(field).inputValue(), 'Rechts');
    await save(other);
    await other.locator('#clash, .problems').waitFor({ state: 'detached' });
    await page.reload();
    assert.equal(await page.locator(field).inputValue(), 'Rechts');
    await page.context().close();
  });
}
