import { defineConfig } from 'vitest/config';
import { threadBundles } from './test/fixtures/thread-bundles.ts';

// Limits are for what hangs, not for what is slow: the machine may be busy with much else.
const poll = { timeout: 60_000 };

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [threadBundles],
        test: {
          globalSetup: './test/fixtures/thread-bundles.ts',
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll },
        },
      },
      // Real containers, terminals and daemons: one file at a time, with time to clean up.
      {
        plugins: [threadBundles],
        test: {
          globalSetup: './test/fixtures/thread-bundles.ts',
          name: 'real',
          include: ['test/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: { poll },
        },
      },
    ],
  },
});
