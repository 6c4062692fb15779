/** Adding a secret: rows, JSON, a file; and what is said when something is wrong. */
import { type Page } from '@playwright/test';

import { VALUE } from './support/rack';
import { CONFIG, FORMS, GOOGLE_KEY, REFUSED, configOf } from './support/samples';
import { SecretForm } from './support/secret-form';
import { alive, expect, status, summary, test, told, visit } from './support/test';

/** Expects these registries and user names on the page of a secret, a row each. */
async function expectIdentity(page: Page, ...logins: [registry: string, user: string][]): Promise<void> {
  const rows = page.getByRole('region', { name: 'Identity' }).locator('tbody tr');
  await expect(rows).toHaveCount(logins.length);
  for (const [row, [registry, user]] of logins.entries()) {
    await expect(rows.nth(row).getByRole('cell')).toHaveText([registry, user]);
  }
}

/** Expects the page of a new secret, which tells that it was added and what was noticed in the value. */
async function expectAdded(page: Page, name: string, ...notes: string[]): Promise<void> {
  await expect(page).toHaveURL(`/secrets/${name}`);
  const sentences = [`Added ${name}. The value is sealed; nobody can read it back.`, ...notes];
  await expect(told(page).getByRole('paragraph')).toHaveText(sentences);
}

test.beforeEach(async ({ rack }) => {
  await rack.begin();
});

test('rows of two registries, Docker Hub in its own form', async ({ page, scripts }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets');
  await page.getByRole('link', { name: 'Add secret' }).first().click();
  await expect(page).toHaveURL('/secrets/new');
  await alive(page);
  await form.addRow();
  await expect(form.row(2)).toBeVisible();
  await form.name.fill('two-registries');
  await form.displayName.fill('Two registries');
  await form.description.fill('First line\nSecond <b>line</b>');
  await form.fill(1, { host: 'docker.io', username: 'team', password: VALUE });
  await form.fill(2, { host: 'HTTPS://Harbor.example.com:443/', username: 'robot$pull', password: ` ${VALUE}:"$é🔑 ` });
  if (scripts) {
    await expect(form.preview).toContainText('two registry logins.');
    await expect(form.preview).toContainText('This registry is Docker Hub. It is stored as https://index.docker.io/v1/');
    await expect(form.preview).toContainText('harbor.example.com as robot$pull');
  }
  await form.save('Add secret');
  await expectAdded(
    page,
    'two-registries',
    'This registry is Docker Hub. It is stored as https://index.docker.io/v1/, the form that Docker and Kubernetes use.',
    'The registry is stored as harbor.example.com.',
    'The password for harbor.example.com starts or ends with a space or line break. It is kept exactly so.',
  );
  await expectIdentity(
    page,
    ['Docker Hubhttps://index.docker.io/v1/', 'team'],
    ['harbor.example.com', 'robot$pull'],
  );
  await expect(page.getByText('Second <b>line</b>')).toBeVisible();
});

test('rows come and go, and what was typed stays', async ({ page, scripts }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('one-row');
  await form.displayName.fill('Kept "display" name');
  await form.fill(1, { host: 'ghcr.io', username: 'robot', password: VALUE });
  await form.addRow();
  await expect(form.row(2)).toBeVisible();
  await expect(form.host(1)).toHaveValue('ghcr.io');
  await expect(form.username(1)).toHaveValue('robot');
  // A value is never sent back, and a page that was sent anew says so.
  await expect(form.password(1)).toHaveValue(scripts ? VALUE : '');
  if (!scripts) await expect(summary(page)).toHaveText('What was typed as a value is not sent back. Type it again.');
  expect(await page.content()).not.toContain(VALUE);
  await form.host(2).fill('quay.io');
  await form.username(2).fill('acme+pull');
  await form.removeRow(1);
  const left = scripts ? 2 : 1;
  await expect(form.row(left === 2 ? 1 : 2)).toHaveCount(0);
  await expect(form.host(left)).toHaveValue('quay.io');
  await expect(form.name).toHaveValue('one-row');
  await expect(form.displayName).toHaveValue('Kept "display" name');
  await form.password(left).fill(VALUE);
  await form.save('Add secret');
  await expectAdded(page, 'one-row');
  await expectIdentity(page, ['quay.io', 'acme+pull']);
});

test('Enter in a field saves, whatever buttons stand before the one that does', async ({ page }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('by-enter');
  await form.fill(1, { host: 'quay.io', username: 'acme+pull', password: VALUE });
  await form.password(1).press('Enter');
  await expectAdded(page, 'by-enter');
});

