import { encodeErrorResult, stringToHex } from 'viem';
import { describe, expect, test } from 'vitest';
import { contractErrorsAbi } from './contract-errors-abi.ts';
import { ContractRevertedError, isContractError } from './contract-reverted.ts';
import { BaseError } from '#protocol/errors/base.ts';

const account = '0x00000000000000000000000000000000000000AA';

describe('ContractRevertedError', () => {
  test('default: a custom error becomes a sentence that says what to do', () => {
    const data = encodeErrorResult({
      abi: contractErrorsAbi,
      errorName: 'BondAboveMaximum',
      args: [12n, 10n],
    });
    const error = new ContractRevertedError({ data, action: 'commit' });
    expect(error.message).toMatchInlineSnapshot(`
      "The bond is 12 now, above the 10 that you allowed.
      The bond follows the pool, which has grown. Allow more, or do not submit.
      Details: BondAboveMaximum(12, 10)"
    `);
    expect(error.errorName).toBe('BondAboveMaximum');
    expect(error.args).toEqual([12n, 10n]);
  });

  test('behavior: terms are named', () => {
    const data = encodeErrorResult({
      abi: contractErrorsAbi,
      errorName: 'TermOutOfBounds',
      args: [stringToHex('minGapBps', { size: 32 }), 0n, 1n],
    });
    expect(new ContractRevertedError({ data, action: 'create the task' }).message).toMatchInlineSnapshot(`
      "The task’s term "minGapBps" is 0, which is outside its bound 1.
      Change "minGapBps" and create the task again.
      Details: TermOutOfBounds(0x6d696e4761704270730000000000000000000000000000000000000000000000, 0, 1)"
    `);
  });

  test('behavior: states and times are words', () => {
    const status = encodeErrorResult({
      abi: contractErrorsAbi,
      errorName: 'UnexpectedSubmissionStatus',
      args: [4294967297n, 5],
    });
    expect(new ContractRevertedError({ data: status, action: 'reveal' }).shortMessage).toBe(
      'Submission 4294967297 is NotImproved, which does not allow this.',
    );
    const deadline = encodeErrorResult({
      abi: contractErrorsAbi,
      errorName: 'DeadlinePassed',
      args: [1, 1_700_000_000],
    });
    expect(new ContractRevertedError({ data: deadline, action: 'commit' }).shortMessage).toBe(
      'Task 1 took its last commits at 2023-11-14T22:13:20.000Z.',
    );
  });

  test('behavior: errors of libraries and tokens are known too', () => {
    const data = encodeErrorResult({
      abi: contractErrorsAbi,
      errorName: 'ERC20InsufficientBalance',
      args: [account, 1n, 2n],
    });
    expect(new ContractRevertedError({ data, action: 'commit' }).shortMessage).toBe(
      `${account} has 1 of the token, and 2 is needed.`,
    );
  });

  test.each(['0x', '0x12345678', '0x08c379a0'] as const)('behavior: %s is not ours and is shown', (data) => {
    const error = new ContractRevertedError({ data, action: 'commit' });
    expect(error.errorName).toBeUndefined();
    expect(error.shortMessage).toBe('The contract refused to commit, and did not say why.');
    expect(error.details).toBe(data);
  });
});

describe('isContractError', () => {
  test('default: finds the error below others', () => {
    const data = encodeErrorResult({ abi: contractErrorsAbi, errorName: 'ZeroAmount' });
    const cause = new ContractRevertedError({ data, action: 'top up' });
    expect(isContractError(new BaseError('outer', { cause }), 'ZeroAmount')).toBe(true);
    expect(isContractError(new BaseError('outer', { cause }), 'ZeroAddress')).toBe(false);
    expect(isContractError(new Error('other'), 'ZeroAmount')).toBe(false);
  });
});
