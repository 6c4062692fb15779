/** Working without a mouse, and what dialogs do with the focus. */
import { type Locator, type Page } from '@playwright/test';

import { VALUE } from './support/rack';
import { SecretForm } from './support/secret-form';
import { alive, expect, summary, test, told, visit } from './support/test';

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Sixty presses of Tab do not lead to ${target}.`);
}

test.beforeEach(async ({ rack }) => {
  await rack.begin();
});

test('a secret is added without a mouse', async ({ page }) => {
  const form = new SecretForm(page);
  // The first page tells that somebody is signed in, and starts there.
  await visit(page, '/secrets');
  await expect(told(page)).toBeFocused();
  await visit(page, '/secrets');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Add secret' }).first());
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/secrets/new');
  await alive(page);
  await expect(form.name).toBeFocused();
  await page.keyboard.type('by-keyboard');
  await tabTo(page, form.dialog.getByRole('button', { name: 'Quay', exact: true }));
  await page.keyboard.press('Enter');
  await expect(form.username(1)).toBeFocused();
  await page.keyboard.type('acme+pull');
  await page.keyboard.press('Tab');
  await expect(form.password(1)).toBeFocused();
  await page.keyboard.type(VALUE);
  await tabTo(page, form.dialog.getByRole('button', { name: /^Show / }));
  await page.keyboard.press('Space');
  await expect(form.password(1)).toHaveAttribute('type', 'text');
  await page.keyboard.press('Space');
  await expect(form.password(1)).toHaveAttribute('type', 'password');
  await tabTo(page, form.dialog.getByRole('button', { name: 'Add secret' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/secrets/by-keyboard');
  await expect(told(page)).toBeFocused();
});

test('rows come and go with the focus in the right place', async ({ page }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await tabTo(page, form.dialog.getByRole('button', { name: 'Add registry' }));
  await page.keyboard.press('Enter');
  await expect(form.host(2)).toBeFocused();
  await tabTo(page, form.row(2).getByRole('button', { name: 'Remove registry 2' }));
  await page.keyboard.press('Enter');
  await expect(form.row(2)).toHaveCount(0);
  await expect(form.dialog.getByRole('button', { name: 'Add registry' })).toBeFocused();
});

test('a fault is reached and mended by keyboard', async ({ page }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await page.keyboard.type('by_keyboard');
  await page.keyboard.press('Enter');
  await expect(summary(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(form.name).toBeFocused();
});

test('a dialog keeps the focus, Esc closes it, and the focus goes back', async ({ page, rack }) => {
  await rack.add({ name: 'ghcr-pull' });
  const dialogs = [
    { at: '/secrets', opens: page.getByRole('main').getByRole('link', { name: 'Add secret' }) },
    { at: '/secrets/ghcr-pull', opens: page.getByRole('link', { name: 'Edit', exact: true }) },
    { at: '/secrets/ghcr-pull', opens: page.getByRole('link', { name: 'Remove', exact: true }) },
  ];
  for (const { at, opens } of dialogs) {
    await visit(page, at);
    await opens.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    await alive(page);
    const outside = () =>
      page.evaluate(() => {
        const focused = document.activeElement;
        return focused !== document.body && focused?.closest('dialog') === null;
      });
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      expect(await outside()).toBe(false);
    }
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL((url) => url.pathname === at);
    await expect(opens).toBeFocused();
  }
});

test('the first thing in a question is the way out', async ({ page, rack }) => {
  await rack.add({ name: 'ghcr-pull' });
  await visit(page, '/secrets/ghcr-pull/remove');
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Cancel' })).toBeFocused();
});

test('a slash goes to the search field, except while typing', async ({ page, rack }) => {
  await rack.add({ name: 'ghcr-pull' });
  for (const address of ['/secrets', '/people', '/activity']) {
    await visit(page, address);
    const search = page.getByRole('searchbox');
    await page.keyboard.press('/');
    await expect(search).toBeFocused();
    await page.keyboard.press('/');
    await expect(search).toHaveValue('/');
  }
});
