import { RefusalError } from '#protocol/http/refusal.ts';
import type { NodeContext } from '../context.ts';
import type { ReceptionOutcome } from '../metrics/metrics.ts';
import { acceptAttestation } from './accept-attestation.ts';
import { acceptClaim } from './accept-claim.ts';
import type { Acceptance } from './decide-inbox.ts';

/** How a process takes messages, however they come: decides, counts what became of them, and tells of what is new. */
export function createAcceptance(parameters: {
  context: NodeContext;
  /** Told that something about a submission changed. */
  wake: (submissionId: bigint) => Promise<void>;
}): Acceptance {
  const { context, wake } = parameters;
  const { metrics } = context;
  return {
    acceptClaim: async (claim) => {
      const isNew = await counted(metrics.claim, () => acceptClaim(context, claim));
      if (isNew) await wake(claim.claim.submissionId);
    },
    acceptAttestation: async (attestation) => {
      const isNew = await counted(metrics.attestation, () => acceptAttestation(context, attestation));
      if (isNew) await wake(attestation.submissionId);
    },
  };
}

/** Counts what became of a message. */
async function counted(
  count: (outcome: ReceptionOutcome) => void,
  accept: () => Promise<boolean>,
): Promise<boolean> {
  try {
    const isNew = await accept();
    count(isNew ? 'accepted' : 'repeated');
    return isNew;
  } catch (error) {
    count(error instanceof RefusalError ? error.code : 'failed');
    throw error;
  }
}
