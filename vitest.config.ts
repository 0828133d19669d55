import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'bin/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 3,
    isolate: false,
    // Whoever waits for something, waits as long as a busy machine may take; none of this is a measurement.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
