import { setTimeout as wait } from 'node:timers/promises';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';
import { instant, toIso } from '#shared/time.ts';

export type FakeMail = {
  /** The bare address; several are joined with `, `. */
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO UTC, when the mail says that it was written; when it came in, should it not say. */
  readonly sentAt: string;
  readonly messageId: string;
  /** The body of the `text/calendar` part, if there is one. */
  readonly calendar: string | null;
  /** As it came over the line, headers and all. */
  readonly raw: string;
};

export type SmtpKnobs = {
  /** How many of the next mails are refused, with `refuseCode` (4xx: try again, 5xx: never). */
  refuseNext: number;
  refuseCode: number;
  /** How many of the next mails are taken without ever saying so. */
  loseAnswers: number;
  /** Before each mail is accepted. */
  delayMs: number;
  /** Turns every connection away with 421. */
  drop: boolean;
};

/** A mail server that delivers nothing and shows everything; the newest 500 mails are kept. */
export type FakeSmtp = {
  readonly url: string;
  readonly knobs: SmtpKnobs;
  /** Newest first. */
  mails(): readonly FakeMail[];
  clear(): void;
  close(): Promise<void>;
};

export type FakeSmtpOptions = {
  /** 0, the default, takes any free port. */
  readonly port?: number;
};

const MAX_MAILS_KEPT = 500;
const MAX_MAIL_BYTES = 5_000_000;

export async function startFakeSmtp({ port = 0 }: FakeSmtpOptions = {}): Promise<FakeSmtp> {
  const knobs: SmtpKnobs = { refuseNext: 0, refuseCode: 550, loseAnswers: 0, delayMs: 0, drop: false };
  let mails: readonly FakeMail[] = [];
  const closing = new AbortController();

  async function receive(stream: SMTPServerDataStream): Promise<'answer' | 'stay silent'> {
    const raw = await readAll(stream);
    if (knobs.delayMs > 0) await wait(knobs.delayMs, undefined, { signal: closing.signal });
    mails = [await parse(raw), ...mails].slice(0, MAX_MAILS_KEPT);
    return takeOne(knobs, 'loseAnswers') ? 'stay silent' : 'answer';
  }

  const server = new SMTPServer({
    ...OPEN,
    onConnect: (_session, done) => done(knobs.drop ? refusal(421) : null),
    onRcptTo: (_address, _session, done) => done(takeOne(knobs, 'refuseNext') ? refusal(knobs.refuseCode) : null),
    onData(stream, _session, done) {
      receive(stream).then(
        (next) => (next === 'answer' ? done() : undefined),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  server.on('error', () => {}); // a client that hangs up is none of our trouble
  return {
    url: `smtp://127.0.0.1:${await listen(server, port)}`,
    knobs,
    mails: () => mails,
    clear: () => void (mails = []),
    close: () => {
      closing.abort();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const OPEN: SMTPServerOptions = {
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  logger: false,
  size: MAX_MAIL_BYTES,
  closeTimeout: 100,
};

/** Counts a knob down; true while there was something left. */
function takeOne(knobs: SmtpKnobs, name: 'refuseNext' | 'loseAnswers'): boolean {
  if (knobs[name] === 0) return false;
  knobs[name] -= 1;
  return true;
}

function refusal(responseCode: number): Error {
  return Object.assign(new Error('refused by the stand-in'), { responseCode });
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server listens on no port'));
      else resolve(address.port);
    });
  });
}

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function parse(raw: Buffer): Promise<FakeMail> {
  const mail = await simpleParser(raw);
  return {
    to: addresses(mail.to),
    from: addresses(mail.from),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    sentAt: toIso(instant(mail.date?.getTime() ?? Date.now())),
    messageId: mail.messageId ?? '',
    calendar: calendarOf(mail),
    raw: raw.toString('utf8'),
  };
}

function addresses(header: AddressObject | AddressObject[] | undefined): string {
  const objects = header === undefined ? [] : Array.isArray(header) ? header : [header];
  return objects.flatMap(({ value }) => value.map(({ address }) => address ?? '')).join(', ');
}

/** The invitation: mailparser gives the calendar alternative as an attachment. */
function calendarOf({ attachments }: ParsedMail): string | null {
  const part = attachments.find(({ contentType }) => contentType === 'text/calendar');
  return part === undefined ? null : part.content.toString('utf8');
}
