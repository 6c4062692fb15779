/** Pictures of every page, to look at: see `screenshots.ts`. */
import { defineConfig } from '@playwright/test';

import tests from './playwright.config';

const window = { ...tests.projects?.[0]?.use, viewport: { width: 1360, height: 860 } };
const phone = tests.projects?.find(({ name }) => name === 'phone')?.use;

export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: 'screenshots.ts',
  reporter: 'line',
  timeout: 120_000,
  use: { ...tests.use, actionTimeout: 15_000 },
  projects: (['light', 'dark'] as const).flatMap((colorScheme) => [
    { name: `wide-${colorScheme}`, use: { ...window, colorScheme } },
    { name: `phone-${colorScheme}`, use: { ...phone, colorScheme } },
  ]),
});
