/** Programs that say what they are: they look at pages and book nothing. */
const BOT =
  /(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|whatsapp\/|telegram|curl\/|wget\/|python-|java\/|go-http|okhttp|axios\/|node-fetch|undici|lighthouse|pingdom|uptime|monitor/i;

/** True for a reader that is obviously a program: it says so, or says nothing. */
export function isObviousBot(userAgent: string | null): boolean {
  return userAgent === null || userAgent.trim() === '' || BOT.test(userAgent);
}
