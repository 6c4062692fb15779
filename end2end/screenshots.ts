/**
 * Takes pictures of every page and dialog of a Keyrack with sample data.
 *
 * SCREENSHOTS=folder KEYRACK_BIN=… npx playwright test --config screenshots.config.ts
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Page, test } from '@playwright/test';

import { Keyrack } from './tests/support/keyrack';
import { SecretForm } from './tests/support/secret-form';
import { follow, summary, visit } from './tests/support/test';

const FOLDER = process.env.SCREENSHOTS ?? 'results/screenshots';

/** How one of the sample's people signs in, as the server printed it. */
function password(keyrack: Keyrack, login: string): string {
  for (const line of keyrack.output().split('\n')) {
    if (!line.startsWith('{')) continue;
    const entry = JSON.parse(line) as { login?: string; password?: string };
    if (entry.login === login && entry.password !== undefined) return entry.password;
  }
  throw new Error(`No password was printed for ${login}.`);
}

async function signIn(page: Page, keyrack: Keyrack, login: string): Promise<void> {
  await page.goto(`${keyrack.address}/sign-in`);
  await page.getByLabel('Sign-in name').fill(login);
  await page.getByLabel('Password').fill(password(keyrack, login));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

test('pictures', async ({ page }, info) => {
  const folder = join(FOLDER, info.project.name);
  await mkdir(folder, { recursive: true });
  const keyrack = await Keyrack.start({ arguments: ['--demo'] });
  const shoot = async (name: string) => {
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  };
  const see = async (name: string, path: string) => {
    await visit(page, keyrack.address + path);
    await shoot(name);
  };
  try {
    await see('sign-in', '/sign-in');
    await page.getByLabel('Sign-in name').fill('demo-editor');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await summary(page).waitFor();
    await shoot('sign-in-fault');
    await see('link-ended', '/invitation/used-already');

    await signIn(page, keyrack, 'demo-administrator');
    await see('secrets', '/secrets');
    await see('secrets-nothing-matches', '/secrets?q=nothing-like-it');
    await see('secrets-table', '/secrets?view=table');
    await see('add', '/secrets/new');
    await fillIn(page, shoot);
    await see('secret', '/secrets/airgap-mirror');
    await see('edit', '/secrets/airgap-mirror/edit');
    await see('remove', '/secrets/airgap-mirror/remove');
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Removed airgap-mirror.').waitFor();
    await shoot('secrets-told');
    await see('removed', '/secrets/removed');
    await see('removed-secret', '/secrets/airgap-mirror');
    await people(page, see, shoot);
    await see('activity', '/activity');
    await see('account', '/account');
    await see('not-found', '/nothing-here');

    await page.context().clearCookies();
    await signIn(page, keyrack, 'demo-viewer');
    await see('viewer-secrets', '/secrets');
    await see('viewer-not-allowed', '/secrets/new');
  } finally {
    await keyrack.destroy();
  }
});

type Shoot = (name: string) => Promise<void>;

/** The form with two registries and a fault in the name, then as JSON. */
async function fillIn(page: Page, shoot: Shoot): Promise<void> {
  const form = new SecretForm(page);
  await form.choose('GitHub');
  await form.name.fill('ghcr_pull');
  await form.displayName.fill('GitHub registry for training');
  await form.username(1).fill('ml-platform-bot');
  await form.password(1).fill('0123456789abcdef');
  await form.choose('Docker Hub');
  await form.username(2).fill('acmeci');
  await form.password(2).fill('0123456789ab');
  await form.name.blur();
  await shoot('add-rows');
  await form.save('Add secret');
  await summary(page).waitFor();
  await shoot('add-faults');
  await form.pasteJson('{"auths":{"docker.io":{"username":"acmeci","password":"0123456789ab"}}}');
  await form.preview.getByText('Docker Hub').first().waitFor();
  await form.preview.scrollIntoViewIfNeeded();
  await shoot('add-json');
}

async function people(page: Page, see: (name: string, path: string) => Promise<void>, shoot: Shoot): Promise<void> {
  await see('people', '/people');
  await follow(page, 'Demo editor');
  await shoot('person');
  await follow(page, 'Disable');
  await shoot('disable');
  await see('invite', '/people/invite');
  await page.getByLabel('Sign-in name').fill('demo-second');
  await page.getByRole('button', { name: 'Make invitation' }).click();
  await page.getByText('Shown only now.').waitFor();
  await shoot('invited');
}
