// Signing in as somebody of the staff of the demo.
import assert from 'node:assert/strict';

export const email = (role) => `${role}@demo.example`;

// signIn signs page in as the demo's administrator, manager, coach or entry.
export async function signIn(page, program, role) {
  await page.goto(`${program.site}/staff/login`);
  await page.locator('input[name="email"]').fill(email(role));
  await page.locator('input[name="password"]').fill(program.password);
  await page.locator('form[action="/staff/login"] button').click();
  await page.waitForURL(`${program.site}/staff/**`);
  assert.ok(!page.url().includes('/login'), `${role} is signed in`);
}
