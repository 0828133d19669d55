const WORDS = {
  created: 'Your offering is created.',
  updated: 'Your changes are saved. Sessions already booked keep their own title, price and length.',
  paused: 'Paused: nobody new can book it. Booked sessions go on.',
  resumed: 'Open for booking again.',
  duplicated: 'This is the copy: change it, then resume it. Nobody can book it before.',
  imported: 'Your offerings are created.',
  deleted: 'The offering is deleted.',
  hours: 'Your hours are saved.',
  dayOff: 'Saved: nobody new can book you then. Booked sessions stay.',
  specialHours: 'Your special hours are saved. Booked sessions stay.',
  datesRemoved: 'Your weekly hours count there again.',
  link: 'Your meeting link is saved.',
} as const;

/** Where on the page each is said; at its top otherwise. */
const PLACES: Partial<Record<Done, Place>> = {
  hours: 'hours',
  link: 'link',
  dayOff: 'dates',
  specialHours: 'dates',
  datesRemoved: 'dates',
};

type Place = 'top' | 'hours' | 'link' | 'dates';
export type Done = keyof typeof WORDS;

/** Where a form that went through leads: back here, saying so. A reload then sends nothing twice. */
export function doneHref(done: Done, at?: string): string {
  return `/tutor/mentorship/schedule?done=${done}${at === undefined ? '' : `#${at}`}`;
}

/** What the page says when it comes back from a form; the address may hold anything. */
export function readDone(search: Pick<URLSearchParams, 'get'>): { words: string; place: Place } | null {
  const done = search.get('done');
  if (done === null || !Object.hasOwn(WORDS, done)) return null;
  return { words: WORDS[done as Done], place: PLACES[done as Done] ?? 'top' };
}
