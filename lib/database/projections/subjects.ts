import type { Address } from 'viem';
import { fromSubmissionId } from '#protocol/verdict/submission-id.ts';
import { type ChainEvent, eventGuard } from './events.ts';

/** What an event is about: by these, a page or a rebuild finds the events of one thing. */
export type EventSubjects = { taskId?: number; submissionId?: bigint; account?: Address };

const hasSubjects = eventGuard([
  'modelSubmission.TaskCreated',
  'modelSubmission.TaskOpened',
  'modelSubmission.TaskVoided',
  'modelSubmission.TaskClosed',
  'modelSubmission.ToppedUp',
  'modelSubmission.ChampionChanged',
  'modelSubmission.SubmissionCommitted',
  'modelSubmission.TaskSolved',
  'modelSubmission.SubmissionRevealed',
  'modelSubmission.SeedFixed',
  'modelSubmission.SubmissionSettled',
  'modelSubmission.SubmissionNotRevealed',
  'modelSubmission.SubmissionExpired',
  'modelSubmission.OperatorsPaid',
  'attestationCenter.FeesDistributed',
  'attestationCenter.TaskSubmitted',
  'modelSubmission.Credited',
  'modelSubmission.CreditClaimed',
  'attestationCenter.FeesClaimed',
  'operatorRegistry.ChangeQueued',
  'operatorRegistry.ChangeRejected',
  'operatorRegistry.OperatorAdded',
  'operatorRegistry.OperatorPowerChanged',
  'operatorRegistry.OperatorRemoved',
  'operatorRegistry.EndpointChanged',
  'avsGovernance.OperatorRegistered',
  'avsGovernance.StakeChanged',
  'avsGovernance.DeregistrationRequested',
  'avsGovernance.OperatorEjected',
  'avsGovernance.StakeWithdrawn',
  'avsGovernance.RewardsReceiverQueued',
  'avsGovernance.AllowlistChanged',
  'avsGovernance.StakeSlashed',
]);

/** The task, the submission and the account that an event is about. */
export function subjectsOf(event: ChainEvent): EventSubjects {
  if (!hasSubjects(event)) return {};
  switch (event.name) {
    case 'modelSubmission.TaskCreated':
      return { taskId: event.args.taskId, submissionId: event.args.baselineId, account: event.args.owner };
    case 'modelSubmission.TaskOpened':
    case 'modelSubmission.TaskVoided':
    case 'modelSubmission.TaskClosed':
      return { taskId: event.args.taskId };
    case 'modelSubmission.ToppedUp':
      return { taskId: event.args.taskId, account: event.args.from };
    case 'modelSubmission.ChampionChanged':
      return { taskId: event.args.taskId, submissionId: event.args.championId };
    case 'modelSubmission.SubmissionCommitted':
      return ofSubmission(event.args.submissionId, event.args.optimizer);
    case 'modelSubmission.TaskSolved':
    case 'modelSubmission.SubmissionRevealed':
    case 'modelSubmission.SeedFixed':
    case 'modelSubmission.SubmissionSettled':
    case 'modelSubmission.SubmissionNotRevealed':
    case 'modelSubmission.SubmissionExpired':
    case 'modelSubmission.OperatorsPaid':
    case 'attestationCenter.FeesDistributed':
      return ofSubmission(event.args.submissionId);
    case 'attestationCenter.TaskSubmitted':
      return ofSubmission(event.args.submissionId, event.args.aggregator);
    case 'modelSubmission.Credited':
      return ofSubmission(event.args.submissionId, event.args.account);
    case 'modelSubmission.CreditClaimed':
    case 'attestationCenter.FeesClaimed':
      return { account: event.args.account };
    case 'operatorRegistry.ChangeQueued':
    case 'operatorRegistry.ChangeRejected':
    case 'operatorRegistry.OperatorAdded':
    case 'operatorRegistry.OperatorPowerChanged':
    case 'operatorRegistry.OperatorRemoved':
    case 'operatorRegistry.EndpointChanged':
    case 'avsGovernance.OperatorRegistered':
    case 'avsGovernance.StakeChanged':
    case 'avsGovernance.DeregistrationRequested':
    case 'avsGovernance.OperatorEjected':
    case 'avsGovernance.StakeWithdrawn':
    case 'avsGovernance.RewardsReceiverQueued':
    case 'avsGovernance.AllowlistChanged':
    case 'avsGovernance.StakeSlashed':
      return { account: event.args.operator };
  }
}

/** Submission 0 stands for none: a storage fee, for example. */
function ofSubmission(submissionId: bigint, account?: Address): EventSubjects {
  if (submissionId === 0n) return account ? { account } : {};
  const { taskId } = fromSubmissionId(submissionId);
  return account ? { taskId, submissionId, account } : { taskId, submissionId };
}
