/** axe-core on a page as it is, in light and dark. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that look at colours; no other can tell the themes apart. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** Expects no violation, in either theme. `what` names the page in the message. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  await letAxeBreathe(page);
  // Tall enough that nothing lies under what sticks to the window's edge.
  const size = page.viewportSize();
  if (size !== null) await page.setViewportSize({ ...size, height: 2400 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // The other mode opens a page of its own, in which nothing runs where scripts are off.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const asked = colorScheme === 'light' ? axe.withTags(TAGS) : axe.withRules(OF_COLOURS);
    const { violations } = await asked.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
    expect.soft(found, `${what}, ${colorScheme}`).toEqual([]);
  }
  if (size !== null) await page.setViewportSize(size);
}

/**
 * Where scripts are off a browser runs what it is told to at once, but no timers; axe uses them
 * only to take a breath.
 */
async function letAxeBreathe(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (matchMedia('(scripting: enabled)').matches) return;
    const soon = (work: () => void) => {
      void Promise.resolve().then(work);
      return 0;
    };
    window.setTimeout = soon as unknown as typeof window.setTimeout;
  });
}
