import { createTransport } from 'nodemailer';
import { assert } from '#shared/assert.ts';
import { toMs, type Clock } from '#shared/time.ts';

export type MailerOptions = {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  readonly smtpUrl: string;
  /** As in a From header: `Mentorship <no-reply@example.com>`. */
  readonly from: string;
  /** Where answers go; null: to `from`. */
  readonly replyTo?: string | null;
  /** What time a mail says it was written at: the product's own, which a demo moves. */
  readonly clock: Clock;
  /** For each silence of the server: connecting, greeting, answering. */
  readonly timeoutMs: number;
};

export type Mail = {
  /** One bare address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** A calendar invitation; `method` must equal the METHOD inside `content`. */
  readonly icalEvent?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string };
  /** Stops mails like this one when it is sent a POST (RFC 8058). */
  readonly unsubscribeUrl?: string;
  /** `<name@domain>`, the same for every try of one mail: a retried mail is then recognised as the same one. */
  readonly messageId: string;
};

/** `retryable: false` means that this mail will never be taken: the address or the content is refused. */
export type MailResult =
  { readonly ok: true } | { readonly ok: false; readonly retryable: boolean; readonly message: string };

export type Mailer = {
  send(mail: Mail): Promise<MailResult>;
  /** Connects and signs in without sending anything. */
  verify(): Promise<MailResult>;
  close(): void;
};

const MAX_CONNECTIONS = 3;
const MAX_SUBJECT_LENGTH = 200;
const MESSAGE_ID = /^<[^<>\s@]+@[^<>\s@]+>$/;
const URL_IN_HEADER = /^https?:\/\/[^\s<>]+$/;
/** One address only: neither a list nor a display name nor anything that could end the header. */
const ONE_ADDRESS = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/** Sends mail over SMTP through a small pool. An outage is a value; only a Message-ID of the wrong form throws. */
export function createMailer({ smtpUrl, from, replyTo = null, clock, timeoutMs }: MailerOptions): Mailer {
  const transport = createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections: MAX_CONNECTIONS,
      // Enough for a pooled line that the server closed meanwhile; beyond that the job that sends tries again.
      maxRequeues: 1,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
      // Text written by people can name neither a file nor a URL to attach.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from, ...(replyTo === null ? {} : { replyTo }) },
  );
  return {
    async send(mail) {
      assert(MESSAGE_ID.test(mail.messageId), 'a Message-ID looks like <name@domain>');
      if (!ONE_ADDRESS.test(mail.to)) return { ok: false, retryable: false, message: 'the address is not one address' };
      return attempt(async () => {
        await transport.sendMail({
          to: { name: '', address: mail.to },
          subject: oneLine(mail.subject),
          date: new Date(toMs(clock.now())),
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          headers: headersOf(mail),
          ...(mail.icalEvent === undefined ? {} : { icalEvent: mail.icalEvent }),
        });
      });
    },
    verify: () => attempt(async () => void (await transport.verify())),
    close: () => transport.close(),
  };
}

/** Machines do not answer it; where it can be stopped, mail programs offer that with one click (RFC 3834, 2369, 8058). */
function headersOf({ unsubscribeUrl }: Mail): Record<string, string> {
  const automatic = { 'Auto-Submitted': 'auto-generated' };
  if (unsubscribeUrl === undefined) return automatic;
  assert(URL_IN_HEADER.test(unsubscribeUrl), 'an address in a header is one address');
  return {
    ...automatic,
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** A subject may hold what people typed: a line break in it would begin a header of theirs. */
function oneLine(text: string): string {
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, MAX_SUBJECT_LENGTH);
}

async function attempt(act: () => Promise<void>): Promise<MailResult> {
  try {
    await act();
    return { ok: true };
  } catch (error) {
    const { code, responseCode, message } = smtpError(error);
    return { ok: false, retryable: isRetryable(code, responseCode), message };
  }
}

type SmtpError = { code: string | null; responseCode: number | null; message: string };

/** The server's own words may repeat the address, so only its codes are told. */
function smtpError(error: unknown): SmtpError {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const responseCode = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  if (code === null && responseCode === null) throw error; // not from SMTP: a bug of ours
  return { code, responseCode, message: ['SMTP', code, responseCode].filter((part) => part !== null).join(' ') };
}

/** RFC 5321: 4xx is "try again", 5xx is final. A refused sign-in is our configuration, which someone will mend. */
function isRetryable(code: string | null, responseCode: number | null): boolean {
  if (code === 'EAUTH') return true;
  if (responseCode !== null) return responseCode < 500;
  return code !== 'EENVELOPE' && code !== 'EMESSAGE';
}
