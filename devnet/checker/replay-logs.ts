import { type Address, getAddress, isAddressEqual, zeroAddress } from 'viem';
import type {
  AttestationCenterEvent,
  AvsGovernanceEvent,
  TransactionEvents,
  TransferEvent,
} from './events.ts';
import type { Facts } from './facts.ts';
import type { Findings } from './finding.ts';
import { type Consequences, createConsequences } from './ledger/consequences.ts';
import { IncompleteFactsError } from './errors.ts';
import { type FeeModel, createFeeModel } from './ledger/fees.ts';
import { type Market, createMarket } from './ledger/market.ts';
import { applyToMarketplace } from './ledger/marketplace.ts';
import { type MoneyMoves, createMoneyMoves, transferSubject } from './ledger/money.ts';
import { type OperatorSet, createOperatorSet } from './ledger/operator-set.ts';
import { requireTreasury } from './ledger/settlement.ts';
import { type TaskSubmittedEvent, checkSubmittedTask } from './ledger/submitted-task.ts';

/** The circuit as the rules make it, after the last log. */
export type Replay = { market: Market; fees: FeeModel; operators: OperatorSet };

/**
 * Replays what people did, log by log, through the rules, and compares every payment, credit, fee, transfer, seed,
 * champion and signature that the chain made of it.
 */
export async function replayLogs(parameters: {
  facts: Facts;
  findings: Findings;
  transactions: readonly TransactionEvents[];
}): Promise<Replay> {
  const { facts, findings, transactions } = parameters;
  const market = createMarket();
  const consequences = createConsequences();
  const money = createMoneyMoves({ market, consequences });
  const operators = createOperatorSet();
  const fees = createFeeModel(operators);
  let minimumPower = 0n;

  for (const { events, timestamp, hash } of transactions) {
    const submitted: TaskSubmittedEvent[] = [];
    for (const entry of events) {
      switch (entry.source) {
        case 'modelSubmission':
          applyToMarketplace(
            { facts, findings, market, money, consequences, onStorageFee: fees.accrueStorageFee },
            entry.event,
            timestamp,
          );
          break;
        case 'operatorRegistry': {
          const changed = operators.apply(entry.event, findings);
          if (changed) fees.onPowerChange(changed.operator, changed.previousPower);
          break;
        }
        case 'attestationCenter':
          if (entry.event.eventName === 'MinimumPowerChanged') minimumPower = entry.event.args.minimumPower;
          if (entry.event.eventName === 'TaskSubmitted') submitted.push(entry.event);
          applyToAttestationCenter({ market, consequences, fees, findings }, entry.event);
          break;
        case 'avsGovernance':
          applyToGovernance({ money, facts }, entry.event);
          break;
        case 'token':
          applyTransfer({ market, consequences, facts }, entry.event);
          break;
      }
    }
    for (const event of submitted) {
      const submission = market.submissions.get(event.args.submissionId);
      const task = submission && market.tasks.get(submission.taskId);
      if (!submission || !task)
        throw new IncompleteFactsError({ missing: `submission ${event.args.submissionId}` });
      await checkSubmittedTask({
        facts,
        findings,
        event,
        task,
        submission,
        members: operators.members,
        pauses: market.pauses,
        minimumPower,
      });
      distributeFee({ market, consequences, fees, event });
    }
    expectAttested({ findings, events, submitted });
    consequences.compare(findings, `transaction ${hash}`);
  }
  return { market, fees, operators };
}

/** No verdict settles without the attestation center. */
function expectAttested(parameters: {
  findings: Findings;
  events: TransactionEvents['events'];
  submitted: readonly TaskSubmittedEvent[];
}): void {
  const { findings, events, submitted } = parameters;
  for (const entry of events) {
    if (entry.source !== 'modelSubmission' || entry.event.eventName !== 'SubmissionSettled') continue;
    const { submissionId } = entry.event.args;
    findings.expectThat(
      submitted.some(({ args }) => args.submissionId === submissionId),
      {
        rule: 'signature',
        subject: `verdict on submission ${submissionId}`,
        expected: 'posted through the attestation center',
        actual: 'settled without it',
      },
    );
  }
}

