import { createHmac, timingSafeEqual } from 'node:crypto';

/** `v0=` and the hex of an HMAC-SHA256. */
const SIGNATURE = /^v0=([0-9a-f]{64})$/i;
const SECONDS = /^\d{1,12}$/;
/** An event that was signed longer ago, or later than that, is somebody playing an old one again. */
const MAX_AGE_MS = 5 * 60_000;

export type SignedHeaders = {
  /** `x-zm-signature`. */
  readonly signature: string | null;
  /** `x-zm-request-timestamp`, seconds since the epoch. */
  readonly timestamp: string | null;
};

/**
 * Whether Zoom signed these bytes, and lately: the HMAC-SHA256 of `v0:{timestamp}:{raw body}` under the webhook
 * secret. `nowMs` is real time, whatever the product's clock says.
 */
export function judgeZoomSignature(
  rawBody: Uint8Array,
  { signature, timestamp }: SignedHeaders,
  secret: string,
  nowMs: number,
): 'good' | 'forged' | 'stale' {
  const given = SIGNATURE.exec(signature ?? '')?.[1];
  if (given === undefined || timestamp === null || !SECONDS.test(timestamp)) return 'forged';
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest();
  if (!timingSafeEqual(expected, Buffer.from(given, 'hex'))) return 'forged';
  return Math.abs(nowMs - Number(timestamp) * 1000) > MAX_AGE_MS ? 'stale' : 'good';
}

/** Our proof to Zoom that we know the webhook secret. Only ever for a question that Zoom signed: else we would sign anything for anybody. */
export function answerUrlValidation(plainToken: string, secret: string) {
  return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}

export type SdkSignatureInput = {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly meetingNumber: string;
  /** 1 starts the meeting (with a ZAK), 0 takes part. */
  readonly role: 0 | 1;
  /** Real time. */
  readonly nowMs: number;
};

/** Zoom takes 30 minutes to 48 hours; two hours are enough to begin any session, and reloading the page makes a new one. */
const SDK_SECONDS = 2 * 60 * 60;
/** Zoom's clock may be a little behind ours. */
const CLOCK_SKEW_SECONDS = 30;

/** The JWT (HS256) with which the Meeting SDK in a browser joins one meeting. */
export function sdkSignature({ clientId, clientSecret, meetingNumber, role, nowMs }: SdkSignatureInput): string {
  const iat = Math.floor(nowMs / 1000) - CLOCK_SKEW_SECONDS;
  const exp = iat + SDK_SECONDS;
  const claims = { appKey: clientId, sdkKey: clientId, mn: meetingNumber, role, iat, exp, tokenExp: exp };
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', clientSecret).update(signed).digest('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
