import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import { newEmail, PASSWORD } from './caller.ts';
import { startProduct, type Product } from './product.ts';

export { expect } from '@playwright/test';

/** A browser of their own, with the person who sits before it. */
export type Visitor = { readonly page: Page; readonly email: string };

type Fixtures = {
  /** Opens another browser on the product: signed out, as somebody new, or as one of the demo's people. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
  newStudent(name: string, options?: BrowserContextOptions): Promise<Visitor>;
  demoPerson(email: string, options?: BrowserContextOptions): Promise<Page>;
  /** What the console may say in this story: Chromium writes there each refusal (4xx, 5xx) that a story is about. */
  expectedErrors: RegExp[];
  noise: Noise;
};

type Noise = { watch(context: BrowserContext): void };

/**
 * A story about the built product: one server a worker, a browser for each person. A story fails when a page of ours
 * writes an error to the console, breaks its own content policy or throws, and when the server logs an error.
 */
export const test = base.extend<Fixtures, { product: Product }>({
  product: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from here
    async ({}, use) => {
      const product = await startProduct();
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  expectedErrors: [[], { option: true }],
  noise: async ({ product, expectedErrors }, use) => {
    const heard: string[] = [];
    product.takeErrors();
    await use({ watch: (context) => listen(context, product, heard) });
    const unexpected = heard.filter((line) => !expectedErrors.some((pattern) => pattern.test(line)));
    expect(unexpected, 'nothing in the console').toEqual([]);
    expect(product.takeErrors(), 'no error in the log of the server').toEqual([]);
  },
  visitor: async ({ browser, contextOptions, baseURL, noise }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ ...contextOptions, baseURL: baseURL ?? '', ...options });
      noise.watch(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  newStudent: async ({ visitor }, use) => {
    await use(async (name, options) => {
      const page = await visitor(options);
      const email = newEmail(name);
      const answer = await page.request.post('/api/auth/sign-up/email', { data: { name, email, password: PASSWORD } });
      expect(answer.ok(), await answer.text()).toBe(true);
      return { page, email };
    });
  },
  demoPerson: async ({ visitor }, use) => {
    await use(async (email, options) => {
      const page = await visitor(options);
      const answer = await page.request.post('/demo/sign-in', { form: { email, returnTo: '/robots.txt' } });
      expect(answer.ok(), await answer.text()).toBe(true);
      return page;
    });
  },
});

/** Pages of ours only: what Paystack's page does is Paystack's business. */
function listen(context: BrowserContext, product: Product, heard: string[]): void {
  context.on('console', (message) => {
    const isOurs = message.location().url.startsWith(product.url) || message.page()?.url().startsWith(product.url);
    if (message.type() === 'error' && isOurs) heard.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  context.on('weberror', (event) => heard.push(`${event.page()?.url() ?? ''}: ${event.error().message}`));
}
