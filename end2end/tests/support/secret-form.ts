/** The form of a secret, as a person works with it. */
import { type Locator, type Page } from '@playwright/test';

import { type Login } from './rack';
import { alive } from './test';

export class SecretForm {
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog');
  }

  get name(): Locator {
    return this.dialog.getByLabel('Name', { exact: true });
  }

  get displayName(): Locator {
    return this.dialog.getByLabel('Display name');
  }

  get description(): Locator {
    return this.dialog.getByLabel('Description');
  }

  /** The field for JSON, also while rows are chosen. */
  get json(): Locator {
    return this.dialog.locator('[name="json"]');
  }

  get file(): Locator {
    return this.dialog.getByLabel('Choose or drop a file');
  }

  /** What would be stored, as it is shown before it is. */
  get preview(): Locator {
    return this.dialog.locator('.preview');
  }

  /** A row, counted from 1. */
  row(number: number): Locator {
    return this.dialog.getByRole('group', { name: `Registry ${number}`, exact: true });
  }

  host(row: number): Locator {
    return this.row(row).getByLabel('Registry host');
  }

  /** The user name field, whatever a preset calls it. */
  username(row: number): Locator {
    return this.row(row).locator(`[name="username.${row - 1}"]`);
  }

  /** The field of the value, whatever a preset calls it. */
  password(row: number): Locator {
    return this.row(row).locator(`[name="password.${row - 1}"]`);
  }

  async fill(row: number, login: Login): Promise<void> {
    await this.host(row).fill(login.host);
    await this.username(row).fill(login.username);
    await this.password(row).fill(login.password);
  }

  /** One row more. Without scripts the form comes back with all that was typed but values. */
  async addRow(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Add registry' }).click();
  }

  /** One row less, counted from 1. Without scripts those below move up. */
  async removeRow(number: number): Promise<void> {
    await this.row(number).getByRole('button', { name: `Remove registry ${number}` }).click();
  }

  /** Chooses a provider. Without scripts the form comes back, as with a row more. */
  async choose(provider: string): Promise<void> {
    await this.dialog.getByRole('button', { name: provider, exact: true }).click();
    await this.dialog.getByRole('button', { name: provider, exact: true, pressed: true }).waitFor();
    await alive(this.page);
  }

  async pasteJson(text: string): Promise<void> {
    await this.dialog.getByRole('radio', { name: 'JSON' }).check();
    await this.json.fill(text);
  }

  /** Presses the button that saves. */
  async save(button: 'Add secret' | 'Save' | 'Save over it'): Promise<void> {
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
  }
}
