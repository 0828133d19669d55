import type { Config } from './config.server.ts';

/** Named places of the money's way at which a crash must lose nothing. */
export const FAULT_POINTS = [
  'hold.committed',
  'page.opened',
  'charge.verified',
  'charge.settled',
  'charge.applied',
  'request.approved',
  'refund.recorded',
  'refund.counted',
  'refund.sent',
  'session.moved',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Ends the process here and now, as a power cut would, when a test asked for it. Outside test mode it never does. */
export function faultPoint({ config }: { config: Config }, here: FaultPoint): void {
  if (config.mode === 'test' && config.faultPoint === here) process.kill(process.pid, 'SIGKILL');
}
