import type { SessionId } from '#shared/id.ts';

export type MeetingProviderName = 'link' | 'zoom' | 'room';

/** How it went: the place is as the session wants it; something is to be tried again; nobody answered at the provider. */
export type Aligned = 'settled' | 'waiting' | 'unavailable';

/** Makes the place where two people meet, and keeps it in line with their session. */
export type MeetingProvider = {
  readonly name: MeetingProviderName;
  /** Looks what the session wants now (a place, another time, none any more) and does it. Safe to run again. */
  align(sessionId: SessionId): Promise<Aligned>;
  /** Sessions whose place may not be as they want it, soonest first. */
  lost(): Promise<SessionId[]>;
};
