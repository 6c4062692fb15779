/** One secret: seeing it, changing it, two people at once, taking it off the rack. */
import { type Locator, type Page } from '@playwright/test';

import { EDITOR, type Rack, VALUE } from './support/rack';
import { SecretForm } from './support/secret-form';
import { expect, follow, status, summary, test, told, visit } from './support/test';

const NEW_VALUE = `new-${VALUE}`;

function versions(page: Page): Locator {
  const heading = page.getByRole('heading', { name: 'Versions' });
  return page.locator('section', { has: heading }).locator('tbody tr');
}

function drawnKey(page: Page): Promise<string | null> {
  return page.locator('.hero svg.key path').getAttribute('d');
}

/** The same secret open in the forms of two people; the second is the one whose page is given. */
async function twoEditors(page: Page, rack: Rack): Promise<{ first: SecretForm; second: SecretForm; other: Page }> {
  const other = await rack.person(EDITOR);
  await visit(page, '/secrets/two-hosts/edit');
  await visit(other, '/secrets/two-hosts/edit');
  return { first: new SecretForm(other), second: new SecretForm(page), other };
}

test.beforeEach(async ({ rack }) => {
  await rack.begin();
  await rack.add({
    name: 'two-hosts',
    displayName: 'Two hosts',
    description: 'What it is for.',
    logins: [
      { host: 'ghcr.io', username: 'robot', password: VALUE },
      { host: 'quay.io', username: 'acme+pull', password: VALUE },
    ],
  });
});

