import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { actions } from '../action/[name]/registry.server.ts';
import { readable } from '../docs/api/readable.ts';
import { FOREIGN_PATHS } from './endpoints.server.ts';
import { openApi } from './openapi.server.ts';

const document = openApi({ publicUrl: 'https://mentorship.example.com' });

it('describes every action, with a sentence and what goes in', () => {
  for (const name of actions.keys()) {
    const operation = (document.paths[`/action/${name}`] as { post: { summary?: string; requestBody: unknown } }).post;
    expect(operation.summary, name).toMatch(/\.$/);
    expect(operation.requestBody, name).toHaveProperty('content');
  }
});

it('describes every address under /api, and none that does not exist', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('+server.ts'))
    .map((path) => `/api/${path.replace(/\/?\+server\.ts$/, '')}`)
    .filter((path) => !FOREIGN_PATHS.includes(path))
    .map((path) => path.replaceAll('[', '{').replaceAll(']', '}'));
  const described = Object.keys(document.paths).filter((path) => path.startsWith('/api/'));
  expect(described.sort()).toEqual(routes.sort());
});

it('reads what goes in off the schemas that parse it', () => {
  const create = document.paths['/action/createMentorshipOffering'];
  expect(create).toMatchObject({
    post: {
      requestBody: {
        content: {
          'application/json': { schema: { required: ['title', 'duration', 'price'], additionalProperties: false } },
        },
      },
    },
  });
});

it('can be read by people', () => {
  const calls = readable(document).flatMap(({ calls: all }) => all);
  const slots = calls.find(({ path }) => path === '/api/mentorship/offerings/{id}/slots');
  expect(slots?.fields).toContainEqual({ name: 'from', required: true, type: 'date, YYYY-MM-DD' });
  expect(calls.every(({ summary, answers }) => summary !== '' && answers.length > 0)).toBe(true);
});
