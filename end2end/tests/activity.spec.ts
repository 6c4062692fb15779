/** Activity: what was done, by whom; filters; CSV. */
import { readFile } from 'node:fs/promises';

import { EDITOR, VALUE } from './support/rack';
import { expect, follow, test, visit } from './support/test';

test.beforeEach(async ({ rack }) => {
  await rack.begin();
  await rack.add({ name: 'ghcr-pull' });
  await rack.add({ name: 'quay-pull' });
  await rack.remove('quay-pull');
  await rack.invite(EDITOR);
});

test('every change has an entry, and filters narrow them', async ({ page, scripts }) => {
  await visit(page, '/activity');
  const entries = page.getByRole('table').locator('tbody tr');
  await expect(entries.first()).toContainText('invited');
  await expect(entries.filter({ hasText: 'added secret' })).toHaveCount(2);
  await expect(entries.filter({ hasText: 'removed secret' })).toContainText('quay-pull');
  await expect(page.getByRole('table')).not.toContainText(VALUE);

  await page.getByRole('searchbox', { name: 'Search activity' }).fill('ghcr-pull');
  await page.getByRole('searchbox', { name: 'Search activity' }).press('Enter');
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === 'ghcr-pull');
  await expect(entries).toHaveCount(1);
  await follow(page, 'Show all');
  await page.getByRole('combobox', { name: 'What was done' }).selectOption('Removed secret');
  if (!scripts) await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page).toHaveURL(/verb=secret\.removed/);
  await expect(entries).toHaveText([/quay-pull/]);
  await page.getByLabel('To', { exact: true }).fill('2001-02-03');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
});

test('the CSV has what the filters let through', async ({ page }) => {
  await visit(page, '/activity?verb=secret.added');
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('activity.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines[0]).toBe('number,time,actor,verb,object,detail');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('secret.added,quay-pull');
  expect(lines[2]).toContain('secret.added,ghcr-pull');
});
