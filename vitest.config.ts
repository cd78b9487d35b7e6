import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{lib,worker,devnet,scripts,test,bench}/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
