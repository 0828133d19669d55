// @ts-check
/**
 * Opens Zoom's client inside its frame (routes/mentorship/session/[sessionId]/zoom). Whatever goes wrong, "Open in Zoom"
 * stays on the page, and a sentence says why.
 */

const FILES = [
  'lib/vendor/react.min.js',
  'lib/vendor/react-dom.min.js',
  'lib/vendor/redux.min.js',
  'lib/vendor/redux-thunk.min.js',
  'lib/vendor/lodash.min.js',
];
/** Some megabytes over a thin line; then it is kinder to offer the other way. */
const PATIENCE_MS = 60_000;
const INSTEAD = 'Please open it in Zoom instead.';

const me = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[data-session]'));
const said = document.getElementById('said');
const door = document.getElementById('door');
const { session = '', sdk = '', left = '', failed = '' } = me?.dataset ?? {};

/** A failure in words for people. */
class Trouble extends Error {}

try {
  if (!('WebAssembly' in window) || navigator.mediaDevices === undefined) {
    throw new Trouble(`This browser cannot show the meeting on this page. ${INSTEAD}`);
  }
  const entry = await enter();
  await inTime(open(entry));
  if (door !== null) door.hidden = true;
} catch (error) {
  console.warn('the meeting was not opened on this page', error);
  // What Zoom's client has drawn by then covers everything: the page begins anew, with the way out and without it.
  if ('ZoomMtg' in window) location.replace(failed);
  if (said !== null) {
    said.textContent = error instanceof Trouble ? error.message : `The meeting did not open on this page. ${INSTEAD}`;
  }
}

/** Asks our server for what one person needs to enter this one meeting. */
async function enter() {
  const answer = await fetch('/action/enterZoomMeeting', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sessionId: session }),
  });
  const body = await answer.json();
  if (body.ok !== true) throw new Trouble(`${body.error?.message ?? 'The meeting cannot be entered now.'} ${INSTEAD}`);
  return body.data;
}

/** @param {Record<string, string>} entry */
async function open(entry) {
  for (const file of [...FILES, `zoom-meeting-${sdk.split('/').at(-1)}.min.js`]) await load(`${sdk}/${file}`);
  const zoom = /** @type {any} the SDK has types for its module only */ (window).ZoomMtg;
  // The whole address: Zoom's loader takes a path without a host for a failure.
  zoom.setZoomJSLib(new URL(`${sdk}/lib`, location.origin).href, '/av');
  zoom.preLoadWasm();
  zoom.prepareWebSDK();
  await call((handlers) => zoom.init({ leaveUrl: left, patchJsMedia: true, leaveOnPageUnload: true, ...handlers }));
  if (door !== null) door.hidden = true; // from here on Zoom's own words are shown
  await call((handlers) =>
    zoom.join({
      signature: entry.signature,
      meetingNumber: entry.meetingNumber,
      passWord: entry.passcode,
      userName: entry.userName,
      userEmail: entry.userEmail,
      customerKey: entry.customerKey,
      ...(entry.zak ? { zak: entry.zak } : {}),
      ...handlers,
    }),
  );
}

/** @param {(handlers: { success: (value: unknown) => void, error: (why: unknown) => void }) => void} begin */
function call(begin) {
  return new Promise((resolve, reject) => {
    begin({ success: resolve, error: (why) => reject(new Error(JSON.stringify(why))) });
  });
}

/** @param {string} src */
function load(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script, { src, onload: resolve, onerror: () => reject(new Error(`${src} did not load`)) });
    document.head.append(script);
  });
}

/** @param {Promise<unknown>} work */
function inTime(work) {
  const { promise, reject } = Promise.withResolvers();
  const timer = setTimeout(() => reject(new Error('it took too long')), PATIENCE_MS);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
