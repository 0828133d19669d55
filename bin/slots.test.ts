import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adaQuery, hours, type QueryJson } from '#features/availability/rules.test-query.ts';

const script = resolve(import.meta.dirname, 'slots');

/** Runs as a stranger's shell would: another directory, another PATH. */
function slots(input: string, { timeZone = 'UTC', command = script } = {}) {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: timeZone };
  const { status, stdout, stderr } = spawnSync(command, { cwd: tmpdir(), env, input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function answer(queries: QueryJson[], timeZone?: string): unknown {
  const { status, stdout, stderr } = slots(JSON.stringify(queries), timeZone === undefined ? {} : { timeZone });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe('bin/slots', () => {
  it('answers each query with its ISO starts, in order', () => {
    const closed = adaQuery({ weekly: [] });
    expect(answer([adaQuery(), closed, adaQuery({ durationMinutes: 150 })])).toEqual([
      ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', '2026-03-02T11:00:00Z'],
      [],
      ['2026-03-02T09:00:00Z'],
    ]);
    expect(answer([])).toEqual([]);
  });

  it('answers the same whatever the zone of the server', () => {
    const nights = { weekly: [hours('00:00', '04:00'), hours('22:30', '24:00')], stepMinutes: 45 };
    const march = { rangeStart: '2026-03-01T00:00:00Z', rangeEnd: '2026-04-06T00:00:00Z' };
    const overrides = [{ date: '2026-03-08', ranges: [{ start: '01:30', end: '03:30' }] }];
    const zones = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe', 'Europe/London'];
    const queries = zones.map((timeZone) => adaQuery({ timeZone, overrides, ...nights, ...march }));
    const atHome = answer(queries, 'UTC');
    expect(atHome).not.toContainEqual([]);
    expect(answer(queries, 'Asia/Kathmandu')).toEqual(atHome);
    expect(answer(queries, 'America/New_York')).toEqual(atHome);
  });

  it('runs through a link to it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'slots-'));
    const link = join(folder, 'slots');
    symlinkSync(script, link);
    expect(slots('[]', { command: link })).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
    rmSync(folder, { recursive: true });
  });

  it('names the query and the field of bad input in one line and prints no answer', () => {
    const bad = { ...adaQuery(), busy: [{ start: '2026-03-02T10:00:00Z', end: 'later' }] };
    expect(slots(JSON.stringify([adaQuery(), bad]))).toEqual({
      status: 2,
      stdout: '',
      stderr: 'bin/slots: query 1: busy[0].end: must be an ISO instant with Z or an offset\n',
    });
    const extra = { ...adaQuery(), 'mentor\nId': 'x' };
    expect(slots(JSON.stringify([extra])).stderr).toBe('bin/slots: query 0: mentor\\nId: is not a field of a query\n');
  });

  it.each(['', '{', '{}', 'null', '"[]"', '[1]', '[null]', '[[]]'])('refuses %j', (input) => {
    const { status, stdout, stderr } = slots(input);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^bin\/slots: (stdin|query 0): .+\n$/);
  });
});
