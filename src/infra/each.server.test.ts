import { expect, it } from 'vitest';
import { eachInTurn } from './each.server.ts';

const failingOn = (bad: readonly number[], done: number[]) => async (item: number) => {
  if (bad.includes(item)) throw new Error(`no ${item}`);
  done.push(item);
};

it('gives each its turn, whatever happened to the one before, and then says what failed', async () => {
  const done: number[] = [];
  await expect(eachInTurn([1, 2, 3], failingOn([1], done))).rejects.toThrow('no 1');
  expect(done).toEqual([2, 3]);
});

it('says it of several at once', async () => {
  const failed = eachInTurn([1, 2, 3], failingOn([1, 3], []));
  await expect(failed).rejects.toThrow('2 of 3 failed');
  await expect(failed).rejects.toMatchObject({ errors: [{ message: 'no 1' }, { message: 'no 3' }] });
});

it('says nothing when all went well, or when there was nothing to do', async () => {
  const done: number[] = [];
  await eachInTurn([1, 2], failingOn([], done));
  await eachInTurn([], failingOn([], done));
  expect(done).toEqual([1, 2]);
});
