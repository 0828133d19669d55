import { digits, kB, median, ms } from './numbers.ts';
import { drive, type Ask } from './load.ts';
import { information, type Measurement, type Row } from './row.ts';
import type { MeasuredServer } from './server.ts';
import { openInBrowser } from './browser.ts';
import { weigh } from './weight.ts';

const PATH = '/mentorship';
const CARDS = 24;
const ROUNDS = 7;
const REQUESTS_A_ROUND = 200;
const CONNECTIONS = 4;
const CPU_BUDGET_MS = 1;
const JS_BUDGET_BYTES = 60_000;
/** Svelte's own name for the function under which all components of a page are rendered. */
const RENDER = ['#render', 'Renderer.#render', 'static #render', 'render'];

/** The page that everybody sees first: what it costs the server, the line and the phone. */
export const marketplace: Measurement = {
  name: 'marketplace',
  async run(bench) {
    const product = await bench.product();
    await expectCards(product);
    return [await cpu(product), ...(await weightRows(product)), ...(await openInBrowser(product.port, PATH))];
  },
};

async function expectCards(product: MeasuredServer): Promise<void> {
  const [reply] = (await drive(product.port, asks(1), 1)).replies;
  const cards = reply?.text().match(/\/mentorship\/checkout\?offeringId=/g)?.length ?? 0;
  if (reply?.status !== 200 || cards < CARDS) throw new Error(`${PATH} answered ${reply?.status} with ${cards} cards`);
}

async function cpu(product: MeasuredServer): Promise<Row> {
  await drive(product.port, asks(REQUESTS_A_ROUND), CONNECTIONS);
  const wholes: number[] = [];
  const renders: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    wholes.push(await cpuARequest(product));
    await product.ask('beginProfile');
    const profiled = await cpuARequest(product);
    const shares = await product.ask('endProfile', RENDER);
    renders.push(profiled * Math.max(...Object.values(shares)));
  }
  const whole = median(wholes);
  const render = median(renders);
  const over = median(wholes.map((one, round) => one - (renders[round] ?? 0)));
  return {
    what: `${PATH}, CPU a request over bare rendering`,
    budget: `≤ ${CPU_BUDGET_MS} ms`,
    measured: ms(over),
    ratio: whole / render,
    ok: render > 0 && over <= CPU_BUDGET_MS,
    notes: [
      `${digits(whole * 1000)} µs of the server's CPU a request at ${CARDS} cards, ${digits(render * 1000)} µs of them in Svelte's renderer over the very same components and data`,
      `(the share of profiler samples below it, rounds in turn); the rest is request, query, data for hydration, headers. The ratio is whole ÷ rendering.`,
    ],
  };
}

async function cpuARequest(product: MeasuredServer): Promise<number> {
  const before = await product.ask('cpuMs');
  await drive(product.port, asks(REQUESTS_A_ROUND), CONNECTIONS);
  return ((await product.ask('cpuMs')) - before) / REQUESTS_A_ROUND;
}

async function weightRows(product: MeasuredServer): Promise<Row[]> {
  const { scripts, styles, fonts, html } = await weigh(product.port, PATH);
  return [
    {
      what: `${PATH}, JavaScript`,
      budget: `≤ ${JS_BUDGET_BYTES / 1000} kB gz`,
      measured: `${kB(scripts.gzBytes)} gz`,
      ratio: null,
      ok: scripts.gzBytes <= JS_BUDGET_BYTES,
      notes: [`${scripts.count} files: those that the page names and all that they import, as served with gzip.`],
    },
    information(
      `${PATH}, other weight`,
      `HTML ${kB(html.bytes)}, CSS ${kB(styles.gzBytes)} gz, fonts ${kB(fonts.gzBytes)}`,
      `HTML as sent${html.encoding === null ? ', not compressed' : ` with ${html.encoding}`}; ${styles.count} style sheets, ${fonts.count} fonts that are preloaded.`,
    ),
  ];
}

function asks(count: number): Ask[] {
  return Array.from({ length: count }, () => ({ path: PATH }));
}
