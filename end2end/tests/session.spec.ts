/** Getting in and out: the first administrator, signing in, signing out. */
import { ADMINISTRATOR } from './support/rack';
import { expect, status, summary, test, told, visit } from './support/test';

test('a one-time link makes the first administrator, once', async ({ page, keyrack, rack, expected }) => {
  await page.goto(keyrack.firstAdministrator);
  await expect(page.getByRole('heading', { name: 'Make the first administrator' })).toBeVisible();
  await page.getByLabel('Sign-in name').fill(ADMINISTRATOR.login);
  await page.getByLabel('Display name').fill(ADMINISTRATOR.name);
  await page.getByLabel('New password', { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByLabel('New password again').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click();
  await expect(page).toHaveURL('/secrets');
  await expect(told(page)).toContainText('You are signed in.');
  await expect(page.getByRole('heading', { name: 'Nothing hangs here yet' })).toBeVisible();

  expected.push(status(404));
  const late = await rack.stranger();
  const answer = await late.goto(keyrack.firstAdministrator);
  expect(answer?.status()).toBe(404);
  await expect(late.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
});

test('a refused password is explained and the names stay typed', async ({ page, keyrack, expected }) => {
  expected.push(status(422));
  await page.goto(keyrack.firstAdministrator);
  await page.getByLabel('Sign-in name').fill('first.administrator');
  await page.getByLabel('Display name').fill('First administrator');
  await page.getByLabel('New password', { exact: true }).fill('password1234');
  await page.getByLabel('New password again').fill('password1234');
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click();
  await expect(summary(page)).toBeFocused();
  await expect(summary(page).getByRole('link')).toHaveText(/easy to guess/);
  await expect(page.getByLabel('Sign-in name')).toHaveValue('first.administrator');
  await expect(page.getByLabel('Display name')).toHaveValue('First administrator');
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue('');
  await summary(page).getByRole('link').click();
  await expect(page.getByLabel('New password', { exact: true })).toBeFocused();

  await page.getByLabel('New password', { exact: true }).fill('gravel tin roof hat 17');
  await page.getByLabel('New password again').fill('gravel tin roof hat 18');
  await page.getByRole('button', { name: 'Make administrator and sign in' }).click();
  await expect(summary(page)).toContainText('The two passwords differ.');
});

test('signing in leads to where one was going', async ({ page, rack }) => {
  await rack.begin();
  await rack.add({ name: 'ghcr-pull' });
  await visit(page, '/account');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await expect(page.getByText('You are signed out.')).toBeVisible();

  await page.goto('/secrets/ghcr-pull');
  await expect(page).toHaveURL('/sign-in?next=/secrets/ghcr-pull');
  await page.getByLabel('Sign-in name').fill(ADMINISTRATOR.login.toUpperCase());
  await page.getByLabel('Password').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/secrets/ghcr-pull');
  await expect(page.getByRole('heading', { name: 'ghcr-pull', level: 1 })).toBeVisible();
});

test('a wrong password and an unknown name get the same answer', async ({ rack, expected }) => {
  expected.push(status(422));
  await rack.begin();
  const page = await rack.stranger();
  const said: string[] = [];
  for (const login of [ADMINISTRATOR.login, 'nobody.here']) {
    await page.goto('/sign-in');
    await page.getByLabel('Sign-in name').fill(login);
    await page.getByLabel('Password').fill('not the password at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(summary(page)).toBeFocused();
    await expect(page.getByLabel('Sign-in name')).toHaveValue(login);
    await expect(page.getByLabel('Password')).toHaveValue('');
    said.push(await summary(page).innerText());
  }
  expect(said[0]).toContain('The sign-in name or the password is wrong.');
  expect(said[1]).toBe(said[0]);
});

test('signing in does not lead to another site', async ({ rack }) => {
  await rack.begin();
  const page = await rack.stranger();
  await page.goto('/sign-in?next=//example.com/');
  await page.getByLabel('Sign-in name').fill(ADMINISTRATOR.login);
  await page.getByLabel('Password').fill(ADMINISTRATOR.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/secrets');
});
