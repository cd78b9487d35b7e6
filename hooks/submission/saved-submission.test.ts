import { zeroAddress, zeroHash } from 'viem';
import { describe, expect, test } from 'vitest';
import type { SubmissionStep } from '#sdk/flows/draft.ts';
import {
  type SavedSubmission,
  SavedSubmissionFileError,
  awaitsReveal,
  fromSavedFile,
  toSavedFile,
} from './saved-submission.ts';

const saved = (step: SubmissionStep, isCommitSent = false): SavedSubmission => ({
  draft: {
    version: 1,
    chainId: 31_337,
    modelSubmission: zeroAddress,
    taskId: 7,
    optimizer: zeroAddress,
    parameters: { digest: zeroHash, codec: 85 },
    salt: zeroHash,
    createdBlock: 12,
    step,
  },
  parameters: Uint8Array.from({ length: 20_000 }, (_, index) => index % 256),
  title: 'Square a number',
  isCommitSent,
});

describe('the saved file', () => {
  test('holds all that another device takes to go on', () => {
    const { name, text } = toSavedFile(saved('committed'));
    expect(name).toBe('task-7-00000000.submission.json');
    expect(fromSavedFile({ name, text })).toEqual(saved('committed'));
  });

  test.for(['', '{}', '{"kind":"zarathustra.submission","draft":{}}'])('%j is none', (text) => {
    expect(() => fromSavedFile({ name: 'notes.json', text })).toThrow(SavedSubmissionFileError);
  });
});

describe('awaitsReveal', () => {
  test.for([
    ['packed', false, false],
    ['packed', true, true],
    ['committed', true, true],
    ['available', true, true],
    ['revealed', true, false],
  ] as const)('%s, commitment sent: %s → %s', ([step, isCommitSent, expected]) => {
    expect(awaitsReveal(saved(step, isCommitSent))).toBe(expected);
  });
});
