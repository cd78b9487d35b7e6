import { describe, expect, test } from 'vitest';
import type { OperatorSet } from '../chain/operator-set.ts';
import { isQuorum, tally } from './tally.ts';

const word = `0x${'00'.repeat(32)}` as const;
const key = { x_a: word, x_b: word, y_a: word, y_b: word };
const addresses = [
  '0x00000000000000000000000000000000000000ff',
  '0x0000000000000000000000000000000000000001',
  '0x00000000000000000000000000000000000000aa',
] as const;
const set: OperatorSet = {
  operators: addresses.map((operator, index) => ({
    operator,
    index,
    key,
    endpoint: '',
    power: BigInt(index + 1),
  })),
  totalPower: 6n,
};

describe('tally', () => {
  test('default: sums the power of signers and lists the others ascending by account', () => {
    const counted = tally(set, [{ operator: addresses[1], signature: '0x01' }]);
    expect(counted.signers.map(({ operator }) => operator.operator)).toEqual([addresses[1]]);
    expect(counted.nonSigners.map(({ operator }) => operator)).toEqual([addresses[2], addresses[0]]);
    expect(counted.signedPower).toBe(2n);
  });

  test('behavior: a signature of somebody outside the set counts nothing', () => {
    const stranger = '0x00000000000000000000000000000000000000bb';
    expect(tally(set, [{ operator: stranger, signature: '0x01' }]).signedPower).toBe(0n);
  });
});

describe('isQuorum', () => {
  const terms = { totalPower: 9n, minimumPower: 1n, quorumBps: 6_667 };

  test('default: more than two thirds and more than the task’s own quorum', () => {
    expect(isQuorum({ ...terms, signedPower: 7n })).toBe(true);
    expect(isQuorum({ ...terms, signedPower: 7n, quorumBps: 7_778 })).toBe(false);
  });

  test('behavior: exactly two thirds are not enough, whatever the task says', () => {
    expect(isQuorum({ ...terms, signedPower: 6n, quorumBps: 0 })).toBe(false);
  });

  test('behavior: a set below the minimum power decides nothing', () => {
    expect(isQuorum({ ...terms, signedPower: 9n, minimumPower: 10n })).toBe(false);
    expect(isQuorum({ ...terms, signedPower: 9n, minimumPower: 0n })).toBe(false);
  });
});
