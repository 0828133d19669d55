/** How people reach whoever runs this site, as the end of a sentence: true with an address, and without one. */
export function howToReachUs(supportEmail: string | null): string {
  return supportEmail === null ? 'tell the people who run this site' : `write to ${supportEmail}`;
}