for (const { what, name, text, said } of FORMS) {
  test(`JSON as ${what}`, async ({ page, scripts }) => {
    const form = new SecretForm(page);
    await visit(page, '/secrets/new');
    await form.name.fill(name);
    await form.pasteJson(text);
    if (scripts) {
      await expect(form.preview).toContainText(said);
      await expect(form.preview).toContainText('ghcr.io as robot');
    }
    await form.save('Add secret');
    await expect(page).toHaveURL(`/secrets/${name}`);
    if (text !== CONFIG) await expect(told(page)).toContainText(said);
    await expectIdentity(page, ['ghcr.io', 'robot']);
  });
}

for (const ending of ['json', 'txt']) {
  test(`a .${ending} file of exactly 10,240 bytes`, async ({ page, scripts }) => {
    const form = new SecretForm(page);
    await visit(page, '/secrets/new');
    await form.name.fill('from-file');
    const file = { name: `private-name.${ending}`, mimeType: 'application/octet-stream', buffer: configOf(10_240) };
    await form.file.setInputFiles(file);
    if (scripts) {
      await expect(form.dialog.getByRole('radio', { name: 'JSON' })).toBeChecked();
      await expect(form.preview).toContainText('ghcr.io as robot');
    }
    await form.save('Add secret');
    await expectAdded(page, 'from-file');
    await expectIdentity(page, ['ghcr.io', 'robot']);
    expect(await page.content()).not.toContain('private-name');
  });
}

test('a file of 10,241 bytes is refused, and so is another ending', async ({ page, scripts, expected }) => {
  expected.push(status(422));
  await page.addInitScript(() => {
    const { readAsArrayBuffer } = FileReader.prototype;
    FileReader.prototype.readAsArrayBuffer = function (blob) {
      document.documentElement.dataset.filesRead = String(Number(document.documentElement.dataset.filesRead ?? 0) + 1);
      readAsArrayBuffer.call(this, blob);
    };
  });
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('from-file');
  const mimeType = 'application/json';
  const refused = [
    { file: { name: 'config.json', mimeType, buffer: configOf(10_241) }, rule: 'more than 10,240 bytes' },
    { file: { name: 'config.yaml', mimeType, buffer: configOf(100) }, rule: 'has to end in .txt or .json' },
  ];
  for (const { file, rule } of refused) {
    await form.file.setInputFiles(file);
    if (!scripts) await form.save('Add secret');
    await expect(form.dialog.locator('#f-file-error')).toContainText(rule);
    await expect(form.file).toHaveAccessibleDescription(new RegExp(rule));
    await expect(form.name).toHaveValue('from-file');
  }
  const filesRead = () => page.evaluate(() => Number(document.documentElement.dataset.filesRead ?? 0));
  if (scripts) {
    expect(await filesRead()).toBe(0);
    await expect(form.json).toHaveValue('');
  }
  await form.file.setInputFiles({ name: 'config.json', mimeType, buffer: configOf(10_240) });
  if (scripts) {
    await expect(form.preview).toContainText('ghcr.io as robot');
    expect(await filesRead()).toBe(1);
  }
  await form.save('Add secret');
  await expectAdded(page, 'from-file');
});

test('a provider fills the fields and says what to put where', async ({ page, scripts }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.choose('GitHub');
  await expect(form.host(1)).toHaveValue('ghcr.io');
  await expect(form.row(1)).toContainText('a classic token with read:packages');
  await form.choose('NVIDIA NGC');
  await expect(form.host(1)).toHaveValue('nvcr.io');
  await expect(form.username(1)).toHaveValue('$oauthtoken');
  await expect(form.row(1).getByLabel('NGC API key', { exact: true })).toBeVisible();
  await form.choose('Amazon ECR');
  await expect(form.host(1)).toHaveValue('');
  await expect(form.username(1)).toHaveValue('AWS');
  if (!scripts) return;
  // What was typed as the password of one registry does not move to another.
  await form.choose('GitHub');
  await form.username(1).fill('robot');
  await form.password(1).fill(VALUE);
  await form.choose('Docker Hub');
  await expect(form.host(1)).toHaveValue('ghcr.io');
  await expect(form.host(2)).toHaveValue('https://index.docker.io/v1/');
  await expect(form.password(2)).toHaveValue('');
});

test('a key of several lines from Google', async ({ page }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.choose('Google');
  await form.name.fill('google');
  await expect(form.username(1)).toHaveValue('_json_key');
  await form.host(1).fill('europe-west3-docker.pkg.dev');
  await form.password(1).fill(GOOGLE_KEY);
  await expect(form.password(1)).toHaveValue(GOOGLE_KEY);
  await form.save('Add secret');
  await expectAdded(page, 'google');
  await expectIdentity(page, ['europe-west3-docker.pkg.dev', '_json_key']);
});

