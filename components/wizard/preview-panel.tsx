import type { ReactNode } from 'react';
import { Figure, Figures } from '#components/ui/facts.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { Score } from '#components/value/score.tsx';
import { groupThousands } from '#components/value/format-amount.ts';
import type { PreviewRound, PreviewState } from '#hooks/wizard/use-preview.ts';
import type { EvaluationBudget } from '#protocol/evaluation/budget.ts';
import { describeInvalidReason } from '#protocol/evaluation/invalid-reason.ts';
import { PreviewChart } from './preview-chart.tsx';

/** What the preview has found so far: scores, errors, and how much of the budget a round takes. */
export function PreviewPanel({
  state,
  targetScore,
  budget,
  isOutdated,
}: {
  state: PreviewState;
  targetScore: bigint | undefined;
  budget: EvaluationBudget | undefined;
  /** The code has changed since. */
  isOutdated: boolean;
}) {
  return (
    <div className="grid gap-5">
      {isOutdated && (state.status === 'measured' || state.status === 'invalid') ? (
        <p className="text-small text-challenger">The code has changed since this preview.</p>
      ) : null}
      <Body state={state} targetScore={targetScore} budget={budget} />
    </div>
  );
}

function Body({
  state,
  targetScore,
  budget,
}: {
  state: PreviewState;
  targetScore: bigint | undefined;
  budget: EvaluationBudget | undefined;
}) {
  switch (state.status) {
    case 'idle':
      return null;
    case 'cancelled':
      return <p className="text-small text-ink-3">Cancelled. Nothing is left running.</p>;
    case 'failed':
      return <Problem error={state.error} />;
    case 'invalid':
      return (
        <Notice>
          {describeInvalidReason(state.reason)} The task would be void: nothing could be judged by it.
        </Notice>
      );
    case 'running':
      return (
        <div className="grid gap-5">
          <div className="grid gap-1.5">
            <ProgressBar
              label="Rounds of the preview"
              value={state.rounds.length}
              total={state.rounds.length === 0 ? undefined : state.total}
            />
            <p className="text-small text-ink-3">
              {state.rounds.length === 0
                ? 'Loading the engine.'
                : `Round ${state.rounds.length} of ${state.total}`}
            </p>
          </div>
          <Rounds rounds={state.rounds} total={state.total} targetScore={targetScore} budget={budget} />
        </div>
      );
    case 'measured':
      return (
        <div className="grid gap-5">
          <Figures>
            <Figure name="Score of the baseline" note={`mean of ${state.rounds.length} rounds`}>
              <Score score={state.mean} />
            </Figure>
            {targetScore === undefined ? null : (
              <Figure name="Target">
                <Score score={targetScore} />
              </Figure>
            )}
          </Figures>
          {state.distance <= 0n ? (
            <Notice>
              The initial parameters have reached the target already: nothing would be left to improve, and
              the task would be void. Raise the target, or begin with worse parameters.
            </Notice>
          ) : null}
          <Rounds
            rounds={state.rounds}
            total={state.rounds.length}
            targetScore={targetScore}
            budget={budget}
          />
        </div>
      );
  }
}

function Rounds({
  rounds,
  total,
  targetScore,
  budget,
}: {
  rounds: readonly PreviewRound[];
  total: number;
  targetScore: bigint | undefined;
  budget: EvaluationBudget | undefined;
}) {
  const failed = rounds.find(({ error }) => error !== undefined);
  const failures = rounds.filter(({ error }) => error !== undefined).length;
  return (
    <>
      {failed ? (
        <Notice>
          <span className="font-medium">
            {failures} of {rounds.length} rounds failed and score 0. Round {failed.round + 1}:
          </span>
          <code className="mt-1 block font-mono text-note break-words whitespace-pre-wrap">
            {failed.error}
          </code>
        </Notice>
      ) : null}
      <PreviewChart rounds={rounds} total={total} targetScore={targetScore} />
      {budget && rounds.length > 0 ? <Budget rounds={rounds} budget={budget} /> : null}
    </>
  );
}

/** The round that took most, of each thing that is metered. */
function Budget({ rounds, budget }: { rounds: readonly PreviewRound[]; budget: EvaluationBudget }) {
  const most = (used: (usage: PreviewRound['usage']) => bigint) =>
    rounds.reduce((highest, { usage }) => (used(usage) > highest ? used(usage) : highest), 0n);
  const items = [
    { name: 'Steps of the interpreter', used: most(({ ticks }) => ticks), limit: budget.ticks },
    { name: 'Work of the host', used: most(({ nativeWork }) => nativeWork), limit: budget.nativeWork },
    {
      name: 'Numbers through the model',
      used: most(({ tensorElements }) => tensorElements),
      limit: budget.tensorElements,
    },
    {
      name: 'Runs of the model',
      used: most(({ modelRuns }) => BigInt(modelRuns)),
      limit: BigInt(budget.modelRuns),
    },
  ];
  return (
    <div className="grid gap-2">
      <p className="text-small font-medium">Budget used by the round that took most</p>
      <ul className="grid gap-2.5 text-small">
        {items.map(({ name, used, limit }) => (
          <li key={name} className="grid gap-1">
            <div className="flex flex-wrap justify-between gap-x-4">
              <span className="text-ink-2">{name}</span>
              <span>
                {groupThousands(used)} <span className="text-ink-3">of {groupThousands(limit)}</span>
              </span>
            </div>
            <ProgressBar label={name} value={Number(used)} total={Number(limit)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div className="max-w-prose rounded-md border border-fault bg-fault-wash px-3.5 py-3 text-small">
      {children}
    </div>
  );
}
