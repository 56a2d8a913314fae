// The pages by which people come in and which the demo has passed already: the
// first set-up, an invitation, an account, and a form that is sent on after
// signing in again.
import { after, before, test } from 'node:test';
import { serve } from './program.mjs';
import { launch, look, open } from './browser.mjs';

let program, browser;
before(async () => { program = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const password = 'vier losse woorden hier';
const email = 'beheer@voorbeeldstad.example';

test('the doors', async () => {
  const page = await open(browser);
  await page.goto(program.setup);
  await look(page, 'setup');
  await page.getByRole('button', { name: 'Beginnen' }).click();
  await page.locator('.problems').waitFor();
  await look(page, 'setup-mistakes');
  await page.getByLabel('Naam van uw organisatie').fill('Gemeente Voorbeeldstad');
  await page.getByLabel('Uw naam').fill('Beheer');
  await page.getByLabel('E-mailadres').fill(email);
  await page.getByLabel('Nieuw wachtwoord').fill(password);
  await page.getByLabel('Nog een keer').fill(password);
  await page.getByRole('button', { name: 'Beginnen' }).click();
  await page.getByText('Alles staat klaar').waitFor();

  await page.goto(`${program.site}/staff/accounts/new`);
  await page.locator('input[name="name"]').fill('Coach');
  await page.locator('input[name="email"]').fill('coach@voorbeeldstad.example');
  await page.locator('input[name="role"][value="coach:"]').check();
  await page.locator('main button.main').click();
  const link = await page.locator('code.copy').innerText();
  await look(page, 'accounts-invited');
  const invited = await open(browser);
  await invited.goto(link);
  await look(invited, 'invitation');
  await page.getByRole('link', { name: 'Coach', exact: true }).click();
  await look(page, 'account');

  // Signed out in the middle of a form.
  await page.locator('input[name="name"]').fill('Coach Noord');
  await page.context().clearCookies();
  await page.locator('main button.main').first().click();
  await page.locator('input[name="password"]').fill(password);
  await page.locator('input[name="email"]').fill(email);
  await look(page, 'login-carried');
  await page.locator('main button.main').click();
  await look(page, 'resume');
  await page.locator('main button.main').click();
  await page.getByText('Coach Noord').first().waitFor();
});
