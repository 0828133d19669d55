import { chromium, type Browser } from '@playwright/test';
import lighthouse from 'lighthouse';
import { CHROMIUM_FLAGS, findChromium } from '#tests/support/chromium.ts';
import { createCaller } from '../e2e/caller.ts';
import { freePort, startProduct } from '../e2e/product.ts';
import { skipped, type Measurement, type Row } from './row.ts';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const BUDGET = 95;
const COURSE = 'react-mastery';
/** Her world has this course completed. */
const STUDENT = 'student@demo.test';

type Place = { name: string; path: string; isSignedIn?: boolean };

/** Lighthouse's own marks, on its simulated phone, for the pages between finding a mentor and booking one. */
export const lighthouseMarks: Measurement = {
  name: 'lighthouse',
  async run() {
    const executablePath = findChromium(process.env);
    if (executablePath === null) return [skipped('Lighthouse', `≥ ${BUDGET}`, 'No Chromium was found.')];
    const product = await startProduct();
    const port = await freePort();
    const browser = await chromium.launch({
      executablePath,
      args: [...CHROMIUM_FLAGS, `--remote-debugging-port=${port}`],
    });
    try {
      const rows: Row[] = [];
      for (const place of await places(product.url)) {
        if (place.isSignedIn) await signIn(browser, product.url);
        rows.push(await marks(port, product.url, place));
      }
      return rows;
    } finally {
      await browser.close();
      await product.stop();
    }
  },
};

async function places(url: string): Promise<Place[]> {
  const { body } = await createCaller(url, null).get('/api/mentorship/offerings?limit=1');
  const [first] = (body as { offerings: { id: string }[] }).offerings;
  if (first === undefined) throw new Error('the demo has offerings');
  return [
    { name: 'marketplace', path: '/mentorship' },
    { name: 'offering', path: `/mentorship/offerings/${first.id}` },
    { name: 'checkout', path: `/mentorship/checkout?offeringId=${first.id}` },
    { name: 'completion', path: `/courses/${COURSE}/complete`, isSignedIn: true },
  ];
}

async function marks(port: number, url: string, { name, path, isSignedIn = false }: Place): Promise<Row> {
  const flags = {
    port,
    logLevel: 'error' as const,
    onlyCategories: [...CATEGORIES],
    disableStorageReset: isSignedIn, // cookies are storage
  };
  // The first visit warms the server, as any visit but a day's first finds it.
  await fetch(url + path);
  const result = await lighthouse(url + path, flags);
  if (result === undefined) throw new Error(`Lighthouse said nothing of ${path}`);
  const { categories, audits } = result.lhr;
  const scores = CATEGORIES.map((category) => Math.round((categories[category]?.score ?? 0) * 100));
  const weak = Object.values(audits).filter(
    ({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === 'binary',
  );
  return {
    what: `Lighthouse, ${name}`,
    budget: `≥ ${BUDGET} in all four`,
    measured: scores.join(' · '),
    ratio: null,
    ok: scores.every((score) => score >= BUDGET),
    notes: [`${CATEGORIES.join(', ')}. ${weak.map(({ title }) => title).join('; ')}`.trim()],
  };
}

/** Signs the whole browser in: Lighthouse opens pages of its own. */
async function signIn(browser: Browser, url: string): Promise<void> {
  const answer = await fetch(`${url}/demo/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: STUDENT, returnTo: '/mentorship' }),
  });
  const session = await browser.newBrowserCDPSession();
  const cookies = answer.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), domain: new URL(url).hostname, path: '/' };
  });
  await session.send('Storage.setCookies', { cookies });
}
