import type { Hex } from 'viem';
import { isContractError } from '#sdk/errors/contract-reverted.ts';
import type { SigningContext } from '../context.ts';

/**
 * Posts a verdict in the background: whoever waits for receipts does nothing else meanwhile. That another
 * aggregator was faster is noticed in the simulation, before anything is sent.
 */
export function postVerdict(
  { client, sender, log, metrics }: SigningContext,
  { submissionId, seedBlock, data }: { submissionId: bigint; seedBlock: bigint; data: Hex },
): void {
  const purpose = `submitTask ${submissionId}`;
  if (sender.isUnderWay(purpose)) return;
  const sending = sender.send({
    to: client.deployment.contracts.attestationCenter,
    data,
    purpose,
    action: `post the verdict on submission ${submissionId}`,
  });
  const counting = sending.then(({ blockNumber }) => metrics.verdictPosted(Number(blockNumber - seedBlock)));
  counting.catch((error: unknown) => {
    if (isContractError(error, 'UnexpectedSubmissionStatus')) {
      log.info({ submissionId }, 'verdict was posted by another aggregator');
    } else if (isContractError(error, 'FlowIsPaused')) {
      log.info({ submissionId }, 'verdicts are paused: posted when they go on');
    } else {
      log.warn({ submissionId, error }, 'verdict not posted');
    }
  });
}
