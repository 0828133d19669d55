import type { RefundPolicy } from '#shared/settings.ts';
import { amara, chiamaka, ifeanyi, marcus, ngozi, priya, tunde, yusuf, zainab, type WorldPerson } from './people.ts';

const WEEKDAYS = [1, 2, 3, 4, 5];
const SATURDAY = 6;

/** How a tutor works. Ranges are hours of the day in their own zone. */
export type WorldHours = {
  readonly tutor: WorldPerson;
  readonly ranges: readonly { days: readonly number[]; from: number; to: number }[];
  readonly bufferMinutes?: number;
  readonly noticeMinutes?: number;
  readonly dailyCap?: number;
  readonly refundPolicy?: RefundPolicy;
};

export const hours: readonly WorldHours[] = [
  {
    tutor: tunde,
    ranges: [
      { days: WEEKDAYS, from: 9, to: 17 },
      { days: [SATURDAY], from: 10, to: 14 },
    ],
  },
  {
    tutor: ngozi,
    ranges: [
      { days: [1, 3, 5], from: 8, to: 12 },
      { days: [2, 4], from: 16, to: 20 },
    ],
    bufferMinutes: 15,
    refundPolicy: 'strict',
  },
  { tutor: ifeanyi, ranges: [{ days: WEEKDAYS, from: 18, to: 22 }] },
  { tutor: amara, ranges: [{ days: WEEKDAYS, from: 10, to: 18 }], dailyCap: 3 },
  {
    tutor: yusuf,
    ranges: [
      { days: WEEKDAYS, from: 18, to: 22 },
      { days: [0, SATURDAY], from: 9, to: 15 },
    ],
    noticeMinutes: 12 * 60,
  },
  {
    tutor: zainab,
    ranges: [
      { days: [1, 2, 3, 4], from: 9, to: 13 },
      { days: [1, 2, 3, 4], from: 14, to: 17 },
    ],
    refundPolicy: 'flexible',
  },
  { tutor: priya, ranges: [{ days: WEEKDAYS, from: 17, to: 21 }], bufferMinutes: 10 },
  { tutor: marcus, ranges: [{ days: [2, 4, SATURDAY], from: 8, to: 12 }], noticeMinutes: 24 * 60 },
  { tutor: chiamaka, ranges: [{ days: [1, 3], from: 12, to: 16 }], dailyCap: 2, refundPolicy: 'strict' },
];
