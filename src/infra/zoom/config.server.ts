import { z } from 'zod';

const API_URL = 'https://api.zoom.us/v2';
const OAUTH_URL = 'https://zoom.us/oauth/token';

/** What the environment may say about Zoom. All of it may be missing: then tutors meet at links of their own. */
export const zoomSettings = {
  ZOOM_ACCOUNT_ID: z.string().optional(),
  ZOOM_CLIENT_ID: z.string().optional(),
  ZOOM_CLIENT_SECRET: z.string().optional(),
  ZOOM_WEBHOOK_SECRET: z.string().optional(),
  ZOOM_HOSTS: z
    .string()
    .regex(/^[^\s,]+(\s*,\s*[^\s,]+)*$/, 'must be user ids or e-mails at Zoom with commas between')
    .refine(
      (hosts) => !hosts.split(',').some((host) => host.trim() === 'me'),
      'may not name "me": give user ids or e-mails',
    )
    .optional(),
  ZOOM_SDK_CLIENT_ID: z.string().optional(),
  ZOOM_SDK_CLIENT_SECRET: z.string().optional(),
  ZOOM_BASE_URL: z.url({ protocol: /^https?$/ }).default(API_URL),
  ZOOM_OAUTH_URL: z.url({ protocol: /^https?$/ }).default(OAUTH_URL),
};
type Environment = z.infer<z.ZodObject<typeof zoomSettings>>;

export type ZoomConfig = {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly webhookSecret: string;
  /** Zoom users in whose name meetings are made; each has its own daily allowance. */
  readonly hosts: readonly string[];
  readonly baseUrl: string;
  readonly oauthUrl: string;
  /** Null: sessions meet in Zoom's own application, not on our page. */
  readonly sdk: { readonly clientId: string; readonly clientSecret: string } | null;
};

const NEEDED = [
  'ZOOM_ACCOUNT_ID',
  'ZOOM_CLIENT_ID',
  'ZOOM_CLIENT_SECRET',
  'ZOOM_WEBHOOK_SECRET',
  'ZOOM_HOSTS',
] as const;
const SDK = ['ZOOM_SDK_CLIENT_ID', 'ZOOM_SDK_CLIENT_SECRET'] as const;
const SECRETS = ['ZOOM_CLIENT_SECRET', 'ZOOM_WEBHOOK_SECRET', 'ZOOM_SDK_CLIENT_SECRET'] as const;

/** The configuration, or null without any. Ask `zoomProblems` first: half of one is a problem, not a null. */
export function readZoom(env: Environment): ZoomConfig | null {
  const { ZOOM_ACCOUNT_ID: accountId, ZOOM_CLIENT_ID: clientId, ZOOM_CLIENT_SECRET: clientSecret } = env;
  const { ZOOM_WEBHOOK_SECRET: webhookSecret, ZOOM_HOSTS: hosts } = env;
  if (!accountId || !clientId || !clientSecret || !webhookSecret || !hosts) return null;
  const { ZOOM_SDK_CLIENT_ID: sdkId, ZOOM_SDK_CLIENT_SECRET: sdkSecret } = env;
  return {
    accountId,
    clientId,
    clientSecret,
    webhookSecret,
    hosts: [...new Set(hosts.split(',').map((host) => host.trim()))],
    baseUrl: env.ZOOM_BASE_URL.replace(/\/+$/, ''),
    oauthUrl: env.ZOOM_OAUTH_URL,
    sdk: sdkId && sdkSecret ? { clientId: sdkId, clientSecret: sdkSecret } : null,
  };
}

/** What is missing, weak or out of place, each naming its variable and repeating no value. */
export function zoomProblems(env: Environment, isProduction: boolean): string[] {
  const problems: string[] = [];
  const isWanted = [...NEEDED, ...SDK].some((name) => env[name] !== undefined);
  if (isWanted) for (const name of NEEDED) if (env[name] === undefined) problems.push(missing(name, 'Zoom'));
  if (SDK.some((name) => env[name] !== undefined)) {
    for (const name of SDK) if (env[name] === undefined) problems.push(missing(name, "Zoom's embedding"));
  }
  if (!isProduction) return problems;
  for (const name of SECRETS) {
    const secret = env[name];
    if (secret !== undefined && isPlaceholder(secret))
      problems.push(`${name} is no secret that Zoom gave: copy it from the app at marketplace.zoom.us`);
  }
  if (env.ZOOM_BASE_URL !== API_URL) problems.push(`ZOOM_BASE_URL must be ${API_URL} in production: ${STAND_INS}`);
  if (env.ZOOM_OAUTH_URL !== OAUTH_URL)
    problems.push(`ZOOM_OAUTH_URL must be ${OAUTH_URL} in production: ${STAND_INS}`);
  return problems;
}

const STAND_INS = 'stand-ins are for dev, demo and test';

function missing(name: string, what: string): string {
  return `${name} is missing: ${what} needs all of its settings, or none`;
}

function isPlaceholder(secret: string): boolean {
  return (
    secret.length < 16 || new Set(secret).size < 8 || /your.?zoom|change.?me|example|stand.?in|secret/i.test(secret)
  );
}
