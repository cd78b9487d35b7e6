import { BaseError } from '#protocol/errors/base.ts';

/**
 * Where a task stands; the index is the value of the Solidity enum. `Created`: its baseline is being measured. An
 * open task past its deadline takes no commits any more.
 */
export const TASK_STATUSES = ['None', 'Created', 'Open', 'Solved', 'Closed', 'Void'] as const;
export type TaskStatus = Exclude<(typeof TASK_STATUSES)[number], 'None'>;

/** Where a submission stands; the index is the value of the Solidity enum. All after `Revealed` are final. */
export const SUBMISSION_STATUSES = [
  'None',
  'Committed',
  'Revealed',
  'Baseline',
  'Improved',
  'NotImproved',
  'Invalid',
  'Unavailable',
  'NotRevealed',
  'Expired',
] as const;
export type SubmissionStatus = Exclude<(typeof SUBMISSION_STATUSES)[number], 'None'>;

/** Where an operator stands with governance; the index is the value of the Solidity enum. */
export const OPERATOR_STATUSES = ['None', 'Registered', 'Unbonding', 'Withdrawn', 'Ejected'] as const;

/** What governance can pause by itself; the index is the value of the Solidity enum. */
export const FLOWS = ['CreateTask', 'TopUp', 'Commit', 'Reveal', 'Verdict', 'Registration'] as const;
export type Flow = (typeof FLOWS)[number];

/** Whether nothing can happen to a submission any more. */
export function isFinal(status: SubmissionStatus): boolean {
  return status !== 'Committed' && status !== 'Revealed';
}

/** The contract returned a state that this program does not know. */
export class UnknownStatusError extends BaseError {
  override name = 'UnknownStatusError';
  constructor({ status }: { status: number }) {
    super(`The contract returned the state ${status}, which is unknown here.`, {
      metaMessages: ['The contracts are newer than this program: update it.'],
    });
  }
}

/** @throws {UnknownStatusError} */
export function toTaskStatus(status: number): TaskStatus {
  const name = TASK_STATUSES[status];
  if (name === undefined || name === 'None') throw new UnknownStatusError({ status });
  return name;
}

/** @throws {UnknownStatusError} */
export function toSubmissionStatus(status: number): SubmissionStatus {
  const name = SUBMISSION_STATUSES[status];
  if (name === undefined || name === 'None') throw new UnknownStatusError({ status });
  return name;
}
