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

// check runs axe and looks for what no page may have at this width.
export async function check(page, name) {
  // Evaluated over the debugging protocol, which the page's CSP does not bind.
  await page.evaluate(axe);
  // Only what is wrong leaves the page: sending what is right took longer than looking.
  const violations = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`);
  });
  assert.deepEqual(violations, [], `axe on ${name}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px`);
  const small = await page.evaluate(() => [...document.querySelectorAll('main button, main input:not([type=hidden]), main textarea, main select, main label')]
    .filter((e) => e.checkVisibility())
    .filter((e) => e.tagName !== 'LABEL' || ['radio', 'checkbox'].includes(e.control?.type)) // others are captions
    .map((e) => [e, (e.closest('label') || e.parentElement.querySelector(`label[for="${e.id}"]`) || e).getBoundingClientRect(), e.getBoundingClientRect()])
    .filter(([, target, self]) => Math.max(target.height, self.height) < 44 && self.height > 1)
    .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)}×${Math.round(r.height)}`));
  assert.deepEqual(small, [], `targets under 44 px on ${name}`);
}

export async function screenshot(page, name) {
  await page.screenshot({ path: `${artefacts}${name.replace(/[^a-z0-9-]+/gi, '-')}.png`, fullPage: true });
}

// look checks a page as it stands, light and dark, on a phone and at a desk, and
// leaves it as it was.
export async function look(page, name) {
  const before = page.viewportSize();
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, viewport] of Object.entries({ 360: phone, 1280: desk })) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await check(page, `${name}-${colorScheme}-${width}`);
      await screenshot(page, `${name}-${colorScheme}-${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}
