// Debian's Chromium, and what every page is checked for.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const artefacts = new URL('artefacts/', import.meta.url).pathname;
mkdirSync(artefacts, { recursive: true });

export const phone = { width: 360, height: 740 };
export const desk = { width: 1280, height: 900 };

// elsewhere is a name for this machine that browsers do not trust as they trust
// localhost: there they send fewer headers, as they do on a plain network.
export const elsewhere = 'ouderstem.test';

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      `--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`],
  });
}

// open returns a page of a new visitor. Whatever goes wrong in it, or asks
// another site, is in page.complaints.
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: phone, locale: 'nl-NL', bypassCSP: false, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.requests = [];
  page.on('pageerror', (e) => page.complaints.push(`error: ${e.message}`));
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && page.complaints.push(`${m.type()}: ${m.text()}`));
  page.on('request', (r) => {
    page.requests.push(r.url());
    if (!/^(http:\/\/(localhost|127\.0\.0\.1|ouderstem\.test):|data:)/.test(r.url())) page.complaints.push(`other site: ${r.url()}`);
  });
  return page;
}

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// colours are those of everything's rules that go by colours.
const colours = ['color-contrast', 'link-in-text-block'];

// faulty returns what axe finds wrong on a page by these tags or rules.
async function faulty(page, runOnly) {
  // Evaluated over the debugging protocol, which the page's CSP does not bind.
  if (!await page.evaluate(() => Boolean(globalThis.axe))) await page.evaluate(axe);
  // Only what is wrong leaves the page: sending what is right took longer than looking.
  return page.evaluate(async (runOnly) => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], runOnly });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
  }, runOnly);
}

// check runs axe and looks for what no page may have at this width.
export async function check(page, name) {
  await orPicture(page, name, async () => {
    assert.deepEqual(await faulty(page, everything), [], `axe on ${name}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px`);
    const small = await page.evaluate(() => [...document.querySelectorAll('main button, main input:not([type=hidden]), main textarea, main select, main label')]
      .filter((e) => e.checkVisibility())
      .filter((e) => e.tagName !== 'LABEL' || ['radio', 'checkbox'].includes(e.control?.type)) // others are captions
      .map((e) => [e, (e.closest('label') || e.parentElement.querySelector(`label[for="${e.id}"]`) || e).getBoundingClientRect(), e.getBoundingClientRect()])
      .filter(([, target, self]) => Math.max(target.height, self.height) < 44 && self.height > 1)
      .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)}×${Math.round(r.height)}`));
    assert.deepEqual(small, [], `targets under 44 px on ${name}`);
  });
}

// laid returns where every element of a page is, whether it can be seen, and
// what its style says of anything but colours.
const laid = (page) => page.evaluate(() => [...document.querySelectorAll('*')].flatMap((e) => ['', '::before', '::after'].map((part) => {
  const { x, y, width, height } = e.getBoundingClientRect();
  const style = getComputedStyle(e, part);
  return [e.tagName + part, x, y, width, height, style.content, style.opacity, style.display, style.visibility].join(' ');
})));

// shades checks a page as it stands, light and dark. Dark differs in colours
// only, which is checked, so that what does not go by colours is checked once.
export async function shades(page, name) {
  await page.emulateMedia({ colorScheme: 'light' });
  await check(page, `${name}-light`);
  await screenshot(page, `${name}-light`);
  const light = await laid(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await orPicture(page, `${name}-dark`, async () => {
    assert.ok(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches));
    assert.deepEqual(await laid(page), light, `${name}, dark against light`);
    assert.deepEqual(await faulty(page, colours), [], `axe on ${name}-dark`);
  });
  await screenshot(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: null });
}

// look checks a page as it stands, light and dark, on a phone and at a desk, and
// leaves it as it was.
export async function look(page, name) {
  const before = page.viewportSize();
  for (const [width, viewport] of Object.entries({ 360: phone, 1280: desk })) {
    await page.setViewportSize(viewport);
    await shades(page, `${name}-${width}`);
  }
  await page.setViewportSize(before);
}

const file = (name) => `${artefacts}${name.replace(/[^a-z0-9-]+/gi, '-')}.png`;

// orPicture keeps a picture of what f finds wrong.
async function orPicture(page, name, f) {
  try {
    await f();
  } catch (e) {
    await page.screenshot({ path: file(`wrong-${name}`) });
    throw e;
  }
}

// screenshot keeps a picture of the whole page, for who looks through them: with
// OUDERSTEM_SHOTS, since a picture takes about as long as a check.
export async function screenshot(page, name) {
  if (process.env.OUDERSTEM_SHOTS) await page.screenshot({ path: file(name), fullPage: true });
}
