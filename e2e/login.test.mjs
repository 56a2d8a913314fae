// Signing in: with a code from an app, a code on paper, a passkey, and at the
// organisation's own provider; each also in the middle of a form.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { client, provider } from './provider.mjs';
import { email, signIn } from './staff.mjs';
import { launch, look, open } from './browser.mjs';

let program, browser, there;

before(async () => {
  there = await provider();
  program = await demo('--oidc-issuer', there.url, '--oidc-client-id', client.id, '--oidc-client-secret', client.secret, '--oidc-name', 'Voorbeeldstad',
    '--smtp', 'smtp://127.0.0.1:1', '--smtp-from', 'noreply@voorbeeldstad.example'); // a mail server that is away
  browser = await launch();
});

after(async () => {
  await browser?.close();
  there?.stop();
  assert.equal(await program?.stop(), 0, program?.printed());
});

// code is RFC 6238 as written there, and not as the program's library has it.
function code(letters, step) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...letters].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => Number.parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

test('the codes of the test are those of RFC 6238', () => {
  const letters = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'; // 12345678901234567890
  for (const [seconds, want] of [[59, '287082'], [1111111109, '081804'], [20000000000, '353130']]) {
    assert.equal(code(letters, Math.floor(seconds / 30)), want);
  }
});

const now = () => Math.floor(Date.now() / 1000 / 30);

async function password(page, role) {
  await page.locator('input[name="email"]').fill(email(role));
  await page.locator('input[name="password"]').fill(program.password);
  await page.locator('form[action="/staff/login"] button').click();
}

// interrupted fills in a form, ends the session and sends the form: it is
// answered with the page to sign in.
async function interrupted(page, name) {
  await page.goto(`${program.site}/staff/profile`);
  await page.locator('input[name="name"]').fill(name);
  await page.context().clearCookies();
  await page.locator('form[action="/staff/profile"] button').click();
  await page.locator('input[name="password"]').waitFor();
}

// resumed sends the form that was interrupted and looks whether it was kept.
async function resumed(page, name) {
  await page.locator('#resume button').click();
  await page.locator('.saved').waitFor();
  assert.equal(await page.locator('input[name="name"]').inputValue(), name);
}

// inside waits until somebody is past all pages about signing in; which page
// comes first depends on their roles.
const inside = (page) => page.waitForURL((url) => /^\/staff\/(?!login|confirm)/.test(url.pathname));

const complaints = (page) => page.complaints.filter((c) => !/status of (401|422|429)/.test(c) && !c.startsWith(`other site: ${there.url}`));

test('a code from an app, and a code on paper', async () => {
  const page = await open(browser);
  await page.goto(`${program.site}/staff/login`);
  await look(page, 'login-ways');
  await signIn(page, program, 'coach');
  await page.goto(`${program.site}/staff/profile`);
  await look(page, 'profile-none');
  await page.getByRole('link', { name: 'Code instellen' }).click();
  const letters = (await page.locator('.letters span').allInnerTexts()).join('');
  assert.match(letters, /^[A-Z2-7]{32}$/);
  await page.reload();
  assert.equal((await page.locator('.letters span').allInnerTexts()).join(''), letters, 'the same secret when the page is loaded again');
  await look(page, 'codes');
  await page.locator('input[name="second"]').fill('000000');
  await page.getByRole('button', { name: 'Aanzetten' }).click();
  await page.locator('.problems').waitFor();
  await look(page, 'codes-wrong');
  const first = now();
  await page.locator('input[name="second"]').fill(code(letters, first - 1));
  await page.getByRole('button', { name: 'Aanzetten' }).click();
  const paper = await page.locator('.codes li').allInnerTexts();
  assert.equal(paper.length, 10);
  await look(page, 'recovery');
  await page.getByRole('link', { name: 'Ik heb ze bewaard' }).click();
  await look(page, 'profile-codes');

  // In the middle of a form, with a wrong code first.
  await interrupted(page, 'Coach met code');
  await password(page, 'coach');
  await look(page, 'login-code');
  await page.locator('input[name="second"]').fill(code(letters, first - 1)); // used before
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.locator('.problems').waitFor();
  await look(page, 'login-code-wrong');
  await page.locator('input[name="second"]').fill(code(letters, first));
  await page.getByRole('button', { name: 'Verder' }).click();
  await resumed(page, 'Coach met code');

  // Without the phone, once for each code.
  await interrupted(page, 'Coach met papier');
  await password(page, 'coach');
  await page.locator('input[name="second"]').fill(paper[0].toUpperCase());
  await page.getByRole('button', { name: 'Verder' }).click();
  await resumed(page, 'Coach met papier');
  assert.match(await page.locator('main').innerText(), /nog 9 reservecodes/);
  await page.context().clearCookies();
  await page.goto(`${program.site}/staff/login`);
  await password(page, 'coach');
  await page.locator('input[name="second"]').fill(paper[0]);
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.locator('.problems').waitFor();
  assert.deepEqual(complaints(page), []);

  // Whoever has codes shows one to confirm as well.
  await page.locator('input[name="second"]').fill(paper[1]);
  await page.getByRole('button', { name: 'Verder' }).click();
  await inside(page);
  await page.goto(`${program.site}/staff/confirm`);
  assert.ok(await page.locator('input[name="second"]').isVisible());
  await look(page, 'confirm-code');
  await page.locator('input[name="password"]').fill(program.password);
  await page.locator('input[name="second"]').fill(paper[2]);
  await page.locator('form[action="/staff/confirm"] button').click();
  await inside(page);
  await page.goto(`${program.site}/staff/profile`);
  await page.getByText('Code uitzetten').click();
  await page.getByRole('button', { name: 'Ja, uitzetten' }).click();
  await page.locator('.saved').waitFor();
});

