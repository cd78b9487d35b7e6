import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateVectors } from './generate-vectors.ts';

test('the vectors that the contracts are tested with are what the TypeScript rules say today', () => {
  const committed: unknown = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'));
  expect(committed).toEqual(generateVectors());
});
