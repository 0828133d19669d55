import { error } from '@sveltejs/kit';
import { initialsOf } from '#ui/initials.ts';
import type { RequestHandler } from './$types';

/** The person colours of app.css in its light theme; white letters read on each. */
const COLOURS = ['#0e6b4a', '#9a3b1b', '#2b5c8a', '#5b4ab5', '#8a2f5c', '#5f5a1b', '#226b76'];
const MAX_NAME = 80;
const A_YEAR_SECONDS = 31_536_000;

/** Initials on a colour as a picture, for whoever reads our API; our own pages draw it themselves. */
export const GET: RequestHandler = ({ params }) => {
  const fill = /^[1-7]$/.test(params.colour) ? COLOURS[Number(params.colour) - 1] : undefined;
  const name = params.file.endsWith('.svg') ? params.file.slice(0, -4) : '';
  if (fill === undefined || name === '' || [...name].length > MAX_NAME) error(404, 'There is no such picture.');
  const letters = initialsOf(name).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 80" width="80" height="80"><rect width="80" height="80" fill="${fill}"/><text x="40" y="42" fill="#fff" font-family="Inter, system-ui, sans-serif" font-size="32" font-weight="600" text-anchor="middle" dominant-baseline="middle">${letters}</text></svg>`;
  return new Response(svg, {
    headers: {
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': `public, max-age=${A_YEAR_SECONDS}, immutable`,
      'content-security-policy': "default-src 'none'",
    },
  });
};
