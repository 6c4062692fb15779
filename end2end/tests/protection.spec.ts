/** What pages keep to: their policy, no value left anywhere, and the size of the window. */
import { type Page } from '@playwright/test';

import { EDITOR, VALUE } from './support/rack';
import { SecretForm } from './support/secret-form';
import { expect, test, told, visit } from './support/test';

const PAGES = [
  '/secrets',
  '/secrets?view=table',
  '/secrets?q=nothing-like-it',
  '/secrets/new',
  '/secrets/long-names',
  '/secrets/long-names/edit',
  '/secrets/long-names/remove',
  '/secrets/removed',
  '/people',
  '/people/invite',
  '/activity',
  '/account',
];

test.beforeEach(async ({ rack }) => {
  await rack.begin();
  await rack.add({
    name: `long-names`,
    displayName: 'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel and more words',
    description: 'x'.repeat(300),
    logins: [
      { host: `${'a'.repeat(60)}.dkr.ecr.eu-central-1.amazonaws.com`, username: 'u'.repeat(120), password: VALUE },
    ],
  });
  await rack.add({ name: 'removed-one' });
  await rack.remove('removed-one');
  await rack.invite(EDITOR);
});

test('no page has inline style or script, or is kept by the browser', async ({ page }) => {
  for (const address of PAGES) {
    const answer = await page.goto(address);
    const headers = answer?.headers() ?? {};
    expect(headers['cache-control'], address).toBe('no-store');
    expect(headers['content-security-policy'], address).not.toMatch(/unsafe-(inline|eval)'(?<!wasm-unsafe-eval')/);
    const inline = page.locator('[style], script:not([nonce]), style, [onclick], [onload], [href^="javascript:"]');
    await expect(inline, address).toHaveCount(0);
  }
});

test('a value is nowhere once it was sent', async ({ page, context }) => {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  const form = new SecretForm(page);
  await visit(page, '/secrets/new');
  await form.name.fill('ghcr-pull');
  await form.fill(1, { host: 'ghcr.io', username: 'robot', password: VALUE });
  await form.save('Add secret');
  await expect(told(page)).toContainText('Added ghcr-pull.');
  const held = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  const cookies = JSON.stringify(await context.cookies());
  for (const text of [held, cookies, ...addresses, await page.content()]) expect(text).not.toContain(VALUE);
  expect(JSON.parse(held).slice(0, 2)).toEqual([{}, {}]);
});

/** Elements that stick out of the window, where the page would have to be scrolled sideways. */
async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.scrollingElement ?? document.documentElement;
    const modal = document.querySelector('dialog');
    if (root.scrollWidth <= root.clientWidth && (modal === null || modal.scrollWidth <= modal.clientWidth)) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1,
    );
    return [`${root.scrollWidth} of ${root.clientWidth}`, ...wide.map((one) => `${one.localName}.${one.className}`)];
  });
}

for (const width of [640, 320]) {
  test(`at ${width} pixels nothing has to be scrolled sideways`, async ({ page }) => {
    await page.setViewportSize({ width, height: 400 });
    for (const address of PAGES) {
      await visit(page, address);
      expect(await sticksOut(page), address).toEqual([]);
    }
  });
}

test('nothing moves for those who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const address of PAGES) {
    await visit(page, address);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return animationName !== 'none' || transitionDuration.split(', ').some((time) => parseFloat(time) > 0);
        })
        .map((element) => `${element.localName}.${element.className}`),
    );
    expect(moving, address).toEqual([]);
  }
});

test('targets are large enough to hit', async ({ page }) => {
  for (const address of PAGES) {
    await visit(page, address);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, select, a.btn, .seg a, input:not([type=hidden], [type=radio], [type=checkbox])')]
        .filter((element) => element.ariaHidden !== 'true')
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => element.getBoundingClientRect().height < 24)
        .map((element) => element.outerHTML),
    );
    expect(small, address).toEqual([]);
  }
});
