/** Bits of a submission's index within its task. */
const INDEX_BITS = 32n;

/** A submission's id on the chain: `taskId · 2^32 + index`; index 0 is the task's baseline. */
export function toSubmissionId({ taskId, index }: { taskId: number; index: number }): bigint {
  return (BigInt(taskId) << INDEX_BITS) | BigInt(index);
}

/** The task that a submission belongs to, and its index there. */
export function fromSubmissionId(submissionId: bigint): { taskId: number; index: number } {
  return {
    taskId: Number(submissionId >> INDEX_BITS),
    index: Number(submissionId & ((1n << INDEX_BITS) - 1n)),
  };
}
