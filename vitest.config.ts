import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,components,hooks,lib,worker,devnet,scripts,test,bench,examples}/**/*.test.ts'],
    globalSetup: ['test/postgres.ts'],
    // Real chains, databases and browsers take their time on a busy machine; a test that hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
