export const PARTS = ['html', 'text'] as const;
export type Part = (typeof PARTS)[number];
export const LOOKS = ['light', 'dark'] as const;
export type Look = (typeof LOOKS)[number];

export function readPart(text: string | null): Part {
  return PARTS.find((part) => part === text) ?? 'html';
}

export function readLook(text: string | null): Look {
  return LOOKS.find((look) => look === text) ?? 'light';
}

/** Mails come newest first; each is numbered from the oldest, so that an address still means it when others have come. */
export function numbered<Mail>(mails: readonly Mail[]): { number: number; mail: Mail }[] {
  return mails.map((mail, index) => ({ number: mails.length - index, mail }));
}

/** The page with one mail open. */
export function mailHref(number: number, part: Part, look: Look): string {
  return `/demo/mails?${new URLSearchParams({ mail: String(number), part, look })}`;
}
