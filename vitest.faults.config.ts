import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: what takes too long for every change. It takes ten minutes or more; `npm test` has short versions. */
export default defineConfig({
  test: {
    include: ['test/faults/*.faults.ts'],
    testTimeout: 400_000,
    hookTimeout: 400_000,
    reporters: ['verbose'],
  },
});
