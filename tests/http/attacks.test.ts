import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProduct } from '#tests/e2e/product.ts';
import { buildIfStale } from '../../bin/support/build.ts';
import { actions } from './attacks/actions.ts';
import { texts } from './attacks/texts.ts';
import { bodies } from './attacks/bodies.ts';
import { doors } from './attacks/doors.ts';
import { expectOnlyText, hostile } from './attacks/markup.ts';
import { queries } from './attacks/queries.ts';
import { setStage, type Stage } from './attacks/stage.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;

let stage: Stage;
beforeAll(async () => {
  buildIfStale(() => undefined);
  stage = await setStage(await startProduct());
}, START_MS);
afterAll(() => stage.product.stop());

actions(() => stage);
bodies(() => stage);
queries(() => stage);
doors(() => stage);
texts(() => stage); // moves the clock, and renames the tutor

it('would see a text that became more than text', () => {
  for (const html of [
    `<p title="${hostile('a')}">`,
    `<p>${hostile('a')}</p>`,
    `<input value="" autofocus onfocus="xa.a()">`,
    '<a href="javascript:xa.a()">x</a>',
    '<script>const data = "</script><script>xa.a()</script>"</script>',
    '<title></title></textarea><svg onload=xa.a()></title>',
  ]) {
    expect(() => expectOnlyText(html, 'here'), html).toThrow();
  }
});

it('wrote no error to its log', () => expect(stage.product.takeErrors()).toEqual([]));
