import type { Instant } from '#shared/time.ts';

export type DemoMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO, by the real clock. */
  readonly sentAt: string;
};

/** What only the demo and tests can do. A process registers it as `demo`; production never does. */
export type Demo = {
  /** Moves the clock and then lets everything happen that is due by it. `false`: that would be backwards. */
  moveClockTo(when: Instant): Promise<boolean>;
  /** The outbox, newest first; null when the mail stand-in does not run in this process. */
  mails: (() => Promise<readonly DemoMail[]>) | null;
};
