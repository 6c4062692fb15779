/** axe on every page and dialog, empty, filled and with errors, light and dark. */
import { expectAccessible } from './support/accessible';
import { EDITOR, NEWCOMER, VALUE, VIEWER } from './support/rack';
import { SecretForm } from './support/secret-form';
import { expect, follow, status, summary, test, told, visit } from './support/test';

test.beforeEach(({ expected }) => {
  expected.push(status(403), status(404), status(409), status(422));
});

test('before anybody is signed in', async ({ page, keyrack, rack }) => {
  await page.goto(keyrack.firstAdministrator);
  await expectAccessible(page, 'first administrator');
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click();
  await expect(summary(page)).toBeVisible();
  await expectAccessible(page, 'first administrator, faults');
  await rack.begin();
  const invited = await rack.stranger();
  await invited.goto(await rack.invite(EDITOR));
  await expectAccessible(invited, 'invitation');
  await invited.goto('/invitation/there-is-none');
  await expectAccessible(invited, 'link ended');
  await invited.goto('/sign-in?next=/secrets');
  await expectAccessible(invited, 'sign in');
  await invited.getByRole('button', { name: 'Sign in' }).click();
  await expect(summary(invited)).toBeVisible();
  await expectAccessible(invited, 'sign in, fault');
});

test('lists with nothing in them', async ({ page, rack }) => {
  await rack.begin();
  await visit(page, '/secrets');
  await expectAccessible(page, 'secrets, none yet');
  await visit(page, '/secrets/removed');
  await expectAccessible(page, 'removed, none');
  await visit(page, '/people');
  await expectAccessible(page, 'people, nobody else');
});

test('lists', async ({ page, rack }) => {
  await rack.begin();
  await rack.add({ name: 'ghcr-pull', displayName: 'Pulls images' });
  await rack.add({ name: 'taken-off' });
  await rack.remove('taken-off');
  await rack.invite(EDITOR);
  for (const address of [
    '/secrets?view=tiles',
    '/secrets?view=table',
    '/secrets?q=nothing-like-it',
    '/secrets/removed',
    '/people',
    '/people?q=nobody-like-that',
    '/activity',
    '/activity?q=nothing-like-it',
  ]) {
    await visit(page, address);
    await expectAccessible(page, address);
  }
});

test('adding a secret', async ({ page, rack, scripts }) => {
  await rack.begin();
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await expectAccessible(page, 'empty');
  await form.choose('Google');
  await form.name.fill('ghcr_pull');
  await form.host(1).fill('http://ghcr.io');
  await form.save('Add secret');
  await expect(summary(page)).toBeVisible();
  await expectAccessible(page, 'faults');
  await form.pasteJson('{"auths":');
  if (!scripts) await form.save('Add secret');
  await expect(form.dialog.locator('#f-json-error')).not.toBeEmpty();
  await expectAccessible(page, 'JSON with a fault');
  if (scripts) {
    await form.pasteJson(`{"auths":{"docker.io":{"username":"robot","password":"${VALUE}"}}}`);
    await expect(form.preview).toContainText('Docker Hub');
    await expectAccessible(page, 'preview');
  }
});

test('one secret and its dialogs', async ({ page, rack }) => {
  await rack.begin();
  await rack.add({ name: 'ghcr-pull', displayName: 'Pulls images', description: 'What it is for.' });
  for (const address of ['/secrets/ghcr-pull', '/secrets/ghcr-pull/edit', '/secrets/ghcr-pull/remove']) {
    await visit(page, address);
    await expectAccessible(page, address);
  }
  const other = await rack.person(EDITOR);
  const first = new SecretForm(other);
  const second = new SecretForm(page);
  await visit(page, '/secrets/ghcr-pull/edit');
  await visit(other, '/secrets/ghcr-pull/edit');
  await first.displayName.fill('Changed');
  await first.save('Save');
  await expect(told(other)).toContainText('Saved ghcr-pull.');
  await expectAccessible(other, 'told what was done');
  await second.description.fill('Changed as well');
  await second.save('Save');
  await expect(summary(page)).toContainText('Second editor');
  await expectAccessible(page, 'conflict');
});

test('one person, and the account', async ({ page, rack }) => {
  await rack.begin();
  await rack.person(EDITOR);
  await visit(page, '/people/invite');
  await expectAccessible(page, 'invite');
  await page.getByRole('button', { name: 'Make invitation' }).click();
  await expect(summary(page)).toBeVisible();
  await expectAccessible(page, 'invite, fault');
  await page.getByLabel('Sign-in name').fill(VIEWER.login);
  await page.getByRole('button', { name: 'Make invitation' }).click();
  await expect(page.getByText('Shown only now.')).toBeVisible();
  await expectAccessible(page, 'invitation made');
  await visit(page, '/people');
  await follow(page, EDITOR.name);
  await expectAccessible(page, 'person');
  await follow(page, 'Disable');
  await expectAccessible(page, 'disable');
  await visit(page, '/people');
  await page.getByRole('row', { name: /first\.administrator/ }).getByRole('link').click();
  await expect(page.getByText('This is the last administrator.').first()).toBeVisible();
  await expectAccessible(page, 'last administrator');
  await visit(page, '/account');
  await expectAccessible(page, 'account');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(summary(page)).toBeVisible();
  await expectAccessible(page, 'account, faults');
});

test('what one may not see', async ({ rack }) => {
  await rack.begin();
  await rack.add({ name: 'ghcr-pull' });
  const viewer = await rack.person(VIEWER);
  await viewer.goto('/secrets/new');
  await expectAccessible(viewer, 'not allowed');
  await viewer.goto('/people');
  await expectAccessible(viewer, 'not found');
  const newcomer = await rack.person(NEWCOMER);
  await newcomer.goto('/account');
  await expectAccessible(newcomer, 'account without a role');
});
