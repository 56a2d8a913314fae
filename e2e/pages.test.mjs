// Every page, in both languages, light and dark, on a phone and at a desk: no
// violation that axe can find, no sideways scrolling, no small targets.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { demo } from './program.mjs';
import { signIn } from './staff.mjs';
import { desk, launch, open, phone, shades } from './browser.mjs';
import { faults } from './html.mjs';

let program, browser;
before(async () => { program = await demo(); browser = await launch(); });
after(async () => { await browser?.close(); await program?.stop(); });

const year = new Date().getFullYear();
const parents = {
  form: '/v/ADDRESS', privacy: '/privacy', thanks: '/thanks', front: '/', 'not-found': '/nowhere', 'no-survey': '/v/zzzz',
  'public-list': '/w', 'public-unit': '/w/voorbeeldstad', 'public-edition': `/w/voorbeeldstad/${year - 1}/veiligheid/1`,
};
// Pages for staff, by the role that sees them.
const staff = {
  manager: {
    home: '/',
    dashboard: `/unit/voorbeeldstad/${year - 1}`,
    'report-full': `/report/voorbeeldstad/${year - 1}/veiligheid`,
    'report-indicative': `/report/modeldorp/${year - 1}/veiligheid`,
    'report-few': `/report/modeldorp-west/${year - 1}/veiligheid`,
    'report-waiting': `/report/voorbeeldstad/${year}/veiligheid`,
    comments: `/comments/modeldorp/${year - 1}/veiligheid`,
    'comments-none': '/comments/modeldorp-west',
    safety: '/safety/voorbeeldstad',
    monitor: `/monitor/voorbeeldregio/${year - 1}`, benchmark: '/benchmark',
    records: `/records/voorbeeldstad/${year - 1}`,
    'cards-all': '/cards/voorbeeldstad',
    sheet: '/paper/voorbeeldstad/veiligheid',
    surveys: '/surveys/voorbeeldstad',
    trial: '/preview/voorbeeldstad/veiligheid',
    'trial-thanks': '/preview/voorbeeldstad/veiligheid/thanks',
    profile: '/profile',
    confirm: '/confirm',
    'profile-codes': '/profile/codes',
    'profile-passkey': '/profile/passkeys/new',
    'staff-not-found': '/nowhere',
  },
  coach: {
    'coach-dashboard': `/unit/voorbeeldstad-noord/${year}`, unpublished: `/published/voorbeeldstad-noord/${year}/veiligheid`,
    cards: '/cards/voorbeeldstad-noord', 'sheet-youth': '/paper/voorbeeldstad-noord/jeugd',
  },
  entry: { sheets: '/paper/voorbeeldstad-noord', entry: '/entry/voorbeeldstad-noord/veiligheid' },
  administrator: {
    'administrator-home': '/', accounts: '/accounts', 'account-new': '/accounts/new', units: '/units', deeds: '/deeds', audit: '/audit',
    settings: '/settings', 'settings-help': '/settings/help', 'settings-anonymity': '/settings/anonymity', 'settings-brand': '/settings/brand',
    'sign-in': '/settings/sign-in',
  },
};

for (const lang of ['nl', 'en']) {
  for (const [width, viewport] of Object.entries({ 360: phone, 1280: desk })) {
    const kind = `${lang}-${width}`;
    test(`pages for parents, ${kind}`, async () => {
      const page = await open(browser, { viewport });
      const address = new URL(program.card).pathname.split('/').pop();
      for (const [name, path] of Object.entries(parents)) {
        await page.goto(`${program.site}${path.replace('ADDRESS', address)}?lang=${lang}`);
        assert.equal(await page.locator('html').getAttribute('lang'), lang, name);
        await shades(page, `${name}-${kind}`);
      }
    });

    test(`the form in each state, ${kind}`, async () => {
      const plain = await open(browser, { viewport, javaScriptEnabled: false });
      const { link, code } = program.cards('veiligheid', 1)[0];
      await plain.goto(`${link.split('#')[0]}?lang=${lang}`);
      await plain.locator('button.main[name="step"]').click(); // nothing filled in, no code
      await plain.locator('#problems').waitFor();
      const states = { mistakes: await plain.content() };
      await plain.locator('textarea').first().fill('Mijn zoon Daan en mail@example.nl');
      await plain.locator('input[name="code"]').fill(code);
      await plain.locator('button.main[name="step"]').click();
      await plain.locator('mark').first().waitFor();
      states.review = await plain.content();
      // axe needs script: the same pages, read without running their own.
      for (const [name, html] of Object.entries(states)) {
        const page = await open(browser, { viewport });
        await page.route('**/shown', (r) => r.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
        await page.route('**/*.js', (r) => r.fulfill({ body: '', contentType: 'text/javascript' }));
        await page.goto(`${program.site}/shown`);
        await shades(page, `${name}-${kind}`);
        await page.context().close();
      }
      // With script, every step by itself.
      const page = await open(browser, { viewport });
      await page.goto(`${link.split('#')[0]}?lang=${lang}`);
      for (let i = 1; i <= 11; i++) {
        await shades(page, `step ${i}-${kind}`);
        if (i < 11) await page.locator('#next:visible, #skip:visible').first().click();
      }
    });

    for (const [role, pages] of Object.entries(staff)) {
      test(`pages for staff, ${role}, ${kind}`, async () => {
        const page = await open(browser, { viewport });
        await signIn(page, program, role);
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(`${program.site}/staff${path}?lang=${lang}`);
          assert.equal(await page.locator('html').getAttribute('lang'), lang, name);
          await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
          await shades(page, `${name}-${kind}`);
        }
      });
    }

    test(`pages for who has not signed in, ${kind}`, async () => {
      const page = await open(browser, { viewport });
      await page.goto(`${program.site}/staff/records/voorbeeldstad/${year}?lang=${lang}`);
      await shades(page, `login-${kind}`);
      assert.doesNotMatch(await page.content(), /Gemeente Voorbeeldstad/);
    });
  }
}

