import { z } from 'zod';
import { Mistake } from '#shared/mistake.ts';
import { readZoom, zoomProblems, zoomSettings, type ZoomConfig } from './zoom/config.server.ts';

export const APP_MODES = ['production', 'dev', 'demo', 'test'] as const;
export type AppMode = (typeof APP_MODES)[number];

const LOCAL_SECRET = 'local-secret-for-dev-demo-and-test-only';
const PAYSTACK_URL = 'https://api.paystack.co';

/** Every setting that the environment may give. `.env.example` documents the same names, and a test compares. */
const environment = z.object({
  APP_MODE: z.enum(APP_MODES).default('production'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis://')
    .optional(),
  AUTH_SECRET: z.string().optional(),
  PAYSTACK_SECRET_KEY: z
    .string()
    .regex(/^sk_(live|test)_\w{8,}$/, 'must look like sk_live_… or sk_test_…')
    .optional(),
  PAYSTACK_BASE_URL: z.url({ protocol: /^https?$/ }).default(PAYSTACK_URL),
  ...zoomSettings,
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().min(3).default('Mentorship <no-reply@localhost>'),
  SUPPORT_EMAIL: z.email('must be one bare e-mail address').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SENTRY_DSN: z.url({ protocol: /^https?$/ }).optional(),
  FAULT_POINT: z.string().max(50).optional(),
});
type Environment = z.infer<typeof environment>;

export const SETTING_NAMES = Object.keys(environment.shape) as (keyof Environment)[];

export type Config = {
  mode: AppMode;
  port: number;
  host: string;
  /** Without a trailing slash. */
  publicUrl: string;
  databaseUrl: string | null;
  dataDir: string;
  redisUrl: string | null;
  authSecret: string;
  paystack: { secretKey: string; baseUrl: string; domain: 'live' | 'test' };
  /** Null: tutors meet at links of their own. */
  zoom: ZoomConfig | null;
  /** `supportEmail`: where people reach whoever runs this; null: mails name no address. */
  mail: { smtpUrl: string; from: string; supportEmail: string | null };
  logLevel: Environment['LOG_LEVEL'];
  /** How many proxies in front of us may be believed about the client's address. */
  trustedProxies: number;
  /** What a Prometheus shows to read `/metrics`; without it that page is closed in production. */
  metricsToken: string | null;
  /** Where errors are sent besides the log. */
  sentryDsn: string | null;
  /** Where a test wants this process to die; only heeded in test mode. */
  faultPoint: string | null;
};

/** A configuration that the product refuses to start with: one line a problem, each naming its variable. */
export class ConfigError extends Mistake {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`Mentorship cannot start with this configuration:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Parses the environment once, at boot. Throws `ConfigError` naming every variable that is missing, weak or out of place. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(SETTING_NAMES.map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const isProduction = parsed.data.APP_MODE === 'production';
  const problems = [
    ...(isProduction ? productionProblems(parsed.data) : localProblems(parsed.data)),
    ...zoomProblems(parsed.data, isProduction),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

function toConfig(env: Environment): Config {
  const secretKey = env.PAYSTACK_SECRET_KEY ?? 'sk_test_local_stand_in';
  return {
    mode: env.APP_MODE,
    port: env.PORT,
    host: env.HOST ?? (env.APP_MODE === 'production' ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: (env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ''),
    databaseUrl: env.DATABASE_URL ?? null,
    dataDir: env.DATA_DIR,
    redisUrl: env.REDIS_URL ?? null,
    authSecret: env.AUTH_SECRET ?? LOCAL_SECRET,
    paystack: {
      secretKey,
      baseUrl: env.PAYSTACK_BASE_URL.replace(/\/+$/, ''),
      domain: secretKey.startsWith('sk_live_') ? 'live' : 'test',
    },
    zoom: readZoom(env),
    mail: {
      smtpUrl: env.SMTP_URL ?? 'smtp://127.0.0.1:1025',
      from: env.MAIL_FROM,
      supportEmail: env.SUPPORT_EMAIL ?? null,
    },
    logLevel: env.LOG_LEVEL,
    trustedProxies: env.TRUSTED_PROXIES,
    metricsToken: env.METRICS_TOKEN ?? null,
    sentryDsn: env.SENTRY_DSN ?? null,
    faultPoint: env.FAULT_POINT ?? null,
  };
}

function productionProblems(env: Environment): string[] {
  const problems: string[] = [];
  const required = ['PUBLIC_URL', 'AUTH_SECRET', 'PAYSTACK_SECRET_KEY', 'SMTP_URL'] as const;
  for (const name of required) if (env[name] === undefined) problems.push(`${name} is required in production`);
  if (env.AUTH_SECRET !== undefined && isWeak(env.AUTH_SECRET)) {
    problems.push(
      'AUTH_SECRET is weak: give at least 32 random characters, for instance from `openssl rand -base64 32`',
    );
  }
  if (env.PUBLIC_URL?.startsWith('http:')) problems.push('PUBLIC_URL must be https in production');
  if (env.PAYSTACK_SECRET_KEY?.startsWith('sk_test_')) {
    problems.push('PAYSTACK_SECRET_KEY is a test key: with it anyone could book without paying');
  }
  if (env.PAYSTACK_BASE_URL !== PAYSTACK_URL) {
    problems.push(`PAYSTACK_BASE_URL must be ${PAYSTACK_URL} in production: stand-ins are for dev, demo and test`);
  }
  if (env.SMTP_URL !== undefined && isLoopback(env.SMTP_URL) && env.SMTP_URL.includes(':1025')) {
    problems.push('SMTP_URL points at the local mail sink: stand-ins are for dev, demo and test');
  }
  if (env.METRICS_TOKEN !== undefined && isWeakToken(env.METRICS_TOKEN)) {
    problems.push(
      'METRICS_TOKEN is weak: give at least 16 random characters, or leave it out and /metrics stays closed',
    );
  }
  if (env.FAULT_POINT !== undefined) problems.push('FAULT_POINT is for test mode only');
  if (env.MAIL_FROM.includes('@localhost')) problems.push('MAIL_FROM is required in production');
  return problems;
}

function localProblems(env: Environment): string[] {
  const problems: string[] = [];
  if (env.PAYSTACK_SECRET_KEY?.startsWith('sk_live_')) {
    problems.push(`PAYSTACK_SECRET_KEY is a live key, and APP_MODE is ${env.APP_MODE}: live keys are for production`);
  }
  if (env.FAULT_POINT !== undefined && env.APP_MODE !== 'test') problems.push('FAULT_POINT is for test mode only');
  return problems;
}

function isWeak(secret: string): boolean {
  return (
    secret.length < 32 ||
    secret === LOCAL_SECRET ||
    new Set(secret).size < 12 ||
    /change.?me|example|secret-for/i.test(secret)
  );
}

function isWeakToken(token: string): boolean {
  return new Set(token).size < 8 || /change.?me|example|secret/i.test(token);
}

function isLoopback(url: string): boolean {
  return /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname) || new URL(url).hostname === 'localhost';
}
