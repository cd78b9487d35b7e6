import type { NodeContext, SigningContext } from '../context.ts';
import type { InboxDesk } from '../reception/decide-inbox.ts';
import type { Role } from '../roles.ts';
import { createEvidencePosting } from '../slashing/post-evidence.ts';
import { createOffenceWatch } from '../slashing/watch-offences.ts';
import { applyOperatorChanges } from './apply-changes.ts';

/** Does what is due at a head besides the submissions that are pending. */
export type Housekeeping = (head: bigint) => Promise<void>;

/**
 * Makes the housekeeping of a process by its roles: the watcher looks for offences, the aggregator reports them and
 * applies changes of the operator set. What fails is logged, tried again at the next head, and ends nothing else.
 */
export function createHousekeeping(parameters: {
  context: NodeContext;
  /** Absent on machines without keys. */
  signing: SigningContext | undefined;
  roles: ReadonlySet<Role>;
  /** Absent where messages are not decided about. */
  inboxDesk: InboxDesk | undefined;
  aggregatorDelayBlocks: number;
}): Housekeeping {
  const { context, signing, roles, inboxDesk, aggregatorDelayBlocks } = parameters;
  const duties: { name: string; run: (head: bigint) => Promise<void> }[] = [];
  if (roles.has('watcher')) {
    const watch = createOffenceWatch(context);
    duties.push({ name: 'looking for offences', run: (head) => watch.look({ head }) });
  }
  if (signing && roles.has('aggregator')) {
    const posting = createEvidencePosting(signing, { aggregatorDelayBlocks });
    duties.push(
      { name: 'applying operator changes', run: (head) => applyOperatorChanges(signing, { head }) },
      { name: 'reporting offences', run: (head) => posting.run({ head }) },
    );
  }
  if (inboxDesk) {
    // A signal may have been lost.
    duties.push({
      name: 'looking into the inbox',
      run: async () => {
        inboxDesk.wake();
        await inboxDesk.forget();
      },
    });
  }
  return async (head) => {
    for (const { name, run } of duties) {
      try {
        await run(head);
      } catch (error) {
        context.log.error({ head, error }, `${name} failed`);
      }
    }
  };
}