test('the HTML of every page is valid', async () => {
  const address = new URL(program.card).pathname.split('/').pop();
  const urls = Object.values(parents).map((p) => [program.site + p.replace('ADDRESS', address), '']);
  for (const [role, pages] of Object.entries(staff)) {
    const page = await open(browser);
    await signIn(page, program, role);
    const cookie = (await page.context().cookies(`${program.site}/staff/`)).map((c) => `${c.name}=${c.value}`).join('; ');
    urls.push(...Object.values(pages).map((p) => [`${program.site}/staff${p}`, cookie]));
  }
  for (const [url, cookie] of urls) {
    const html = await (await fetch(url, { headers: { cookie } })).text();
    assert.deepEqual(await faults(html), [], url);
  }
});

test('what is published is read by keyboard, without script and without a cookie', async () => {
  for (const viewport of [phone, desk]) {
    const page = await open(browser, { viewport, javaScriptEnabled: false });
    // follow goes by Tab to the first link with these words and along it.
    const follow = async (words) => {
      const link = page.getByRole('link', { name: words }).first();
      const focused = () => link.and(page.locator(':focus')).count();
      for (let i = 0; await focused() === 0; i++) {
        assert.ok(i < 400, `Tab reaches ${words}`);
        await page.keyboard.press('Tab');
      }
      const inView = async () => {
        const box = await link.boundingBox();
        const bar = await page.locator('header.tools').boundingBox();
        return box.y >= bar.y + bar.height && box.y + box.height <= viewport.height;
      };
      for (const late = Date.now() + 3000; !await inView();) { // browsers scroll there in some steps
        assert.ok(Date.now() < late, `${words} is in view`);
      }
      await page.keyboard.press('Enter');
    };
    await page.goto(`${program.site}/w?lang=nl`);
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').innerText(), 'Naar de inhoud');
    await follow('Gemeente Voorbeeldstad');
    await page.waitForURL('**/w/voorbeeldstad?lang=nl');
    assert.equal(await page.locator('h1').innerText(), 'Wat ouders zeiden, wat wij deden');
    await follow(/Lees het hele verslag/);
    await page.waitForURL(`**/w/voorbeeldstad/${year - 1}/veiligheid/1?lang=nl`);
    // The way out stays in view, however far one has read.
    await page.keyboard.press('End'); // and wait till the browser has scrolled there
    const last = page.locator('body > *').last();
    const atEnd = async () => { const box = await last.boundingBox(); return box.y + box.height <= viewport.height + 1; };
    for (const late = Date.now() + 3000; !await atEnd();) assert.ok(Date.now() < late, 'End leads to the end');
    const exit = await page.getByRole('link', { name: 'Snel weg' }).boundingBox();
    assert.ok(exit.y >= 0 && exit.y < 40, `the way out is at ${exit.y}`);
    await page.locator('#files summary').focus();
    await page.keyboard.press('Enter');
    const download = page.waitForEvent('download');
    await follow('Word (docx)');
    assert.equal((await download).suggestedFilename(), `voorbeeldstad-${year - 1}-1.docx`);
    await follow('Alle gemeenten en teams');
    await page.waitForURL('**/w?lang=nl');
    assert.deepEqual(await page.context().cookies(), []);
    assert.deepEqual(page.complaints, []);
  }
});

test('the report prints', async () => {
  const page = await open(browser);
  await signIn(page, program, 'manager');
  await page.goto(program.report);
  const pdf = await page.pdf({ format: 'A4', path: new URL('artefacts/report.pdf', import.meta.url).pathname });
  assert.ok(pdf.length > 20000);
});
