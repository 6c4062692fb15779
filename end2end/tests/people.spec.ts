/** People: inviting, joining, roles, disabling, and the last administrator. */
import { ADMINISTRATOR, EDITOR, VIEWER } from './support/rack';
import { expect, follow, status, summary, test, told, visit } from './support/test';

test.beforeEach(async ({ rack }) => {
  await rack.begin();
});

test('somebody is invited by a link that is shown once, and joins', async ({ page, rack, keyrack, expected }) => {
  await visit(page, '/people');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People 1');
  await expect(page.getByRole('heading', { name: 'Nobody else yet' })).toBeVisible();
  await follow(page, 'Invite');
  await page.getByLabel('Sign-in name').fill(EDITOR.login);
  await page.getByLabel('Display name').fill('Not yet decided');
  await page.getByRole('radio', { name: /Secret editor/ }).check();
  await page.getByRole('button', { name: 'Make invitation' }).click();
  await expect(page.getByText('Shown only now.')).toBeVisible();
  const shown = await page.getByLabel('One-time link', { exact: true }).inputValue();
  expect(shown, 'the whole address, to hand over').toContain(`${keyrack.address}/invitation/`);
  await follow(page, 'To People');
  await expect(page.getByRole('row', { name: /second\.editor/ })).toContainText('Invited');

  const other = await rack.stranger();
  await other.goto(shown);
  await expect(other.getByRole('heading', { name: 'Accept the invitation' })).toBeVisible();
  await expect(other.getByLabel('Sign-in name')).toHaveValue(EDITOR.login);
  await expect(other.getByLabel('Display name')).toHaveValue('Not yet decided');
  await other.getByLabel('Display name').fill(EDITOR.name);
  await other.getByLabel('New password', { exact: true }).fill(EDITOR.password);
  await other.getByLabel('New password again').fill(EDITOR.password);
  await other.getByRole('button', { name: 'Join and sign in' }).click();
  await expect(other).toHaveURL('/secrets');
  await page.reload();
  await expect(page.getByRole('row', { name: /Second editor/ })).toContainText('Active');

  expected.push(status(404));
  expect((await other.goto(shown))?.status()).toBe(404);
});

test('what is wrong with an invitation is said, and what was typed stays', async ({ page, expected }) => {
  expected.push(status(422));
  await visit(page, '/people/invite');
  await page.getByLabel('Sign-in name').fill('two words');
  await page.getByLabel('Display name').fill('Kept');
  await page.getByRole('radio', { name: /Administrator/ }).check();
  await page.getByRole('button', { name: 'Make invitation' }).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText('at character 4 is not allowed');
  await expect(page.getByLabel('Display name')).toHaveValue('Kept');
  await expect(page.getByRole('radio', { name: /Administrator/ })).toBeChecked();
  await page.getByLabel('Sign-in name').fill(ADMINISTRATOR.login);
  await page.getByRole('button', { name: 'Make invitation' }).click();
  await expect(summary(page)).toContainText('This sign-in name is taken.');
});

test('a role takes effect at once', async ({ page, rack, expected }) => {
  const viewer = await rack.person(VIEWER);
  await visit(viewer, '/secrets');
  await expect(viewer.getByRole('link', { name: 'Add secret' })).toHaveCount(0);
  await visit(page, '/people');
  await follow(page, VIEWER.name);
  await page.getByRole('radio', { name: /Secret editor/ }).check();
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(told(page)).toHaveText('Changed the role of third.viewer.');
  await viewer.reload();
  await expect(viewer.getByRole('link', { name: 'Add secret' }).first()).toBeVisible();

  // The page of the other administrator still has the version before.
  expected.push(status(409));
  const old = await rack.signIn(ADMINISTRATOR);
  await visit(old, page.url());
  await page.getByRole('radio', { name: /Secret viewer/ }).check();
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(page.getByRole('radio', { name: /Secret viewer/ })).toBeChecked();
  await old.getByRole('radio', { name: /No role/ }).check();
  await old.getByRole('button', { name: 'Change role' }).click();
  await expect(summary(old)).toContainText('First administrator changed this just now');
});

