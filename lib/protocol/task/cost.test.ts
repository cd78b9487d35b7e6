import { describe, expect, test } from 'vitest';
import { taskCost } from './cost.ts';

const tokenTerms = { creationFee: 7n, storageFeePerMebibyte: 10n };

describe('taskCost', () => {
  test('default: bounty, creation fee, and each begun mebibyte', () => {
    const terms = { bounty: 1_000n, storageQuotaBytes: (1n << 20n) + 1n };
    expect(taskCost({ terms, tokenTerms })).toEqual({
      bounty: 1_000n,
      creationFee: 7n,
      storageFee: 20n,
      total: 1_027n,
    });
  });

  test.each([
    [0n, 0n],
    [1n, 10n],
    [1n << 20n, 10n],
  ])('behavior: %s bytes cost %s', (storageQuotaBytes, storageFee) => {
    expect(taskCost({ terms: { bounty: 1n, storageQuotaBytes }, tokenTerms }).storageFee).toBe(storageFee);
  });
});
