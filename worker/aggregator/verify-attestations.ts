import { isAddressEqual } from 'viem';
import { type StoredAttestation, markVerified, removeAttestation } from '#database/operator/attestations.ts';
import type { Evaluation } from '#database/operator/evaluations.ts';
import { keepUnexplained } from '#database/operator/unexplained-signatures.ts';
import type { Situation } from '../chain/situation.ts';
import type { NodeContext } from '../context.ts';
import { aggregateSignatures } from '../keys/bls.ts';
import { isQuorum, tally } from './tally.ts';

/** When attestations were last looked at together, as far as this process knows. */
export type VerificationRounds = {
  /** Whether they were not looked at since the head came; from then on they were. */
  begin(parameters: { submissionId: bigint; head: bigint }): boolean;
  /** Forgets all other submissions than these. */
  retain(submissionIds: ReadonlySet<bigint>): void;
};

export function createVerificationRounds(): VerificationRounds {
  const heads = new Map<bigint, bigint>();
  return {
    begin: ({ submissionId, head }) => {
      if (heads.get(submissionId) === head) return false;
      heads.set(submissionId, head);
      return true;
    },
    retain: (submissionIds) => {
      for (const submissionId of heads.keys())
        if (!submissionIds.has(submissionId)) heads.delete(submissionId);
    },
  };
}

/**
 * Verifies the attestations that nobody has looked at, all by one check of their sum; only when that fails are the bad
 * ones found, by halving, and removed. It is done once for each block, and whenever it may decide: when with them the
 * verdict would stand, or all would have signed.
 *
 * @returns The attestations that are verified.
 */
export async function verifyAttestations(
  context: Pick<NodeContext, 'database' | 'log' | 'metrics'>,
  situation: Situation,
  parameters: {
    evaluation: Evaluation;
    attestations: readonly StoredAttestation[];
    rounds: VerificationRounds;
  },
): Promise<readonly StoredAttestation[]> {
  const { evaluation, attestations, rounds } = parameters;
  const { submissionId, computed } = evaluation;
  const verified = attestations.filter(({ isVerified }) => isVerified);
  const unverified = attestations.filter(({ isVerified }) => !isVerified);
  if (!computed || unverified.length === 0) return verified;
  const { head } = situation;
  const isDue = rounds.begin({ submissionId, head }) || isDecisive(situation, { verified, attestations });
  if (!isDue) return verified;

  const { signers } = tally(situation.set, unverified);
  const { invalid } = aggregateSignatures({
    message: computed.verdictHash,
    signatures: signers.map(({ operator, signature }) => ({ key: operator.key, signature })),
  });
  const isBad = new Set(invalid);
  const of = (index: number) => {
    const account = signers[index]?.operator.operator;
    return unverified.filter(({ operator }) => account !== undefined && isAddressEqual(operator, account));
  };
  const good = signers.flatMap((_, index) => (isBad.has(index) ? [] : of(index)));
  await markVerified(context.database, { key: evaluation, attestations: good });
  for (const attestation of invalid.flatMap(of)) await reject(context, attestation);
  return [...verified, ...good.map((attestation) => ({ ...attestation, isVerified: true }))];
}

/** Whether the verdict stands, or everybody has signed, if and only if what is not verified counts. */
function isDecisive(
  { set, task, minimumPower }: Situation,
  { verified, attestations }: Record<'verified' | 'attestations', readonly StoredAttestation[]>,
): boolean {
  const terms = { quorumBps: task.quorumBps, minimumPower };
  const [now, then] = [tally(set, verified), tally(set, attestations)];
  const isQuorumThen = isQuorum({ ...then, ...terms });
  return isQuorumThen && (!isQuorum({ ...now, ...terms }) || then.nonSigners.length === 0);
}

async function reject(
  { database, log, metrics }: Pick<NodeContext, 'database' | 'log' | 'metrics'>,
  attestation: StoredAttestation,
): Promise<void> {
  const { submissionId, championId, operator } = attestation;
  await keepUnexplained(database, attestation);
  await removeAttestation(database, attestation);
  metrics.attestation('disproved');
  log.warn(
    { submissionId, championId, peer: operator },
    'the signature in an operator’s name is not under the verdict',
  );
}
