const PATTERN = /^\/avatar\/([1-7])\//;

export type AvatarColour = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const AVATAR_COLOURS: readonly AvatarColour[] = [1, 2, 3, 4, 5, 6, 7];

/** The picture of somebody who chose a colour: our own address, which draws their initials. */
export function avatarPath(name: string, colour: number): string {
  return `/avatar/${colour}/${encodeURIComponent(name)}.svg`;
}

/** The colour that somebody chose, or null: then it follows from their name. */
export function chosenColour(image: string | null): AvatarColour | null {
  const found = PATTERN.exec(image ?? '')?.[1];
  return found === undefined ? null : (Number(found) as AvatarColour);
}
