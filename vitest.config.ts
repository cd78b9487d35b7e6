import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Real chains, databases and browsers take their time on a busy machine; a test that hangs still ends. */
const timeouts = { testTimeout: 120_000, hookTimeout: 180_000 };

/** Much of the time goes by while blocks are waited for: two cores carry three files at once. */
const LEAST_WORKERS = 3;

export default defineConfig({
  test: {
    maxWorkers: Math.max(LEAST_WORKERS, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...timeouts,
          name: 'tests',
          include: ['{app,components,hooks,lib,worker,devnet,scripts,test,bench,examples}/**/*.test.ts'],
          exclude: ['test/e2e/**'],
          globalSetup: ['test/postgres.ts'],
        },
      },
      {
        test: {
          ...timeouts,
          name: 'pages',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/postgres.ts', 'test/e2e/build.ts'],
        },
      },
    ],
  },
});
