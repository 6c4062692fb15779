/** The test function of every spec: a server of its own, pages that are watched, a rack to fill. */
import { type BrowserContext, type Locator, type Page, test as base, expect } from '@playwright/test';

import { Keyrack } from './keyrack';
import { Rack } from './rack';
import { watch } from './watch';

interface Fixtures {
  /** A server that nobody has used. */
  keyrack: Keyrack;
  /** Whether scripts run, so that islands are alive. */
  scripts: boolean;
  /** Console errors that a test brings about on purpose: push what they match. */
  expected: RegExp[];
  /** What pages did that none may do; empty at the end, but for what is expected. */
  wrongs: string[];
  rack: Rack;
}

export const test = base.extend<Fixtures>({
  keyrack: async ({}, use, info) => {
    const keyrack = await Keyrack.start();
    await use(keyrack);
    if (info.status !== info.expectedStatus) {
      await info.attach('keyrack', { body: keyrack.output(), contentType: 'text/plain' });
    }
    await keyrack.destroy();
  },
  baseURL: async ({ keyrack }, use) => {
    await use(keyrack.address);
  },
  scripts: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false);
  },
  expected: async ({}, use) => {
    await use([]);
  },
  wrongs: [
    async ({ context, keyrack, expected }, use) => {
      const wrongs: string[] = [];
      await watch(context, keyrack.address, wrongs);
      await use(wrongs);
      const unexpected = wrongs.filter((wrong) => !expected.some((one) => one.test(wrong)));
      expect(unexpected, 'what no page may do').toEqual([]);
    },
    { auto: true },
  ],
  rack: async ({ keyrack, page, browser, wrongs }, use) => {
    const contexts: BrowserContext[] = [];
    const elsewhere = async () => {
      const context = await browser.newContext();
      contexts.push(context);
      await watch(context, keyrack.address, wrongs);
      return context;
    };
    await use(new Rack(keyrack, page, elsewhere));
    for (const context of contexts) await context.close();
  },
});

/** What the console says when a page or server function answers with this status. */
export function status(code: number): RegExp {
  return new RegExp(`status of ${code} `);
}

/** Waits until what is on the page works: with scripts, until its islands are alive. */
export async function alive(page: Page): Promise<void> {
  if (await page.evaluate(() => matchMedia('(scripting: enabled)').matches)) {
    await expect(page.locator('html[data-islands]')).toBeAttached();
  }
}

/** Goes to an address of the server and waits until the page works. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await alive(page);
}

/** Follows a link and waits until the page behind it works. */
export async function follow(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true }).first();
  const address = await link.evaluate((element: HTMLAnchorElement) => element.href);
  await link.click();
  await page.waitForURL((url) => url.href === address);
  await alive(page);
}

/** What the page says was just done. */
export function told(page: Page): Locator {
  return page.locator('#main').getByRole('status');
}

/** The summary above a form. */
export function summary(page: Page): Locator {
  return page.getByRole('alert');
}

export { expect };