async function authenticator(page, verified = true) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: verified, automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

test('a passkey', async () => {
  const page = await open(browser);
  const device = await authenticator(page);
  await signIn(page, program, 'manager');
  await page.goto(`${program.site}/staff/profile`);
  await page.getByRole('link', { name: 'Passkey maken' }).click();
  await look(page, 'passkey-new');
  await page.getByRole('button', { name: 'Passkey maken' }).click(); // no name yet
  await page.locator('.problems').waitFor();
  await page.locator('input[name="name"]').fill('Telefoon');
  await page.getByRole('button', { name: 'Passkey maken' }).click();
  await page.locator('.saved').waitFor();
  assert.match(await page.locator('main').innerText(), /Telefoon/);
  await look(page, 'profile-passkey');

  await interrupted(page, 'Manager met passkey');
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click();
  await resumed(page, 'Manager met passkey');
  await page.goto(`${program.site}/staff/confirm`);
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click();
  await inside(page);
  const { credentials } = await device.cdp.send('WebAuthn.getCredentials', { authenticatorId: device.authenticatorId });
  assert.equal(credentials.length, 1);
  assert.ok(credentials[0].isResidentCredential);

  // A device that does not know who holds it opens nothing.
  await page.context().clearCookies();
  await device.cdp.send('WebAuthn.setUserVerified', { authenticatorId: device.authenticatorId, isUserVerified: false });
  await page.goto(`${program.site}/staff/login`);
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click();
  await page.locator('[data-failed]').waitFor();
  await look(page, 'login-passkey-failed');
  await device.cdp.send('WebAuthn.setUserVerified', { authenticatorId: device.authenticatorId, isUserVerified: true });

  // A copy of the key whose counter is behind.
  const [{ ...copy }] = credentials;
  await device.cdp.send('WebAuthn.removeCredential', { authenticatorId: device.authenticatorId, credentialId: copy.credentialId });
  await device.cdp.send('WebAuthn.addCredential', { authenticatorId: device.authenticatorId, credential: { ...copy, signCount: 0 } });
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click();
  await page.locator('.problems').waitFor();
  await device.cdp.send('WebAuthn.removeCredential', { authenticatorId: device.authenticatorId, credentialId: copy.credentialId });
  await device.cdp.send('WebAuthn.addCredential', { authenticatorId: device.authenticatorId, credential: { ...copy, signCount: copy.signCount + 10 } });
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click();
  await inside(page);

  // Once removed it is known no more.
  await page.goto(`${program.site}/staff/profile`);
  await page.getByRole('button', { name: /Verwijderen.*Telefoon/ }).click();
  await page.locator('.saved').waitFor();
  await page.context().clearCookies();
  await page.goto(`${program.site}/staff/login`);
  await page.getByRole('button', { name: 'Aanmelden met een passkey' }).click();
  await page.locator('.problems').waitFor();
  assert.deepEqual(complaints(page), []);
});

test('without script the passkey button says what it needs', async () => {
  const page = await open(browser, { javaScriptEnabled: false });
  await page.goto(`${program.site}/staff/login`);
  assert.match(await page.locator('main').innerText(), /JavaScript/);
  await signIn(page, program, 'manager');
});