function applyToAttestationCenter(
  context: { market: Market; consequences: Consequences; fees: FeeModel; findings: Findings },
  event: AttestationCenterEvent,
): void {
  const { market, consequences, fees, findings } = context;
  if (event.eventName === 'TaskDefinitionAdded') {
    market.definitions.set(event.args.taskDefinitionId, event.args.definition);
  }
  if (event.eventName === 'FeesDistributed') {
    const { submissionId, token, shares } = event.args;
    const subject = feeSubject(submissionId, token);
    for (const part of ['performer', 'aggregator', 'attesters', 'treasury'] as const) {
      consequences.observe({
        rule: 'fee',
        subject: `${part}’s share of ${subject}`,
        value: shares[part].toString(),
      });
    }
  }
  if (event.eventName === 'FeesClaimed') {
    const { token, account, receiver, amount } = event.args;
    findings.expectEqual({
      rule: 'fee',
      subject: `fees claimed by ${account}`,
      expected: fees.withdraw(token, account),
      actual: amount,
    });
    consequences.expect({ rule: 'fee', subject: `release of fees to ${receiver}`, value: amount.toString() });
  }
}

/** Divides the fee of a verdict that was settled in the same transaction. */
function distributeFee(parameters: {
  market: Market;
  consequences: Consequences;
  fees: FeeModel;
  event: TaskSubmittedEvent;
}): void {
  const { market, consequences, fees, event } = parameters;
  const { submissionId, taskPerformer, aggregator, nonSigners } = event.args;
  const submission = market.submissions.get(submissionId);
  const task = submission && market.tasks.get(submission.taskId);
  if (!task || submission?.verdict?.outcome === 'Unavailable' || task.terms.operatorFee === 0n) return;
  const { token, operatorFee } = task.terms;
  const shares = fees.distribute({
    token,
    fee: operatorFee,
    definition: task.definition,
    performer: isAddressEqual(taskPerformer, zeroAddress) ? undefined : taskPerformer,
    aggregator,
    nonSigners,
    treasury: requireTreasury(market),
  });
  const subject = feeSubject(submissionId, token);
  for (const part of ['performer', 'aggregator', 'attesters', 'treasury'] as const) {
    consequences.expect({
      rule: 'fee',
      subject: `${part}’s share of ${subject}`,
      value: shares[part].toString(),
    });
  }
}

const feeSubject = (submissionId: bigint, token: Address) =>
  `the fee of submission ${submissionId} in ${token}`;

/** Stake that goes in and out. The stake token is the one that moves then. */
function applyToGovernance(
  { money, facts }: { money: MoneyMoves; facts: Facts },
  event: AvsGovernanceEvent,
): void {
  const { avsGovernance, stakeToken } = facts.contracts;
  if (event.eventName === 'OperatorRegistered') {
    money.transfer(stakeToken, event.args.operator, avsGovernance, event.args.stake);
  }
  if (event.eventName === 'StakeChanged') {
    const { operator, previousStake, stake } = event.args;
    if (stake > previousStake) money.transfer(stakeToken, operator, avsGovernance, stake - previousStake);
  }
  if (event.eventName === 'StakeWithdrawn') {
    money.transfer(stakeToken, avsGovernance, event.args.operator, event.args.amount);
  }
  if (event.eventName === 'StakeCreditClaimed') {
    money.transfer(stakeToken, avsGovernance, event.args.account, event.args.amount);
  }
}

/** Counts balances; transfers from and to the contracts must have a reason. */
function applyTransfer(
  { market, consequences, facts }: { market: Market; consequences: Consequences; facts: Facts },
  event: TransferEvent,
): void {
  const { from, to, value } = event.args;
  const token = getAddress(event.address);
  if (!isAddressEqual(from, zeroAddress)) market.balances.add(token, from, -value);
  if (!isAddressEqual(to, zeroAddress)) market.balances.add(token, to, value);
  const { modelSubmission, avsGovernance } = facts.contracts;
  const isOurs = [from, to].some(
    (account) => isAddressEqual(account, modelSubmission) || isAddressEqual(account, avsGovernance),
  );
  if (!isOurs || value === 0n) return;
  consequences.observe({
    rule: 'transfer',
    subject: transferSubject(token, from, to),
    value: value.toString(),
  });
}
