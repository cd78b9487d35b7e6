import { pino } from 'pino';
import { type Hex, getAddress, keccak256, numberToHex, zeroAddress } from 'viem';
import { beforeAll, describe, expect, test } from 'vitest';
import { useTestDatabase } from '../../test/database.ts';
import type { NodeContext } from '../context.ts';
import { listAttestations } from '#database/operator/attestations.ts';
import { requireEvaluation, saveVerdict } from '#database/operator/evaluations.ts';
import { listUnexplained } from '#database/operator/unexplained-signatures.ts';
import type { Attestation } from '#protocol/http/attestations.ts';
import { InvalidSignatureError, UnknownOperatorError } from '#protocol/http/refusal.ts';
import type { Verdict } from '#protocol/verdict/verdict.ts';
import { createVerificationRounds, verifyAttestations } from '../aggregator/verify-attestations.ts';
import type { OperatorSet } from '../chain/operator-set.ts';
import type { Situation } from '../chain/situation.ts';
import { createBlsSigner } from '../keys/bls.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { acceptAttestation } from './accept-attestation.ts';

const OPERATORS = 5;
const message = keccak256('0x01');
const signers = Array.from({ length: OPERATORS }, (_, index) => ({
  bls: createBlsSigner(numberToHex(500 + index, { size: 32 })),
  operator: getAddress(numberToHex(0xabc0 + index, { size: 20 })),
}));
const set: OperatorSet = {
  operators: signers.map(({ bls, operator }, index) => ({
    operator,
    index,
    key: bls.publicKey,
    endpoint: '',
    power: 1n,
  })),
  totalPower: BigInt(OPERATORS),
};

describe('attestations are taken as they come and verified together', () => {
  const database = useTestDatabase();
  let submissionId = 1n;
  let context: NodeContext;

  beforeAll(() => {
    const parts = {
      database: database(),
      // What is judged here depends on the set alone; the chain is not asked.
      views: { operatorSet: () => Promise.resolve(set) },
      log: pino({ level: 'silent' }),
      metrics: createMetrics(),
      operator: zeroAddress,
    };
    context = parts as unknown as NodeContext;
  });

  /** An evaluation of its own for each test, with a verdict whose hash is `message`. */
  async function evaluate() {
    submissionId += 1n;
    const key = { submissionId, seed: keccak256(numberToHex(submissionId)), championId: 0n };
    await requireEvaluation(database(), { ...key, taskDefinitionId: 1 });
    const verdict: Verdict = {
      ...key,
      outcome: 'NotImproved',
      wins: 0,
      championDecidingSum: 0n,
      challengerDecidingSum: 0n,
      championPricingSum: 0n,
      challengerPricingSum: 0n,
      traceDigest: keccak256('0x02'),
    };
    await saveVerdict(database(), { ...key, verdict, verdictHash: message, report: null, evaluationMs: 1 });
    return { key, evaluation: await requireEvaluation(database(), { ...key, taskDefinitionId: 1 }) };
  }

  type Evaluated = Awaited<ReturnType<typeof evaluate>>;

  function attestationOf({ key }: Evaluated, index: number, signed: Hex = message): Attestation {
    const signer = signers[index];
    if (!signer) throw new RangeError(`there is no operator ${index}`);
    return { ...key, operator: signer.operator, signature: signer.bls.sign(signed) };
  }

  const situationAt = (head: bigint) =>
    // The parts that the verification reads.
    ({ set, head, task: { quorumBps: 6_667 }, minimumPower: 1n }) as unknown as Situation;

  const verify = async (
    { key, evaluation }: Evaluated,
    head: bigint,
    rounds = createVerificationRounds(),
  ) => {
    const attestations = await listAttestations(database(), key);
    return verifyAttestations(context, situationAt(head), { evaluation, attestations, rounds });
  };

  test('the first in a name is new, the same again is not, and a stranger is refused', async () => {
    const evaluated = await evaluate();
    expect(await acceptAttestation(context, attestationOf(evaluated, 0))).toBe(true);
    expect(await acceptAttestation(context, attestationOf(evaluated, 0))).toBe(false);
    const stranger = { ...attestationOf(evaluated, 0), operator: getAddress(numberToHex(9, { size: 20 })) };
    await expect(acceptAttestation(context, stranger)).rejects.toThrow(UnknownOperatorError);
  });

  test('garbage that came first in an operator’s name gives way to the operator’s own signature', async () => {
    const evaluated = await evaluate();
    const garbage = attestationOf(evaluated, 1, keccak256('0x66'));
    expect(await acceptAttestation(context, garbage)).toBe(true);
    const own = attestationOf(evaluated, 1);
    expect(await acceptAttestation(context, own)).toBe(true);
    expect(await listAttestations(database(), evaluated.key)).toEqual([{ ...own, isVerified: true }]);
    expect(await listUnexplained(database(), evaluated.key)).toEqual([garbage]);
    // What was seen to be garbage costs no verification again.
    await expect(acceptAttestation(context, garbage)).rejects.toThrow(InvalidSignatureError);
  });

  test('garbage that comes later is refused, and what was there stays', async () => {
    const evaluated = await evaluate();
    const own = attestationOf(evaluated, 2);
    await acceptAttestation(context, own);
    const garbage = { ...own, signature: attestationOf(evaluated, 2, keccak256('0x67')).signature };
    await expect(acceptAttestation(context, garbage)).rejects.toThrow(InvalidSignatureError);
    expect(await listAttestations(database(), evaluated.key)).toEqual([{ ...own, isVerified: false }]);
  });

  test('the bad ones are found in the sum, removed and kept apart; no more than four of a name', async () => {
    const evaluated = await evaluate();
    for (const index of [0, 1, 2, 3]) await acceptAttestation(context, attestationOf(evaluated, index));
    await acceptAttestation(context, attestationOf(evaluated, 4, keccak256('0x68')));
    const verified = await verify(evaluated, 10n);
    expect(verified.map(({ operator }) => operator)).toEqual(
      signers.slice(0, 4).map(({ operator }) => operator),
    );
    expect((await listAttestations(database(), evaluated.key)).every(({ isVerified }) => isVerified)).toBe(
      true,
    );

    for (let nonce = 0; nonce < 6; nonce += 1) {
      const garbage = attestationOf(evaluated, 4, keccak256(numberToHex(nonce, { size: 2 })));
      if (await acceptAttestation(context, garbage).catch(() => false))
        await verify(evaluated, 11n + BigInt(nonce));
    }
    expect(await listUnexplained(database(), evaluated.key)).toHaveLength(4);
    expect(await acceptAttestation(context, attestationOf(evaluated, 4))).toBe(true);
  });

  test('between two blocks they are verified only when that decides', async () => {
    const evaluated = await evaluate();
    const rounds = createVerificationRounds();
    await acceptAttestation(context, attestationOf(evaluated, 0));
    expect(await verify(evaluated, 20n, rounds)).toHaveLength(1);
    for (const index of [1, 2]) await acceptAttestation(context, attestationOf(evaluated, index));
    // Three of five are no quorum.
    expect(await verify(evaluated, 20n, rounds)).toHaveLength(1);
    await acceptAttestation(context, attestationOf(evaluated, 3));
    expect(await verify(evaluated, 20n, rounds)).toHaveLength(4);
    await acceptAttestation(context, attestationOf(evaluated, 4));
    expect(await verify(evaluated, 20n, rounds)).toHaveLength(5);
  });
});
