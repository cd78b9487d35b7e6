// The small build of zod: this is read in every page.
import * as z from 'zod/mini';

/**
 * One step of the index, as the stream of server-sent events tells it: where the index stands, and whose pages say
 * something else now. It never carries a score or a verdict; those are read from the index, which knows them once
 * they are on the chain. The event's id is the block number, by which a client resumes.
 */
export const liveEventSchema = z.object({
  blockNumber: z.int().check(z.nonnegative()),
  /** Of the block, Unix seconds. */
  timestamp: z.int().check(z.nonnegative()),
  /** Everything may have changed: the chain was reorganised, or too much happened to list it. */
  isReset: z.boolean(),
  taskIds: z.array(z.int()),
  /** In decimal: they exceed what JSON's numbers hold exactly. */
  submissionIds: z.array(z.string()),
  accounts: z.array(z.string()),
});

export type LiveEvent = z.infer<typeof liveEventSchema>;
