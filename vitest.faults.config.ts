import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: kills at every step. It takes ten minutes or more; `npm test` has a short version. */
export default defineConfig({
  test: {
    include: ['test/faults/*.faults.ts'],
    testTimeout: 400_000,
    hookTimeout: 400_000,
    reporters: ['verbose'],
  },
});
