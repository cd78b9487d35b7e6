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
  const used = { nativeWork: 0n, tensorElements: 0n, modelRuns: 0n };
  let exceeded: BudgetItem | undefined;
  return {
    charge(item, amount) {
      used[item] += BigInt(amount);
      if (used[item] <= BigInt(budget[item])) return true;
      exceeded ??= item;
      fuel.stop();
      return false;
    },
    exceeded: () => exceeded,
    usage: () => ({
      ticks: budget.ticks - fuel.left(),
      nativeWork: used.nativeWork,
      tensorElements: used.tensorElements,
      modelRuns: Number(used.modelRuns),
    }),
  };
}
