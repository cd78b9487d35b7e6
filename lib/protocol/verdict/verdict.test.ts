import { size } from 'viem';
import { expect, test } from 'vitest';
import {
  UnknownOutcomeError,
  decodeVerdict,
  encodeVerdict,
  fromAbiVerdict,
  toAbiVerdict,
} from './verdict.ts';
import { fromSubmissionId, toSubmissionId } from './submission-id.ts';

const verdict = {
  submissionId: toSubmissionId({ taskId: 3, index: 2 }),
  seed: `0x${'11'.repeat(32)}`,
  championId: toSubmissionId({ taskId: 3, index: 0 }),
  outcome: 'Improved',
  wins: 15,
  championDecidingSum: 1n,
  challengerDecidingSum: 2n,
  championPricingSum: 3n,
  challengerPricingSum: 4n,
  traceDigest: `0x${'22'.repeat(32)}`,
} as const;

test('a verdict is ten words and comes back from its bytes', () => {
  const data = encodeVerdict(verdict);
  expect(size(data)).toBe(320);
  expect(decodeVerdict(data)).toEqual(verdict);
});

test('an outcome that cannot be signed is refused', () => {
  expect(() => fromAbiVerdict({ ...toAbiVerdict(verdict), outcome: 0 })).toThrow(UnknownOutcomeError);
  expect(() => fromAbiVerdict({ ...toAbiVerdict(verdict), outcome: 6 })).toThrow(UnknownOutcomeError);
});

test('a submission’s id holds its task and its index', () => {
  expect(verdict.submissionId).toBe(12_884_901_890n);
  expect(fromSubmissionId(verdict.submissionId)).toEqual({ taskId: 3, index: 2 });
});