test('disabling asks first, then ends every session at once', async ({ page, rack, expected }) => {
  const editor = await rack.person(EDITOR);
  const again = await rack.signIn(EDITOR);
  for (const one of [editor, again]) await visit(one, '/secrets');
  await visit(page, '/people');
  await follow(page, EDITOR.name);
  await follow(page, 'Disable');
  const dialog = page.getByRole('dialog', { name: 'Disable Second editor?' });
  await expect(dialog).toContainText('second.editor');
  await dialog.getByRole('button', { name: 'Disable' }).click();
  await expect(told(page)).toHaveText('Disabled second.editor. Every session has ended.');
  for (const one of [editor, again]) {
    await one.goto('/secrets');
    await expect(one).toHaveURL('/sign-in?next=/secrets');
  }
  expected.push(status(422));
  await editor.getByLabel('Sign-in name').fill(EDITOR.login);
  await editor.getByLabel('Password').fill(EDITOR.password);
  await editor.getByRole('button', { name: 'Sign in' }).click();
  await expect(summary(editor)).toContainText('The sign-in name or the password is wrong.');

  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(told(page)).toHaveText('Enabled second.editor.');
  const back = await rack.signIn(EDITOR);
  await visit(back, '/secrets');
  await expect(back).toHaveURL('/secrets');
});

test('the last administrator keeps role and account', async ({ page, rack, expected }) => {
  await visit(page, '/people');
  await follow(page, ADMINISTRATOR.name);
  await expect(page.getByText('This is the last administrator.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change role' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Disable' })).toBeDisabled();
  await expect(page.getByRole('link', { name: 'Disable' })).toHaveCount(0);

  // Also when the page was made while there was another one.
  const second = { ...EDITOR, role: 'administrator' as const };
  const other = await rack.person(second);
  await page.reload();
  await visit(other, '/people');
  await follow(other, second.name);
  await other.getByRole('radio', { name: /Secret viewer/ }).check();
  await other.getByRole('button', { name: 'Change role' }).click();
  // Who gave the right away does not see people any more.
  await expect(other).toHaveURL('/secrets');
  expected.push(status(409));
  await page.getByRole('radio', { name: /No role/ }).check();
  await page.getByRole('button', { name: 'Change role' }).click();
  await expect(summary(page)).toContainText('This is the last administrator.');
});

test('a lost password is replaced by a new link, which ends the sessions', async ({ page, rack }) => {
  const editor = await rack.person(EDITOR);
  await visit(page, '/people');
  await follow(page, EDITOR.name);
  await page.getByRole('button', { name: 'Make new link' }).click();
  const link = await page.getByLabel('One-time link', { exact: true }).inputValue();
  const other = await rack.stranger();
  await other.goto(new URL(link, page.url()).pathname);
  await expect(other.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
  await other.getByLabel('New password', { exact: true }).fill('another lantern moss');
  await other.getByLabel('New password again').fill('another lantern moss');
  await other.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(other).toHaveURL('/secrets');
  await editor.goto('/secrets');
  await expect(editor).toHaveURL(/\/sign-in/);
});

test('people are found by name and role', async ({ page, rack }) => {
  await rack.person(EDITOR);
  await rack.invite(VIEWER);
  await visit(page, '/people');
  const people = page.getByRole('table').locator('tbody tr');
  await expect(people).toHaveCount(3);
  await page.getByRole('searchbox', { name: 'Search people' }).fill('viewer');
  await page.getByRole('searchbox', { name: 'Search people' }).press('Enter');
  await expect(page).toHaveURL('/people?q=viewer');
  await expect(people).toHaveText([/third\.viewer/]);
  await page.getByRole('group', { name: 'Role' }).getByRole('link', { name: 'Secret editor' }).click();
  await expect(page.getByRole('heading', { name: 'Nobody matches' })).toBeVisible();
  await follow(page, 'Show everybody');
  await expect(people).toHaveCount(3);
});
