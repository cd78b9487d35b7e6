import type { ModelSubmissionEvent } from '../events.ts';
import { type MarketplaceContext, requireSubmission } from './context.ts';
import { observe } from './observe.ts';
import { expectSeed } from './seeds.ts';
import { commit, expire, forfeit, reveal, settleSubmission } from './submissions.ts';
import { closeTask, createTask, topUp } from './tasks.ts';

/** Applies one event of model submission: what people did moves the model, what followed from it is compared. */
export function applyToMarketplace(
  context: MarketplaceContext,
  event: ModelSubmissionEvent,
  timestamp: bigint,
): void {
  const { market, consequences, findings, facts, money } = context;
  switch (event.eventName) {
    case 'TokenTermsChanged':
      market.tokens.set(event.args.token, event.args.terms);
      return;
    case 'TreasuryChanged':
      market.treasury = event.args.treasury;
      return;
    case 'TaskCreated':
      createTask(context, event);
      return;
    case 'ToppedUp':
      topUp(context, event);
      return;
    case 'TaskClosed':
      closeTask(context, event, timestamp);
      return;
    case 'SubmissionCommitted':
      commit(context, event, timestamp);
      return;
    case 'SubmissionRevealed':
      reveal(context, event);
      return;
    case 'SeedFixed': {
      const submission = requireSubmission(context, event.args.submissionId);
      expectSeed(context, submission, event.args.seed);
      return;
    }
    case 'SubmissionSettled':
      settleSubmission(context, event);
      return;
    case 'SubmissionNotRevealed':
      forfeit(context, event);
      return;
    case 'SubmissionExpired':
      expire(context, event);
      return;
    case 'CreditClaimed': {
      const { token, account, amount } = event.args;
      findings.expectEqual({
        rule: 'credit',
        subject: `claim of ${account}`,
        expected: market.credits.get(token, account),
        actual: amount,
      });
      market.credits.set(token, account, 0n);
      money.transfer(token, facts.contracts.modelSubmission, account, amount);
      return;
    }
    case 'FeesReleased': {
      const { token, to, amount } = event.args;
      market.operatorsBuckets.set(token, (market.operatorsBuckets.get(token) ?? 0n) - amount);
      consequences.observe({ rule: 'fee', subject: `release of fees to ${to}`, value: amount.toString() });
      money.transfer(token, facts.contracts.modelSubmission, to, amount);
      return;
    }
    case 'Credited':
    case 'OperatorsPaid':
    case 'ChampionChanged':
    case 'TaskOpened':
    case 'TaskSolved':
    case 'TaskVoided':
      observe(consequences, event);
      return;
    case 'FlowPaused':
      market.pauses.pause({
        flow: event.args.flow,
        start: event.blockNumber,
        end: BigInt(event.args.endBlock),
      });
      return;
    case 'FlowResumed':
      market.pauses.resume({ flow: event.args.flow, blockNumber: event.blockNumber });
      return;
    case 'AttestationCenterSet':
    case 'RoleAdminChanged':
    case 'RoleGranted':
    case 'RoleRevoked':
      return;
  }
}
