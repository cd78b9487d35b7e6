import { parseEther, zeroHash } from 'viem';
import { describe, expect, test } from 'vitest';
import { BUDGET } from '#devnet/deployment/networks/budget.ts';
import { SCORE_ONE } from '#protocol/verdict/scores.ts';
import type { Conditions } from './conditions.ts';
import { parseTerms } from './parse-terms.ts';
import { type TermsForm, createTaskForm } from './task-form.ts';

const token = '0x00000000000000000000000000000000000000aa';
const conditions: Conditions = {
  tokens: [
    {
      address: token,
      symbol: 'ZTT',
      decimals: 18,
      feeUnit: parseEther('0.01'),
      creationFee: parseEther('1'),
      storageFeePerMebibyte: parseEther('0.01'),
    },
  ],
  definition: {
    taskDefinitionId: 1,
    minimumQuorumBps: 6_667,
    maximumQuorumBps: 7_500,
    feeFloorUnits: 1,
    maximumParameterBytes: 2 ** 24,
    budget: BUDGET,
  },
};
const now = 1_700_000_000;
const parse = (change: Partial<TermsForm>) =>
  parseTerms({ form: { ...createTaskForm({ token, seed: zeroHash }).terms, ...change }, conditions, now });

describe('parseTerms', () => {
  test('default: the terms that the wizard begins with are sound', () => {
    expect(parse({})).toMatchObject({
      problems: {},
      terms: {
        token,
        bounty: parseEther('100'),
        bond: parseEther('1'),
        operatorFee: parseEther('0.5'),
        targetScore: (SCORE_ONE * 99n) / 100n,
        minGapBps: 500,
        quorumBps: 6_667,
        rounds: 16,
        requiredWins: 14,
        maxPending: 16,
        deadline: now + 30 * 86_400,
        taskDefinitionId: 1,
      },
    });
  });

  test.each([
    ['bounty', '', 'It is missing.'],
    ['bounty', '-5', 'It is a number such as 12.5, without signs and spaces.'],
    ['bounty', '0.0000000000000000001', 'It has at most 18 decimal places.'],
    ['bounty', '9.99', 'the bounty times the smallest improvement'],
    ['operatorFee', '0.009', 'Operators do not evaluate for less than 0.01 ZTT.'],
    ['operatorFee', '5.1', 'It is at most 5 ZTT'],
    ['targetScore', '1.5', 'It is at most 1: no score is higher.'],
    ['targetScore', '0', 'It is above 0.'],
    ['minGapPercent', '0', 'It is at least 0.01 %.'],
    ['quorumPercent', '60', 'It is at least 66.67 %.'],
    ['quorumPercent', '80', 'It is at most 75 %.'],
    ['rounds', '1.5', 'It is a whole number.'],
    ['requiredWins', '8', 'It is at least 9'],
    ['requiredWins', '17', 'It is at most 16, the number of rounds.'],
    ['durationDays', '0', 'The task must be open for some time.'],
    ['durationDays', '731', 'It is at most 730 days.'],
    ['maxPending', '0', 'It is at least 1.'],
  ] as const)('error: %s of "%s"', (field, text, message) => {
    const { problems } = parse({ [field]: text });
    // Without a least improvement no fee is small enough either. A small bounty is refused by way of the fee that it must pay.
    const shown = field === 'bounty' && text === '9.99' ? problems.operatorFee : problems[field];
    expect(shown).toContain(message);
    if (field !== 'minGapPercent') expect(Object.keys(problems)).toHaveLength(1);
  });
});