test('the page of a secret says everything but its value', async ({ page }) => {
  await visit(page, '/secrets');
  await follow(page, 'two-hosts');
  await expect(page).toHaveTitle('two-hosts · Keyrack');
  await expect(page.getByRole('heading', { name: 'two-hosts', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Identity' })).toContainText('quay.io');
  await expect(versions(page).filter({ hasText: 'Current' })).toContainText('First administrator');
  await expect(page.getByRole('region', { name: 'Activity' })).toContainText('First administrator added secret');
  const facts = page.getByRole('complementary', { name: 'About this secret' });
  await expect(facts).toContainText('What it is for.');
  await expect(facts).toContainText('kubernetes.io/dockerconfigjson');
  await expect(facts).toContainText('Sealed. Nobody can read it back.');
  await expect(page.locator('time').first()).toHaveAttribute('datetime', /^\d{4}-\d{2}-\d{2}T[\d:]+Z$/);
  expect(await page.content()).not.toContain(VALUE);
});

test('texts are changed and cleared, and the value is kept', async ({ page }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/two-hosts');
  const before = await drawnKey(page);
  await follow(page, 'Edit');
  await expect(form.dialog).toContainText('two-hosts');
  await expect(form.name).toHaveCount(0);
  await expect(form.dialog.getByRole('combobox')).toHaveCount(0);
  for (const row of [1, 2]) {
    await expect(form.password(row)).toHaveValue('');
    await expect(form.row(row)).toContainText('Stored. Leave empty to keep it.');
    await expect(form.password(row)).toHaveAccessibleDescription('Stored. Leave empty to keep it.');
  }
  await form.displayName.fill('Another display name');
  await form.save('Save');
  await expect(page).toHaveURL('/secrets/two-hosts');
  await expect(told(page)).toHaveText('Saved two-hosts. The stored value was kept.');
  await expect(page.locator('.hero')).toContainText('Another display name');

  await visit(page, '/secrets/two-hosts/edit');
  await form.displayName.fill('');
  await form.description.fill('');
  await form.save('Save');
  await expect(page).toHaveURL('/secrets/two-hosts');
  await expect(page.locator('.hero')).not.toContainText('Another display name');
  await expect(page.getByText('What it is for.')).toHaveCount(0);
  await expect(versions(page)).toHaveCount(1);
  expect(await drawnKey(page)).toBe(before);
  await expect(page.getByRole('region', { name: 'Activity' })).toContainText('edited secret');

  await visit(page, '/secrets/two-hosts/edit');
  await form.save('Save');
  await expect(told(page)).toHaveText('Nothing was changed in two-hosts.');
});

test('one password is replaced and the other kept, and the key is cut anew', async ({ page, scripts }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/two-hosts');
  const before = await drawnKey(page);
  await follow(page, 'Edit');
  await form.password(2).fill(NEW_VALUE);
  if (scripts) await expect(form.preview).toContainText('Passwords left empty are kept.');
  await form.save('Save');
  await expect(page).toHaveURL('/secrets/two-hosts');
  await expect(told(page)).toHaveText('Replaced the value of two-hosts.');
  await expect(versions(page)).toHaveCount(2);
  expect(await drawnKey(page)).not.toBe(before);
  await expect(page.locator('.hero')).toContainText('Version 2');
  await expect(page.getByRole('region', { name: 'Identity' })).toContainText('ghcr.io');
  expect(await page.content()).not.toContain(NEW_VALUE);
});

test('another host needs its password', async ({ page,  expected }) => {
  expected.push(status(422));
  const form = new SecretForm(page);
  await visit(page, '/secrets/two-hosts/edit');
  await form.host(1).fill('registry.example.com');
  await form.save('Save');
  await expect(summary(page)).toBeFocused();
  await expect(form.dialog.locator('#f-rows-0-password-error')).toHaveText(
    'A stored password is only sent to the host it was typed for. Enter the password for this host.',
  );
  await expect(form.host(1)).toHaveValue('registry.example.com');
  await form.password(1).fill(NEW_VALUE);
  await form.save('Save');
  await expect(told(page)).toHaveText('Replaced the value of two-hosts.');
  await expect(page.getByRole('region', { name: 'Identity' })).toContainText('registry.example.com');
  await expect(page.getByRole('region', { name: 'Identity' })).not.toContainText('ghcr.io');
});

test('JSON in an edit replaces the whole value', async ({ page, scripts }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/two-hosts/edit');
  await form.pasteJson(`{"auths":{"nvcr.io":{"username":"$oauthtoken","password":"${NEW_VALUE}"}}}`);
  if (scripts) await expect(form.preview).toContainText('Saving replaces the stored value.');
  await form.save('Save');
  await expect(told(page)).toHaveText('Replaced the value of two-hosts.');
  const rows = page.getByRole('region', { name: 'Identity' }).locator('tbody tr');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('nvcr.io');
});

test('of two who edit at once the second sees what the first did and loses nothing', async ({
  page,
  rack,
  expected,
}) => {
  expected.push(status(409));
  const { first, second, other } = await twoEditors(page, rack);
  await first.displayName.fill('As the editor wants it');
  await first.password(1).fill(NEW_VALUE);
  await first.save('Save');
  await expect(told(other)).toContainText('two-hosts');

  await second.description.fill('As the administrator wants it');
  await second.username(2).fill('acme+other');
  await second.save('Save');
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText('Second editor changed this just now');
  await expect(summary(page)).toContainText('display name');
  await expect(summary(page)).toContainText('value');
  await expect(second.description).toHaveValue('As the administrator wants it');
  await expect(second.username(2)).toHaveValue('acme+other');
  await visit(other, '/secrets/two-hosts');
  await expect(other.getByText('As the administrator wants it')).toHaveCount(0);

  await second.save('Save over it');
  await expect(page).toHaveURL('/secrets/two-hosts');
  await expect(page.getByText('As the administrator wants it')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Identity' })).toContainText('acme+other');
});

test('removing names the secret and what follows, and can be taken back', async ({ page, expected }) => {
  await visit(page, '/secrets/two-hosts');
  await follow(page, 'Remove');
  const dialog = page.getByRole('dialog', { name: 'Remove two-hosts?' });
  await expect(dialog).toContainText('Image Pull (Docker registry)');
  await expect(dialog).toContainText('ghcr.io as robot');
  await expect(dialog).toContainText(/It can be restored until \d{1,2} \w+/);
  await follow(page, 'Cancel');
  await expect(page).toHaveURL('/secrets/two-hosts#remove');
  await follow(page, 'Remove');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page).toHaveURL('/secrets');
  await expect(told(page)).toHaveText('Removed two-hosts. It can be restored from Removed.');
  await expect(page.getByRole('link', { name: 'two-hosts', exact: true })).toHaveCount(0);

  await follow(page, 'Removed');
  const row = page.getByRole('table', { name: 'Removed secrets' }).getByRole('row', { name: /two-hosts/ });
  await expect(row).toContainText('by First administrator');
  await row.getByRole('link', { name: 'two-hosts' }).click();
  await expect(page.getByText('Removed by First administrator, just now.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
  expected.push(status(404));
  expect((await page.goto('/secrets/two-hosts/edit'))?.status()).toBe(404);

  await visit(page, '/secrets/removed');
  await page.getByRole('button', { name: 'Restore two-hosts' }).click();
  await expect(page).toHaveURL('/secrets/two-hosts');
  await expect(told(page)).toHaveText('Restored two-hosts.');
  await visit(page, '/secrets/removed');
  await expect(page.getByRole('heading', { name: 'Nothing was removed' })).toBeVisible();
});

test('what somebody else saved while rows came and went is not saved over unseen', async ({ page, rack, expected }) => {
  expected.push(status(409));
  const { first, second, other } = await twoEditors(page, rack);
  await first.displayName.fill('Saved first');
  await first.save('Save');
  await expect(told(other)).toContainText('two-hosts');

  await second.displayName.fill('Typed meanwhile');
  await second.addRow();
  await expect(second.row(3)).toBeVisible();
  await second.removeRow(3);
  await expect(second.row(3)).toHaveCount(0);
  await second.save('Save');
  await expect(summary(page)).toContainText('display name');
  await expect(second.displayName).toHaveValue('Typed meanwhile');
});

test('what changed since the question was asked is not removed unseen', async ({ page, rack, expected }) => {
  expected.push(status(409));
  const other = await rack.person(EDITOR);
  await visit(page, '/secrets/two-hosts/remove');
  await visit(other, '/secrets/two-hosts/edit');
  const form = new SecretForm(other);
  await form.displayName.fill('Still needed');
  await form.save('Save');
  await expect(told(other)).toContainText('Saved two-hosts.');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(dialog).toContainText('Second editor changed this just now: display name.');
  await dialog.getByRole('button', { name: 'Remove anyway' }).click();
  await expect(told(page)).toContainText('Removed two-hosts.');
});
