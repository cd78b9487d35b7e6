import { defineConfig } from 'vitest/config';

/** Real chains, databases and browsers take their time on a busy machine; a test that hangs still ends. */
const timeouts = { testTimeout: 120_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
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
