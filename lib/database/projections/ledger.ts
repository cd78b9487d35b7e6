import { zeroAddress } from 'viem';
import { BaseError } from '#protocol/errors/base.ts';
import { toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { fromAbiVerdict } from '#protocol/verdict/verdict.ts';
import { type ChainEvent, eventGuard } from './events.ts';
import type { CreditReason } from '../generated/enums.ts';
import type { Tables } from './tables.ts';

/** The tables of which each row is one event, and nothing changes it later. */
export const LEDGER_TABLES = [
  'verdicts',
  'verdict_quorums',
  'champions',
  'credits',
  'claims',
  'operator_payments',
  'fee_distributions',
  'slashings',
] as const;

/** A ledger's name. */
export type LedgerTable = (typeof LEDGER_TABLES)[number];

/** A row for a ledger. */
export type LedgerRow = { [Table in LedgerTable]: { table: Table; row: Tables[Table] } }[LedgerTable];

/** The index is the value of the Solidity enum `CreditReason`. */
const CREDIT_REASONS: readonly CreditReason[] = [
  'BondReturned',
  'FeeRefunded',
  'Payment',
  'BondForfeited',
  'PoolReturned',
  'CreationFee',
];

/** The contract gives a reason for a credit that this version does not know. */
export class UnknownCreditReasonError extends BaseError {
  override name = 'UnknownCreditReasonError';
  constructor({ reason }: { reason: number }) {
    super(`The reason ${reason} of a credit is unknown.`, {
      metaMessages: ['The contracts are newer than this program. Update it.'],
    });
  }
}

const isEntry = eventGuard([
  'modelSubmission.SubmissionSettled',
  'attestationCenter.TaskSubmitted',
  'modelSubmission.TaskOpened',
  'modelSubmission.ChampionChanged',
  'modelSubmission.Credited',
  'modelSubmission.CreditClaimed',
  'attestationCenter.FeesClaimed',
  'modelSubmission.OperatorsPaid',
  'attestationCenter.FeesDistributed',
  'avsGovernance.StakeSlashed',
]);

/** The row that an event adds to a ledger, if it adds one. */
export function ledgerRowOf(event: ChainEvent): LedgerRow | undefined {
  if (!isEntry(event)) return undefined;
  const { blockNumber, logIndex, timestamp, transactionHash } = event;
  const position = { blockNumber, logIndex, timestamp, transactionHash };
  switch (event.name) {
    case 'modelSubmission.SubmissionSettled': {
      const { taskId, verdictHash, payment, pool } = event.args;
      const verdict = fromAbiVerdict(event.args.verdict);
      return { table: 'verdicts', row: { ...verdict, taskId, verdictHash, payment, pool, ...position } };
    }
    case 'attestationCenter.TaskSubmitted': {
      const { submissionId, verdictHash, taskPerformer, aggregator, signedPower, totalPower } = event.args;
      return {
        table: 'verdict_quorums',
        row: {
          submissionId,
          verdictHash,
          performer: taskPerformer === zeroAddress ? null : taskPerformer,
          aggregator,
          signedPower,
          totalPower,
          nonSigners: [...event.args.nonSigners],
          ...position,
        },
      };
    }
    case 'modelSubmission.TaskOpened': {
      const { taskId } = event.args;
      const submissionId = toSubmissionId({ taskId, index: 0 });
      return { table: 'champions', row: { submissionId, taskId, previousId: null, ...position } };
    }
    case 'modelSubmission.ChampionChanged': {
      const { taskId, championId, previousId } = event.args;
      return { table: 'champions', row: { submissionId: championId, taskId, previousId, ...position } };
    }
    case 'modelSubmission.Credited': {
      const { token, account, submissionId, amount } = event.args;
      const reason = CREDIT_REASONS[event.args.reason];
      if (reason === undefined) throw new UnknownCreditReasonError({ reason: event.args.reason });
      return { table: 'credits', row: { token, account, reason, submissionId, amount, ...position } };
    }
    case 'modelSubmission.CreditClaimed': {
      const { token, account, amount } = event.args;
      return {
        table: 'claims',
        row: { source: 'Credit', token, account, receiver: account, amount, ...position },
      };
    }
    case 'attestationCenter.FeesClaimed': {
      const { token, account, receiver, amount } = event.args;
      return { table: 'claims', row: { source: 'Fee', token, account, receiver, amount, ...position } };
    }
    case 'modelSubmission.OperatorsPaid': {
      const { token, amount } = event.args;
      const submissionId = event.args.submissionId === 0n ? null : event.args.submissionId;
      return { table: 'operator_payments', row: { token, submissionId, amount, ...position } };
    }
    case 'attestationCenter.FeesDistributed': {
      const { submissionId, token, fee, shares } = event.args;
      return {
        table: 'fee_distributions',
        row: {
          submissionId,
          token,
          fee,
          performerShare: shares.performer,
          aggregatorShare: shares.aggregator,
          attesterShare: shares.attesters,
          treasuryShare: shares.treasury,
          ...position,
        },
      };
    }
    case 'avsGovernance.StakeSlashed': {
      const { operator, amount, reporter, reward } = event.args;
      return { table: 'slashings', row: { operator, amount, reporter, reward, ...position } };
    }
  }
}
