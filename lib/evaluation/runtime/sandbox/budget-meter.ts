import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import type { Fuel } from './quickjs-instance.ts';

export type BudgetItem = keyof EvaluationBudget;

/** What a run has used of its budget, loading included. */
export type BudgetUsage = { ticks: bigint; nativeWork: bigint; tensorElements: bigint; modelRuns: number };

type ChargedItem = 'nativeWork' | 'tensorElements' | 'modelRuns';

export type BudgetMeter = {
  /**
   * Takes an amount off the budget.
   *
   * @returns Whether there was enough. If not, nothing must be computed any more: the sandbox traps at its next tick,
   * so that no guest code can catch it.
   */
  charge(item: ChargedItem, amount: number): boolean;
  exceeded(): BudgetItem | undefined;
  usage(): BudgetUsage;
};

/** Meters one run. `fuel` counts the sandbox's own ticks; everything that host functions do is charged here. */
export function createMeter({ budget, fuel }: { budget: EvaluationBudget; fuel: Fuel }): BudgetMeter {
  // Numbers, for they are counted at every model run: nothing lives long enough to count to 2 ** 53.
  const limits = {
    nativeWork: asLimit(budget.nativeWork),
    tensorElements: asLimit(budget.tensorElements),
    modelRuns: budget.modelRuns,
  };
  const used = { nativeWork: 0, tensorElements: 0, modelRuns: 0 };
  let exceeded: BudgetItem | undefined;
  return {
    charge(item, amount) {
      used[item] += amount;
      if (used[item] <= limits[item]) return true;
      exceeded ??= item;
      fuel.stop();
      return false;
    },
    exceeded: () => exceeded,
    usage: () => ({
      ticks: budget.ticks - fuel.left(),
      nativeWork: BigInt(used.nativeWork),
      tensorElements: BigInt(used.tensorElements),
      modelRuns: used.modelRuns,
    }),
  };
}

function asLimit(budget: bigint): number {
  return budget < BigInt(Number.MAX_SAFE_INTEGER) ? Number(budget) : Number.MAX_SAFE_INTEGER;
}
