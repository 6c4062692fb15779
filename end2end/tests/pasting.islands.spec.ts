/** What is dropped onto the form, and pasted into it. */
import { CONFIG, GOOGLE_KEY } from './support/samples';
import { SecretForm } from './support/secret-form';
import { expect, test, visit } from './support/test';

test('a file dropped on the form is read into the JSON field and not sent elsewhere', async ({ page, rack }) => {
  await rack.begin();
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.method()));
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'config.json', { type: 'application/json' }));
    return transfer;
  }, CONFIG);
  const target = form.dialog.locator('form');
  await target.dispatchEvent('dragover', { dataTransfer: files });
  await expect(form.dialog.locator('.drop.over')).toBeVisible();
  await target.dispatchEvent('drop', { dataTransfer: files });
  await expect(form.dialog.locator('.drop.over')).toHaveCount(0);
  await expect(form.json).toHaveValue(CONFIG);
  await expect(form.preview).toContainText('ghcr.io as robot');
  expect(sent).toEqual([]);
});

test('several lines pasted into a password stay several lines', async ({ page, rack }) => {
  await rack.begin();
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  const pasted = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.setData('text/plain', text);
    return transfer;
  }, GOOGLE_KEY);
  await form.password(1).focus();
  await form.password(1).evaluate((field, clipboardData) => {
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
  await expect(form.password(1)).toHaveValue(GOOGLE_KEY);
  await expect(form.row(1).getByRole('checkbox', { name: 'Several lines' })).toBeChecked();
});