test('every rule of names is said beside the field', async ({ page, scripts, expected }) => {
  expected.push(status(422));
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  const rules: [string, string][] = [
    ['ghcr_pull', '“_” at character 5 is not allowed. Use a-z, 0-9, “-” and “.”'],
    ['Ghcr', 'Use lower-case letters.'],
    ['-ghcr', 'The name starts with “-”.'],
    ['ghcr.', 'The name ends with “.”.'],
    ['a'.repeat(64), 'The name has 64 characters. The limit is 63.'],
    ['removed', 'This name is reserved'],
  ];
  for (const [name, rule] of rules) {
    await form.name.fill(name);
    if (scripts) await form.name.blur();
    else await form.save('Add secret');
    await expect(form.dialog.locator('#f-name-error')).toContainText(rule);
    await expect(form.name).toHaveAttribute('aria-invalid', 'true');
    await expect(form.name).toHaveAccessibleDescription(new RegExp(rule.slice(0, 10)));
  }
  await form.name.fill('ghcr-pull');
  if (scripts) await expect(form.dialog.locator('#f-name-error')).toBeEmpty();
});

test('faults are listed on top, lead to their fields, and what was typed stays, but for values', async ({
  page,
  scripts,
  expected,
}) => {
  expected.push(status(422));
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('ghcr_pull');
  await form.displayName.fill('Kept "display" name');
  await form.description.fill('Kept <description>');
  await form.fill(1, { host: 'http://ghcr.io', username: 'kept-user', password: VALUE });
  await form.save('Add secret');
  await expect(summary(page)).toBeFocused();
  await expect(summary(page)).toContainText('2 things need attention.');
  await expect(summary(page).getByRole('link')).toHaveCount(2);
  await expect(page).toHaveURL('/secrets/new');

  await expect(form.name).toHaveValue('ghcr_pull');
  await expect(form.displayName).toHaveValue('Kept "display" name');
  await expect(form.description).toHaveValue('Kept <description>');
  await expect(form.host(1)).toHaveValue('http://ghcr.io');
  await expect(form.username(1)).toHaveValue('kept-user');
  // A page that was sent anew never holds a value; one that is alive keeps it in its field only.
  await expect(form.password(1)).toHaveValue(scripts ? VALUE : '');
  expect(await page.content()).not.toContain(VALUE);

  await summary(page).getByRole('link').first().click();
  await expect(form.name).toBeFocused();
  await summary(page).getByRole('link').last().click();
  await expect(form.host(1)).toBeFocused();

  await form.name.fill('ghcr-pull');
  await form.host(1).fill('ghcr.io');
  await form.password(1).fill(VALUE);
  await form.save('Add secret');
  await expectAdded(page, 'ghcr-pull');
});

test('JSON that cannot be taken is explained without quoting it', async ({ page, scripts, expected }) => {
  expected.push(status(422));
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('not-taken');
  for (const { text, rule } of REFUSED) {
    await form.pasteJson(text);
    if (!scripts) await form.save('Add secret');
    await expect(form.dialog.locator('#f-json-error')).toContainText(rule);
    expect(await page.content()).not.toContain(VALUE);
    if (!scripts) await expect(form.json).toHaveValue('');
  }
  await form.save('Add secret');
  await expect(summary(page)).toBeFocused();
  await visit(page, '/secrets');
  await expect(page.getByRole('heading', { name: 'Nothing hangs here yet' })).toBeVisible();
});

test('a name that is taken, also by a removed secret', async ({ page, rack,  expected }) => {
  expected.push(status(422));
  await rack.add({ name: 'on-the-rack' });
  await rack.add({ name: 'taken-off' });
  await rack.remove('taken-off');
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  for (const [name, rule] of [
    ['on-the-rack', 'A secret of this name is on the rack already.'],
    ['taken-off', 'A removed secret has this name.'],
  ] as const) {
    await form.name.fill(name);
    await form.fill(1, { host: 'ghcr.io', username: 'robot', password: VALUE });
    await form.save('Add secret');
    await expect(form.dialog.locator('#f-name-error')).toContainText(rule);
    await expect(form.username(1)).toHaveValue('robot');
  }
});

test('a page in use on a plain form leaves no value behind when one goes back', async ({ page }) => {
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('ghcr-pull');
  await form.fill(1, { host: 'ghcr.io', username: 'robot', password: VALUE });
  await form.save('Add secret');
  await expectAdded(page, 'ghcr-pull');
  await page.goBack();
  await expect(form.name).toBeVisible();
  await expect(form.password(1)).toHaveValue('');
});
