import { existsSync } from 'node:fs';
import { Mistake } from '#shared/mistake.ts';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Headless, as root in a container too, and without the browser's own talk to its maker. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser of this machine: `CHROMIUM_PATH`, or one in its usual place; null without any. */
export function findChromium(env: NodeJS.ProcessEnv): string | null {
  const given = env['CHROMIUM_PATH'];
  if (!given) return USUAL_PLACES.find((path) => existsSync(path)) ?? null;
  if (!existsSync(given)) throw new Mistake(`CHROMIUM_PATH is ${given}, and there is no such file.`);
  return given;
}
