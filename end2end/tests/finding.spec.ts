/** Finding secrets: search, kind, order, pages, tiles and table, all in the address. */
import { type Locator, type Page } from '@playwright/test';

import { ADMINISTRATOR, VALUE } from './support/rack';
import { expect, follow, test, visit } from './support/test';

/** The names on the page, in order, as tiles or as table. */
function names(page: Page): Locator {
  return page.getByRole('main').locator('.tile .t a, tbody th a');
}

async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search secrets' }).fill(words);
  await page.getByRole('searchbox', { name: 'Search secrets' }).press('Enter');
}

async function sort(page: Page, order: string, scripts: boolean): Promise<void> {
  await page.getByRole('combobox', { name: 'Sort' }).selectOption(order);
  if (!scripts) await page.getByRole('button', { name: 'Apply' }).click();
}

test.beforeEach(async ({ rack }) => {
  await rack.begin();
});

test('a rack with nothing on it says so and offers to add', async ({ page }) => {
  await visit(page, '/secrets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Secrets 0');
  await expect(page.getByRole('heading', { name: 'Nothing hangs here yet' })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Add secret' }).last().click();
  await expect(page.getByRole('dialog', { name: 'Add secret' })).toBeVisible();
});

test('words are looked for in name, display name, description and identity', async ({ page, rack }) => {
  const login = (host: string, username: string) => [{ host, username, password: VALUE }];
  await rack.add({ name: 'alpha', displayName: 'Training images', logins: login('ghcr.io', 'robot') });
  await rack.add({ name: 'beta', description: '100% of the nights', logins: login('quay.io', 'acme+pull') });
  await rack.add({ name: 'gamma', logins: login('docker.io', 'team') });
  await visit(page, '/secrets');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Secrets 3');
  for (const [words, found] of [
    ['alph', ['alpha']],
    ['TRAINING', ['alpha']],
    ['nights 100%', ['beta']],
    ['acme+pull', ['beta']],
    ['docker', ['gamma']],
    ['a', ['gamma', 'beta', 'alpha']],
  ] as const) {
    await search(page, words);
    await expect(page).toHaveURL((url) => url.searchParams.get('q') === words);
    await expect(names(page)).toHaveText(found);
  }
  await search(page, 'no such <words>');
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await expect(page.getByRole('searchbox')).toHaveValue('no such <words>');
  await follow(page, 'Clear filters');
  await expect(page).toHaveURL('/secrets');
  await expect(names(page)).toHaveText(['gamma', 'beta', 'alpha']);
});

test('order, kind and page are in the address, and the way back restores them', async ({ page, rack, scripts }) => {
  for (let number = 1; number <= 26; number += 1) await rack.add({ name: `key-${String(number).padStart(2, '0')}` });
  await visit(page, '/secrets');
  await expect(names(page)).toHaveCount(24);
  await expect(names(page).first()).toHaveText('key-26');
  await sort(page, 'Name, a to z', scripts);
  await expect(page).toHaveURL(/sort=name(&|$)/);
  await expect(names(page).first()).toHaveText('key-01');
  await follow(page, 'Next');
  await expect(page).toHaveURL(/sort=name&page=2$/);
  await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText('25 to 26 of 26');
  await expect(names(page)).toHaveText(['key-25', 'key-26']);
  await page.getByRole('group', { name: 'Kind' }).getByRole('link', { name: 'Image Pull 26' }).click();
  await expect(page).toHaveURL(/kind=image-pull&sort=name$/);
  await expect(names(page)).toHaveCount(24);
  await page.goBack();
  await expect(page).toHaveURL(/sort=name&page=2$/);
  await expect(names(page)).toHaveText(['key-25', 'key-26']);
  await expect(page.getByRole('combobox', { name: 'Sort' })).toHaveValue('name');

  // Somebody who is given the address sees the same.
  const other = await rack.signIn(ADMINISTRATOR);
  await visit(other, page.url());
  await expect(names(other)).toHaveText(['key-25', 'key-26']);
  await visit(other, '/secrets?page=99');
  await expect(other.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
});

test('tiles or table is remembered for the person', async ({ page, rack }) => {
  await rack.add({ name: 'ghcr-pull', displayName: 'Pulls images' });
  await visit(page, '/secrets');
  await expect(page.getByRole('list').filter({ hasText: 'ghcr-pull' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tiles' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('table', { name: 'Secrets' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Table' })).toHaveAttribute('aria-pressed', 'true');

  const later = await rack.signIn(ADMINISTRATOR);
  await visit(later, '/secrets');
  const row = later.getByRole('table', { name: 'Secrets' }).getByRole('row', { name: /ghcr-pull/ });
  await expect(row).toContainText('Pulls images');
  await expect(row).toContainText('ghcr.io as robot');
  await expect(row).toContainText('by First administrator');
  await expect(row.getByRole('link', { name: 'Edit ghcr-pull' })).toBeVisible();
  await expect(row.getByRole('link', { name: 'Remove ghcr-pull' })).toBeVisible();
});
