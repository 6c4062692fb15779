/** What each role is offered, and what its addresses answer. */
import { type Page } from '@playwright/test';

import { EDITOR, NEWCOMER, VIEWER } from './support/rack';
import { expect, status, test, visit } from './support/test';

async function answer(page: Page, address: string): Promise<number | undefined> {
  return (await page.goto(address))?.status();
}

test.beforeEach(async ({ rack, expected }) => {
  expected.push(status(403), status(404));
  await rack.begin();
  await rack.add({ name: 'ghcr-pull' });
});

test('a viewer sees and cannot change', async ({ rack }) => {
  const page = await rack.person(VIEWER);
  await visit(page, '/secrets');
  await expect(page.getByRole('link', { name: 'ghcr-pull', exact: true })).toBeVisible();
  for (const action of ['Add secret', 'Edit ghcr-pull', 'Remove ghcr-pull', 'People', 'Activity']) {
    await expect(page.getByRole('link', { name: action, exact: true })).toHaveCount(0);
  }
  await visit(page, '/secrets/ghcr-pull');
  await expect(page.getByRole('region', { name: 'Identity' })).toContainText('ghcr.io');
  for (const action of ['Edit', 'Remove']) {
    await expect(page.getByRole('link', { name: action, exact: true })).toHaveCount(0);
  }
  for (const address of ['/secrets/new', '/secrets/ghcr-pull/edit', '/secrets/ghcr-pull/remove']) {
    expect(await answer(page, address), address).toBe(403);
    await expect(page.getByRole('heading', { name: 'Not allowed' })).toBeVisible();
  }
  for (const address of ['/people', '/people/invite', '/activity', '/activity.csv', '/secrets/nothing-here']) {
    expect(await answer(page, address), address).toBe(404);
    await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
  }
});

test('a viewer cannot restore', async ({ rack }) => {
  await rack.remove('ghcr-pull');
  const page = await rack.person(VIEWER);
  await visit(page, '/secrets/removed');
  await expect(page.getByRole('row', { name: /ghcr-pull/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /Restore/ })).toHaveCount(0);
});

test('an editor changes secrets and sees no people', async ({ rack }) => {
  const page = await rack.person(EDITOR);
  await visit(page, '/secrets');
  await expect(page.getByRole('link', { name: 'Edit ghcr-pull' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0);
  for (const address of ['/people', '/activity']) expect(await answer(page, address), address).toBe(404);
});

test('somebody without a role has the own account and nothing else', async ({ rack }) => {
  const page = await rack.person(NEWCOMER);
  await page.goto('/');
  await expect(page).toHaveURL('/account');
  await expect(page.getByText('Signs in and manages the own account only.')).toBeVisible();
  for (const address of ['/secrets', '/secrets/ghcr-pull', '/secrets/new', '/people', '/activity']) {
    expect(await answer(page, address), address).toBe(404);
  }
});

test('who is not signed in is sent to sign in, whatever the address', async ({ rack }) => {
  const page = await rack.stranger();
  for (const address of ['/secrets', '/secrets/ghcr-pull', '/secrets/nothing-here', '/people', '/account']) {
    await page.goto(address);
    await expect(page).toHaveURL(`/sign-in?next=${address}`);
  }
});
