/** What a test finds there already: people and secrets, made by plain forms without a page. */
import { type APIRequestContext, type APIResponse, type BrowserContext, type Page, expect } from '@playwright/test';

import { type Keyrack } from './keyrack';

export type Role = 'administrator' | 'secret-editor' | 'secret-viewer' | 'none';

export interface Person {
  login: string;
  name: string;
  password: string;
  role: Role;
}

export interface Login {
  host: string;
  username: string;
  password: string;
}

export interface Secret {
  name: string;
  displayName?: string;
  description?: string;
  logins?: Login[];
}

export const ADMINISTRATOR: Person = {
  login: 'first.administrator',
  name: 'First administrator',
  password: 'gravel tin roof hat 17',
  role: 'administrator',
};
export const EDITOR: Person = {
  login: 'second.editor',
  name: 'Second editor',
  password: 'lantern moss quarry 23',
  role: 'secret-editor',
};
export const VIEWER: Person = {
  login: 'third.viewer',
  name: 'Third viewer',
  password: 'saddle ember plank 31',
  role: 'secret-viewer',
};
export const NEWCOMER: Person = {
  login: 'fourth.newcomer',
  name: 'Fourth newcomer',
  password: 'kettle ridge violin 41',
  role: 'none',
};

/** A value that must never be seen again once it was sent. */
export const VALUE = 'Zq7-canary-value-91x';

const LOGIN: Login = { host: 'ghcr.io', username: 'robot', password: VALUE };

export class Rack {
  private joined: APIRequestContext | undefined;

  constructor(
    private readonly keyrack: Keyrack,
    /** The page of a test. */
    private readonly page: Page,
    /** Makes further browsers, as if on other machines. */
    private readonly elsewhere: () => Promise<BrowserContext>,
  ) {}

  /** Makes the first administrator and signs the page of the test in. */
  async begin(): Promise<void> {
    await this.accept(this.page.request, this.keyrack.firstAdministrator, ADMINISTRATOR);
    this.joined = this.page.request;
  }

  /** Another browser in which nobody is signed in. */
  async stranger(): Promise<Page> {
    return (await this.elsewhere()).newPage();
  }

  /** Invites somebody, who accepts in another browser. */
  async person(person: Person): Promise<Page> {
    const page = await this.stranger();
    await this.accept(page.request, await this.invite(person), person);
    return page;
  }

  /** Invites somebody; returns the address of the one-time link. */
  async invite({ login, name, role }: Person): Promise<string> {
    const shown = await this.post(this.administrator, '/people/invite', { login, display_name: name, role });
    expect(shown.status()).toBe(200);
    const path = /\/invitation\/[\w-]+/.exec(await shown.text())?.[0];
    if (path === undefined) throw new Error('The answer to the invitation shows no link.');
    return this.keyrack.address + path;
  }

  /** Signs somebody in, in another browser. */
  async signIn(person: Person): Promise<Page> {
    const page = await this.stranger();
    await this.done(page.request, '/sign-in', { login: person.login, password: person.password });
    return page;
  }

  /** Adds a secret. */
  async add(secret: Secret): Promise<void> {
    const form: Record<string, string> = {
      kind: 'image-pull',
      way: 'rows',
      name: secret.name,
      display_name: secret.displayName ?? '',
      description: secret.description ?? '',
    };
    (secret.logins ?? [LOGIN]).forEach((login, row) => {
      form[`host.${row}`] = login.host;
      form[`username.${row}`] = login.username;
      form[`password.${row}`] = login.password;
    });
    await this.done(this.administrator, '/secrets/new', form);
  }

  /** Removes a secret that was not edited since it was added. */
  async remove(name: string): Promise<void> {
    await this.done(this.administrator, `/secrets/${name}/remove`, { version: '1' });
  }

  private get administrator(): APIRequestContext {
    if (this.joined === undefined) throw new Error('There is no administrator yet: call begin() first.');
    return this.joined;
  }

  private async accept(request: APIRequestContext, link: string, person: Person): Promise<void> {
    await this.done(request, new URL(link).pathname, {
      login: person.login,
      display_name: person.name,
      password: person.password,
      password_again: person.password,
    });
  }

  /** Posts a form that has to be accepted. */
  private async done(request: APIRequestContext, path: string, form: Record<string, string>): Promise<void> {
    const answer = await this.post(request, path, form);
    expect(answer.status(), `POST ${path.replace(/[\w-]{20,}/, '…')}`).toBe(303);
  }

  private post(request: APIRequestContext, path: string, form: Record<string, string>): Promise<APIResponse> {
    const headers = { Origin: this.keyrack.address };
    return request.post(this.keyrack.address + path, { form, headers, maxRedirects: 0 });
  }
}
