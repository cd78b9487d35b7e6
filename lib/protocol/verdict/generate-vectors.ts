import { generateOffenceVectors } from '../slashing/generate-vectors.ts';
import { toSubmissionId } from './submission-id.ts';
import { requiredBond, tailNumerator } from './bond.ts';
import {
  claimHash,
  commitmentHash,
  performerIndex,
  possessionHash,
  proofOfTask,
  roundSeed,
  submissionSeed,
  verdictHash,
} from './messages.ts';
import { OUTCOMES, type Outcome } from './outcome.ts';
import { decide, payment, price } from './rules.ts';
import { SCORE_ONE } from './scores.ts';
import { createVectorSource } from './vector-source.ts';
import { encodeVerdict, toAbiVerdict } from './verdict.ts';

const DEFAULT_TERMS = { targetScore: SCORE_ONE, minGapBps: 500, rounds: 16, requiredWins: 14 };

/**
 * The cases that the TypeScript rules and the Solidity libraries must agree on. Numbers are decimal strings, so
 * that no reader rounds them.
 */
export function generateVectors() {
  return JSON.parse(
    JSON.stringify(
      {
        rules: rulesVectors(),
        payments: paymentVectors(),
        bonds: bondVectors(),
        messages: messageVectors(),
        offences: generateOffenceVectors(),
      },
      (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    ),
  ) as unknown;
}

function rulesVectors() {
  const source = createVectorSource('rules');
  const cases = [];
  const constant = (count: number, score: bigint) => Array.from({ length: count }, () => score);
  const named: { name: string; terms: typeof DEFAULT_TERMS; champion: bigint[]; challenger: bigint[] }[] = [
    {
      name: 'every round won by half of the gap',
      terms: DEFAULT_TERMS,
      champion: constant(16, SCORE_ONE / 2n),
      challenger: constant(16, (SCORE_ONE * 3n) / 4n),
    },
    {
      name: 'an exact copy wins nothing',
      terms: DEFAULT_TERMS,
      champion: constant(16, SCORE_ONE / 2n),
      challenger: constant(16, SCORE_ONE / 2n),
    },
    {
      name: 'a gain of exactly the least gap passes',
      terms: DEFAULT_TERMS,
      champion: constant(16, SCORE_ONE / 2n),
      challenger: constant(16, SCORE_ONE / 2n + SCORE_ONE / 40n),
    },
    {
      name: 'a gain of one unit less than the least gap does not pass',
      terms: DEFAULT_TERMS,
      champion: constant(16, SCORE_ONE / 2n),
      challenger: constant(16, SCORE_ONE / 2n + SCORE_ONE / 40n - 1n),
    },
    {
      name: 'thirteen of sixteen wins do not pass',
      terms: DEFAULT_TERMS,
      champion: constant(16, SCORE_ONE / 2n),
      challenger: [...constant(13, SCORE_ONE), ...constant(3, 0n)],
    },
    {
      name: 'a champion at the target leaves nothing to close',
      terms: { ...DEFAULT_TERMS, targetScore: SCORE_ONE / 2n },
      champion: constant(16, SCORE_ONE / 2n),
      challenger: constant(16, SCORE_ONE),
    },
    {
      name: 'a champion beyond the target has a negative gap',
      terms: { ...DEFAULT_TERMS, targetScore: SCORE_ONE / 4n },
      champion: constant(16, SCORE_ONE / 2n),
      challenger: constant(16, SCORE_ONE),
    },
    {
      name: 'reaching the target closes the whole gap',
      terms: DEFAULT_TERMS,
      champion: constant(16, 0n),
      challenger: constant(16, SCORE_ONE),
    },
  ];
  for (let index = 0; index < 24; index += 1) {
    const rounds = 1 + Number(source.below(32n));
    const requiredWins = Math.floor(rounds / 2) + 1 + Number(source.below(BigInt(Math.ceil(rounds / 2))));
    const spread = [SCORE_ONE, SCORE_ONE / 10n, 1000n, 3n][index % 4] ?? SCORE_ONE;
    const level = source.below(SCORE_ONE - spread + 1n);
    const shift = source.below(spread);
    named.push({
      name: `random ${index}`,
      terms: {
        targetScore: source.below(SCORE_ONE) + 1n,
        minGapBps: 1 + Number(source.below(2000n)),
        rounds,
        requiredWins,
      },
      champion: Array.from({ length: rounds }, () => level + source.below(spread)),
      challenger: Array.from({ length: rounds }, () => {
        const score = level + source.below(spread) + shift;
        return score > SCORE_ONE ? SCORE_ONE : score;
      }),
    });
  }
  for (const { name, terms, champion, challenger } of named) {
    const rounds = champion.map((score, index) => ({ champion: score, challenger: challenger[index] ?? 0n }));
    cases.push({
      name,
      terms,
      champion,
      challenger,
      decision: decide({ terms, rounds }),
      price: price({ terms, rounds }),
    });
  }
  return cases;
}

function paymentVectors() {
  const source = createVectorSource('payments');
  const ether = 10n ** 18n;
  const inputs = [
    { pool: 1000n * ether, operatorFee: ether, numerator: 1n, denominator: 2n },
    { pool: 1000n * ether, operatorFee: ether, numerator: 1n, denominator: 1n },
    { pool: ether / 2n, operatorFee: ether, numerator: 1n, denominator: 1n },
    { pool: 0n, operatorFee: ether, numerator: 1n, denominator: 3n },
    { pool: 101n, operatorFee: 1n, numerator: 2n, denominator: 3n },
    { pool: 2n ** 128n - 1n, operatorFee: 0n, numerator: 64n * SCORE_ONE - 1n, denominator: 64n * SCORE_ONE },
    ...Array.from({ length: 12 }, () => {
      const denominator = source.below(64n * SCORE_ONE) + 1n;
      return {
        pool: source.below(2n ** 100n),
        operatorFee: source.below(2n ** 70n),
        numerator: source.below(denominator) + 1n,
        denominator,
      };
    }),
  ];
  return inputs.map((input) => ({ ...input, ...payment(input) }));
}

function bondVectors() {
  const source = createVectorSource('bonds');
  const inputs = [
    { pool: 1000n * 10n ** 18n, operatorFee: 10n ** 18n, bond: 0n, rounds: 16, requiredWins: 14 },
    { pool: 1000n, operatorFee: 7n, bond: 50n, rounds: 16, requiredWins: 14 },
    { pool: 1n, operatorFee: 0n, bond: 0n, rounds: 64, requiredWins: 64 },
    { pool: 0n, operatorFee: 5n, bond: 0n, rounds: 1, requiredWins: 1 },
    { pool: 2n ** 127n, operatorFee: 0n, bond: 0n, rounds: 64, requiredWins: 33 },
    ...Array.from({ length: 12 }, () => {
      const rounds = 1 + Number(source.below(64n));
      const requiredWins = Math.floor(rounds / 2) + 1 + Number(source.below(BigInt(Math.ceil(rounds / 2))));
      return {
        pool: source.below(2n ** 100n),
        operatorFee: source.below(2n ** 64n),
        bond: source.below(2n ** 90n),
        rounds,
        requiredWins,
      };
    }),
  ];
  return inputs.map((input) => ({
    ...input,
    tailNumerator: tailNumerator(input),
    requiredBond: requiredBond({ ...input, terms: input }),
  }));
}

function messageVectors() {
  const source = createVectorSource('messages');
  const outcomes = OUTCOMES.slice(1) as Outcome[];
  return outcomes.map((outcome, index) => {
    const chainId = index === 0 ? 1 : 31_337 + index;
    const attestationCenter = source.address();
    const modelSubmission = source.address();
    const operatorRegistry = source.address();
    const taskDefinitionId = 1 + index;
    const submissionId = toSubmissionId({ taskId: 1 + index, index });
    const prevRandao = source.word();
    const seed = submissionSeed({ prevRandao, chainId, modelSubmission, submissionId });
    const verdict = {
      submissionId,
      seed,
      championId: toSubmissionId({ taskId: 1 + index, index: 0 }),
      outcome,
      wins: index * 3,
      championDecidingSum: source.below(64n * SCORE_ONE),
      challengerDecidingSum: source.below(64n * SCORE_ONE),
      championPricingSum: source.below(64n * SCORE_ONE),
      challengerPricingSum: source.below(64n * SCORE_ONE),
      traceDigest: source.word(),
    };
    const performer = source.address();
    const hash = verdictHash({ chainId, attestationCenter, taskDefinitionId, verdict });
    const proof = proofOfTask({ performer, verdictHash: hash });
    const claim = { submissionId, seed, championId: verdict.championId, attempt: index, proofOfTask: proof };
    const key = { x_a: source.word(), x_b: source.word(), y_a: source.word(), y_b: source.word() };
    const parameters = { digest: source.word(), codec: index % 2 === 0 ? 0x55 : 0x70 };
    const optimizer = source.address();
    const salt = source.word();
    return {
      chainId,
      attestationCenter,
      modelSubmission,
      operatorRegistry,
      taskDefinitionId,
      taskId: 1 + index,
      prevRandao,
      verdict: toAbiVerdict(verdict),
      verdictData: encodeVerdict(verdict),
      performer,
      attempt: index,
      key,
      parameters,
      optimizer,
      salt,
      operatorCount: 4 + index,
      expected: {
        seed,
        verdictHash: hash,
        proofOfTask: proof,
        claimHash: claimHash({ chainId, attestationCenter, taskDefinitionId, claim }),
        possessionHash: possessionHash({ chainId, operatorRegistry, operator: performer, key }),
        commitment: commitmentHash({
          chainId,
          modelSubmission,
          taskId: 1 + index,
          optimizer,
          parameters,
          salt,
        }),
        roundSeed: roundSeed({ seed, round: index }),
        performerIndex: performerIndex({ seed, attempt: index, operatorCount: 4 + index }),
      },
    };
  });
}
