import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Config } from '#infra/config.server.ts';

/** A cookie to set, its value not yet encoded for the header. */
export type SetCookie = {
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number | null;
};

/** `__Host-` binds the cookie to this very host over https; plain http (a demo on localhost) cannot have it. */
export function authCookieName(config: Pick<Config, 'publicUrl'>): string {
  return config.publicUrl.startsWith('https:') ? '__Host-mentorship_session' : 'mentorship_session';
}

export function isSecure(config: Pick<Config, 'publicUrl'>): boolean {
  return config.publicUrl.startsWith('https:');
}

/** The auth session's token from a Cookie header, or null when there is none or its signature is not ours. */
export function readAuthToken(config: Config, cookieHeader: string | null): string | null {
  const raw = cookieValue(cookieHeader, authCookieName(config));
  if (raw === null) return null;
  const dot = raw.lastIndexOf('.');
  if (dot <= 0) return null;
  const token = raw.slice(0, dot);
  const given = Buffer.from(raw.slice(dot + 1), 'base64');
  // Better Auth signs its cookies so: base64(HMAC-SHA256(secret, token)).
  const right = createHmac('sha256', config.authSecret).update(token).digest();
  return given.length === right.length && timingSafeEqual(given, right) ? token : null;
}

/** The cookie's value for a token, signed as Better Auth signs it. */
export function signAuthToken(config: Config, token: string): string {
  return `${token}.${createHmac('sha256', config.authSecret).update(token).digest('base64')}`;
}

/** The cookie that remembers, for minutes, who gave a right password and still owes a code. */
export function secondStepCookieName(config: Config): string {
  return isSecure(config) ? '__Host-mentorship_second_step' : 'mentorship_second_step';
}

export function readSecondStepToken(config: Config, cookieHeader: string | null): string | null {
  return cookieValue(cookieHeader, secondStepCookieName(config));
}

export function hasAuthCookie(config: Config, cookieHeader: string | null): boolean {
  return cookieValue(cookieHeader, authCookieName(config)) !== null;
}

function cookieValue(header: string | null, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const [key, ...rest] = part.split('=');
    if (key?.trim() === name) return decode(rest.join('=').trim());
  }
  return null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Reads the Set-Cookie headers of Better Auth's answer. Its other attributes are ours and the same for every cookie. */
export function readSetCookies(headers: Headers): SetCookie[] {
  return headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split(';');
    const equals = pair.indexOf('=');
    const maxAge = attributes
      .map((text) => /^\s*max-age=(-?\d+)\s*$/i.exec(text)?.[1])
      .find((found) => found !== undefined);
    return {
      name: pair.slice(0, equals).trim(),
      value: decode(pair.slice(equals + 1).trim()) ?? '',
      maxAgeSeconds: maxAge === undefined ? null : Number(maxAge),
    };
  });
}
