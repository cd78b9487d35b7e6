/** What a task's scores are, 1e18 = 1; `undefined` before the baseline was measured. */
export type TaskScores = {
  targetScore: bigint;
  baselineScore: bigint | undefined;
  championScore: bigint | undefined;
};

/**
 * Mean scores of a task's baseline and champion. The baseline's is over its deciding rounds, the only ones it had; a
 * winner's is over its pricing rounds, which did not decide whether it won and so are not biased by luck.
 *
 * @param parameters.championPricingSum Of the champion's own verdict.
 */
export function championScore(parameters: {
  task: {
    targetScore: bigint;
    rounds: number;
    baselineId: bigint;
    championId: bigint;
    baselineDecidingSum: bigint | null;
  };
  championPricingSum: bigint | undefined;
}): TaskScores {
  const { task, championPricingSum } = parameters;
  const { targetScore, baselineDecidingSum } = task;
  if (baselineDecidingSum === null)
    return { targetScore, baselineScore: undefined, championScore: undefined };
  const baselineScore = baselineDecidingSum / BigInt(task.rounds);
  const isBaseline = task.championId === task.baselineId || championPricingSum === undefined;
  return {
    targetScore,
    baselineScore,
    championScore: isBaseline ? baselineScore : championPricingSum / BigInt(task.rounds),
  };
}
