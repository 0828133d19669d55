import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { digits, median, ms } from './numbers.ts';
import { skipped, type Row } from './row.ts';

const TIMES = 5;
const SETTLE_MS = 1_500;
const LCP_BUDGET_MS = 1_000;
/** Lighthouse's "slow 4G". */
const LATENCY_MS = 150;
const BYTES_A_SECOND = (1.6 * 1_000_000) / 8;
const PHONE = { width: 360, height: 800 };
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** What a phone on a slow line sees of a page; skipped where there is no Chromium. */
export async function openInBrowser(port: number, path: string): Promise<Row[]> {
  const what = `${path}, LCP on throttled 4G`;
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) {
    return [skipped(what, '< 1 s, CLS 0', 'No Chromium was found; name one in CHROMIUM.')];
  }
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const visits: Visit[] = [];
    for (let time = 0; time < TIMES; time += 1) visits.push(await visit(browser, `http://127.0.0.1:${port}${path}`));
    return rows(what, path, visits);
  } finally {
    await browser.close();
  }
}

function rows(what: string, path: string, visits: readonly Visit[]): Row[] {
  const lcpMs = median(visits.map((one) => one.lcpMs));
  const shift = Math.max(...visits.map((one) => one.shift));
  return [
    {
      what,
      budget: '< 1 s',
      measured: ms(lcpMs),
      ratio: null,
      ok: lcpMs < LCP_BUDGET_MS,
      notes: [
        `Chromium, ${PHONE.width} px, empty cache, ${LATENCY_MS} ms and ${digits((BYTES_A_SECOND * 8) / 1e6)} Mbit/s; median of ${TIMES}. A hint on a busy machine.`,
      ],
    },
    {
      what: `${path}, layout shift`,
      budget: 'CLS 0',
      measured: digits(shift),
      ratio: null,
      ok: shift === 0,
      notes: [],
    },
  ];
}

type Visit = { lcpMs: number; shift: number };
type Seen = { lcpMs: number; shift: number };
type Browser = Awaited<ReturnType<typeof chromium.launch>>;

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: PHONE, deviceScaleFactor: 2 });
  try {
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send('Network.enable');
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: LATENCY_MS,
      downloadThroughput: BYTES_A_SECOND,
      uploadThroughput: BYTES_A_SECOND,
    });
    await page.addInitScript(watch);
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(SETTLE_MS);
    return await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
function watch(): void {
  const seen: Seen = { lcpMs: 0, shift: 0 };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcpMs = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}
