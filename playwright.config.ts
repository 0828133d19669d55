import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './tests/support/chromium.ts';

const executablePath = findChromium(process.env);

/** The browser stories. Each worker starts the product once, as `npm run demo` does (tests/e2e/product.ts). */
export default defineConfig({
  testDir: './tests/e2e',
  testMatch: '**/*.story.ts',
  globalSetup: './tests/e2e/build-once.ts',
  outputDir: './test-results/stories',
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    locale: 'en-NG',
    timezoneId: 'Africa/Lagos',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath === null ? {} : { executablePath }) },
  },
});