test('the organisation\'s own provider', async () => {
  // Rules, by an administrator.
  const admin = await open(browser);
  await signIn(admin, program, 'administrator');
  await admin.goto(`${program.site}/staff/settings/sign-in`);
  await look(admin, 'rules-none');
  await admin.locator('form button.main').click();
  await admin.locator('.problems').waitFor();
  await look(admin, 'rules-wrong');
  assert.equal(await admin.locator('.error').count(), 3, 'nothing is chosen beforehand');
  await admin.locator('input[name="word"]').fill('jeugdcoach');
  await admin.locator('select[name="role"]').selectOption('coach');
  await admin.locator('select[name="unit"]').selectOption('voorbeeldstad-noord');
  await admin.locator('form button.main').click();
  await admin.locator('.saved').waitFor();
  await look(admin, 'rules');

  // Somebody new, whom the rule gives a role.
  there.person = { sub: 'n1', name: 'Nieuwe coach', email: 'nieuw@voorbeeldstad.example', email_verified: true, roles: ['jeugdcoach'] };
  const page = await open(browser);
  await page.goto(`${program.site}/staff/login`);
  await page.getByRole('button', { name: 'Aanmelden met Voorbeeldstad' }).click();
  await page.locator('#in').click();
  await inside(page);
  await page.goto(`${program.site}/staff/profile`);
  assert.match(await page.locator('main').innerText(), /nieuw@voorbeeldstad.example[\s\S]*Coach/);
  assert.equal(await page.locator('input[name="password"]').count(), 0, 'no password to change');
  await look(page, 'profile-provider');
  const cookies = await page.context().cookies();
  assert.ok(cookies.every((c) => c.httpOnly && c.path.startsWith('/staff') && c.sameSite !== 'None'), JSON.stringify(cookies));

  // In the middle of a form, and to confirm.
  await interrupted(page, 'Nieuwe coach terug');
  await page.getByRole('button', { name: 'Aanmelden met Voorbeeldstad' }).click();
  await page.locator('#in').click();
  await resumed(page, 'Nieuwe coach terug');
  await page.goto(`${program.site}/staff/confirm?to=/staff/profile`);
  await look(page, 'confirm-provider');
  await page.locator('form[action="/staff/confirm/provider"] button').click();
  await page.locator('#in').waitFor();
  assert.equal(there.asked.get('prompt'), 'login');
  await page.locator('#in').click();
  await page.waitForURL(`${program.site}/staff/profile`);

  // The address that was used once leads nowhere again.
  const back = await page.evaluate(() => performance.getEntriesByType('navigation')[0].name);
  await page.goto(back.includes('callback') ? back : `${program.site}/staff/login/oidc/callback?state=used&code=used`);
  await page.locator('.problems').waitFor();
  await look(page, 'provider-failed');

  // Somebody whose words give no role, and whose address nobody verified.
  there.person = { sub: 'n2', name: 'Onbekend', email: email('entry'), roles: ['anders'] };
  const other = await open(browser);
  await other.goto(`${program.site}/staff/login`);
  await other.getByRole('button', { name: 'Aanmelden met Voorbeeldstad' }).click();
  await other.locator('#in').click();
  await other.locator('.problems').waitFor();
  assert.match(await other.locator('.problems').innerText(), /geen account of geen rol/);
  await look(other, 'provider-no-access');

  // Once it is verified, that account is theirs.
  there.person = { ...there.person, email_verified: true };
  await other.getByRole('button', { name: 'Aanmelden met Voorbeeldstad' }).click();
  await other.locator('#in').click();
  await inside(other);
  for (const p of [admin, page, other]) assert.deepEqual(complaints(p), []);
});

test('mail, and a mail server that is away', async () => {
  const page = await open(browser);
  await page.goto(`${program.site}/staff/login`);
  await page.getByRole('link', { name: 'Wachtwoord vergeten?' }).click();
  await look(page, 'forgotten');
  await page.locator('input[name="email"]').fill('geen adres');
  await page.locator('form[action="/staff/login/forgotten"] button').click();
  await page.locator('.problems').waitFor();
  await look(page, 'forgotten-wrong');
  await page.locator('input[name="email"]').fill('niemand@voorbeeldstad.example');
  await page.locator('form[action="/staff/login/forgotten"] button').click();
  await page.locator('.saved').waitFor();
  await look(page, 'forgotten-sent');

  await signIn(page, program, 'administrator');
  await page.goto(`${program.site}/staff/accounts/new`);
  await page.locator('input[name="name"]').fill('Nieuwe collega');
  await page.locator('input[name="email"]').fill('collega@voorbeeldstad.example');
  await page.locator('input[name="role"][value="coach:voorbeeldstad-noord"]').check();
  await page.locator('button.main').click();
  await page.locator('code.copy').waitFor();
  assert.match(await page.locator('main').innerText(), /niet verstuurd/);
  await look(page, 'invitation-not-mailed');
  await page.getByRole('link', { name: 'Nieuwe coach terug' }).click();
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  await look(page, 'account-ruled');
  assert.deepEqual(complaints(page), []);
});
