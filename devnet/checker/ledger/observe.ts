import type { Consequences } from './consequences.ts';
import type { Named } from './context.ts';
import { CREDIT_REASONS, championSubject, creditSubject, operatorsSubject } from './money.ts';

/** What the chain says followed from what somebody did. */
export type ConsequenceEvent = Named<
  'Credited' | 'OperatorsPaid' | 'ChampionChanged' | 'TaskOpened' | 'TaskSolved' | 'TaskVoided'
>;

/** Notes what the chain says followed, for the comparison with what must have. */
export function observe(consequences: Consequences, event: ConsequenceEvent): void {
  switch (event.eventName) {
    case 'Credited': {
      const { account, reason, submissionId, amount } = event.args;
      const name = CREDIT_REASONS[reason] ?? `reason ${reason}`;
      consequences.observe({
        rule: name === 'Payment' ? 'payment' : 'credit',
        subject: creditSubject(name, account, submissionId),
        value: amount.toString(),
      });
      return;
    }
    case 'OperatorsPaid':
      consequences.observe({
        rule: 'fee',
        subject: operatorsSubject(event.args.submissionId),
        value: event.args.amount.toString(),
      });
      return;
    case 'ChampionChanged':
      consequences.observe({
        rule: 'champion',
        subject: championSubject(event.args.taskId),
        value: `${event.args.previousId} to ${event.args.championId}`,
      });
      return;
    case 'TaskOpened':
      consequences.observe({
        rule: 'event',
        subject: `opening of task ${event.args.taskId}`,
        value: event.args.championDecidingSum.toString(),
      });
      return;
    case 'TaskSolved':
      consequences.observe({
        rule: 'event',
        subject: `solving of task ${event.args.taskId}`,
        value: event.args.submissionId.toString(),
      });
      return;
    case 'TaskVoided':
      consequences.observe({
        rule: 'event',
        subject: `voiding of task ${event.args.taskId}`,
        value: 'voided',
      });
      return;
  }
}
