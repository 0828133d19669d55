/**
 * The icons that nearly every page shows, each one path of strokes on a 24 × 24 grid, for Icon.svelte. Lucide's
 * component weighs 5 kB (gzip) on the page that must stay below 60; pages with room may import Lucide's icons.
 */
const ring = 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0';

export const chevronDown = 'M6 9l6 6 6-6';
export const chevronLeft = 'M15 6l-6 6 6 6';
export const chevronRight = 'M9 6l6 6-6 6';
export const close = 'M6 6l12 12M18 6L6 18';
export const search = 'M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0M20.5 20.5L16 16';
export const menu = 'M4 7h16M4 12h16M4 17h16';
export const bell = 'M6.5 10a5.5 5.5 0 0 1 11 0c0 5 2 6.5 2 6.5h-15s2-1.5 2-6.5M10.2 20a2 2 0 0 0 3.6 0';
export const signOut = 'M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15.5 16.5L20 12l-4.5-4.5M20 12H9.5';
export const calendar =
  'M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2M4 10h16M8.5 3v4M15.5 3v4';

export const clock = `${ring}M12 7v5l3.5 2`;
export const info = `${ring}M12 11.5V16M12 8h.01`;
export const alert = `${ring}M12 8v4.5M12 16h.01`;
export const done = `${ring}M8 12.3l2.8 2.7L16 9.5`;

export const verified =
  'M20.3 15.4A4 4 0 0 1 15.4 20.3A4 4 0 0 1 8.6 20.3A4 4 0 0 1 3.7 15.4A4 4 0 0 1 3.7 8.6A4 4 0 0 1 8.6 3.7A4 4 0 0 1 15.4 3.7A4 4 0 0 1 20.3 8.6A4 4 0 0 1 20.3 15.4M8.5 12.3l2.5 2.4 4.5-5';
