import { expect, it } from 'vitest';
import { withoutPersons } from './without-persons.server.ts';

it('tells a failing statement without the values in it', () => {
  const stack =
    'Error: Failed query: insert into person values ($1)\nparams: ada@example.com,Ada\nObi\n    at run (a.ts:1:1)';
  expect(withoutPersons(stack)).toBe('Error: Failed query: insert into person values ($1)\n    at run (a.ts:1:1)');
});

it('cuts addresses out of any message', () => {
  expect(withoutPersons('Key (email)=(ada.obi@mail.example.ng) already exists.')).toBe(
    'Key (email)=([e-mail]) already exists.',
  );
  expect(withoutPersons('550 <bola@example.com> is unknown')).toBe('550 <[e-mail]> is unknown');
});
