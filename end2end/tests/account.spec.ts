/** The own account: password, sessions, and how pages look. */
import { type Page } from '@playwright/test';

import { ADMINISTRATOR } from './support/rack';
import { expect, status, summary, test, told, visit } from './support/test';

const NEW_PASSWORD = 'willow anchor basalt 53';

async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password', { exact: true }).fill(next);
  await page.getByLabel('New password again').fill(next);
  await page.getByRole('button', { name: 'Change password' }).click();
}

function background(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).colorScheme + getComputedStyle(document.documentElement).backgroundColor);
}

test.beforeEach(async ({ rack }) => {
  await rack.begin();
});

test('a new password ends the other sessions', async ({ page, rack, expected }) => {
  const elsewhere = await rack.signIn(ADMINISTRATOR);
  await visit(page, '/account');
  expected.push(status(422));
  await changePassword(page, 'not the current one', NEW_PASSWORD);
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText('This is not your current password.');
  await changePassword(page, ADMINISTRATOR.password, NEW_PASSWORD);
  await expect(told(page)).toHaveText('Password changed. Your other sessions have ended.');
  await elsewhere.goto('/account');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  const again = await rack.signIn({ ...ADMINISTRATOR, password: NEW_PASSWORD });
  await visit(again, '/account');
  await expect(again).toHaveURL('/account');
});

test('own sessions are listed and ended', async ({ page, rack }) => {
  const second = await rack.signIn(ADMINISTRATOR);
  const third = await rack.signIn(ADMINISTRATOR);
  await visit(page, '/account');
  const sessions = page.locator('.sessions').getByRole('listitem');
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: 'This one' })).toHaveCount(1);
  await expect(sessions.first()).toContainText('127.0.0.1');
  await page.getByRole('button', { name: /^End the session of/ }).first().click();
  await expect(told(page)).toHaveText('The session has ended.');
  await expect(sessions).toHaveCount(2);
  await page.getByRole('button', { name: 'End all others' }).click();
  await expect(told(page)).toHaveText('Your other sessions have ended.');
  await expect(sessions).toHaveCount(1);
  for (const ended of [second, third]) {
    await ended.goto('/account');
    await expect(ended).toHaveURL(/\/sign-in/);
  }
});

test('the theme follows the system until one is chosen, and the choice is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await visit(page, '/account');
  const light = await background(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await background(page);
  expect(dark).not.toBe(light);
  const choice = page.getByRole('main').getByRole('group', { name: 'Theme' });
  await choice.getByRole('button', { name: 'Light' }).click();
  await expect(choice.getByRole('button', { name: 'Light' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page).toHaveURL('/account');
  const chosen = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(light).toContain(await chosen());
  await visit(page, '/secrets');
  expect(light).toContain(await chosen());
  await visit(page, '/account');
  await choice.getByRole('button', { name: 'System' }).click();
  await expect(choice.getByRole('button', { name: 'System' })).toHaveAttribute('aria-pressed', 'true');
  expect(dark).toContain(await chosen());
});

test('whether secrets are tiles or a table is chosen here, too', async ({ page, rack }) => {
  await rack.add({ name: 'ghcr-pull' });
  await visit(page, '/account');
  await page.getByRole('group', { name: 'Secrets as' }).getByRole('button', { name: 'Table' }).click();
  await expect(page).toHaveURL('/account');
  await visit(page, '/secrets');
  await expect(page.getByRole('table', { name: 'Secrets' })).toBeVisible();
});
