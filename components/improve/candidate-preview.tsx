'use client';

import { useEffect } from 'react';
import { LiveRounds } from '#components/chart/live-rounds.tsx';
import { RoundsChart } from '#components/chart/rounds-chart.tsx';
import { InvalidReason } from '#components/submission/invalid-reason.tsx';
import { Button } from '#components/ui/button.tsx';
import { Figure, Figures } from '#components/ui/facts.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { Term } from '#components/ui/term.tsx';
import { Amount } from '#components/value/amount.tsx';
import type { Token } from '#components/value/format-amount.ts';
import { Score } from '#components/value/score.tsx';
import { type CandidatePreview, previewCandidate } from '#hooks/evaluation/preview-candidate.ts';
import { useEvaluation } from '#hooks/evaluation/use-evaluation.ts';
import { isWin } from '#protocol/verdict/rules.ts';
import type { GetEvaluationTaskReturnType } from '#sdk/estimate/get-evaluation-task.ts';
import type { Candidate } from './candidate.ts';

/** How a candidate does against the champion on fresh data, and what that promises: measured before anything is staked. */
export function CandidatePreviewPanel({
  candidate,
  evaluationTask,
  bond,
  token,
  onPreview,
}: {
  candidate: Candidate;
  evaluationTask: GetEvaluationTaskReturnType;
  bond: bigint;
  token: Token;
  onPreview: (preview: CandidatePreview | undefined) => void;
}) {
  const { state, start, cancel } = useEvaluation<CandidatePreview>();
  const measure = () => {
    onPreview(undefined);
    start((context) =>
      previewCandidate(context, { evaluationTask, candidateParameters: candidate.parameters, bond }),
    );
  };

  useEffect(() => {
    start((context) =>
      previewCandidate(context, { evaluationTask, candidateParameters: candidate.parameters, bond }),
    );
  }, [bond, candidate, evaluationTask, start]);
  useEffect(() => {
    if (state.status === 'done') onPreview(state.result);
  }, [onPreview, state]);

  return (
    <div className="grid gap-4" aria-busy={state.status === 'running'}>
      <h3 className="font-medium">Against the champion</h3>
      {state.status === 'running' ? (
        <div className="grid gap-2">
          <p role="status" className="text-small text-ink-3">
            {state.progress
              ? `Round ${state.progress.round + 1} of ${2 * evaluationTask.terms.rounds}, on data of a fresh seed.`
              : 'Loading the runtime that the operators use, once.'}
          </p>
          <ProgressBar
            label="Evaluation"
            value={state.progress?.finished ?? 0}
            total={state.progress ? 4 * evaluationTask.terms.rounds : undefined}
          />
          <p>
            <Button onClick={cancel}>Cancel</Button>
          </p>
          <LiveRounds rounds={state.rounds} />
        </div>
      ) : null}
      {state.status === 'cancelled' ? (
        <p className="flex flex-wrap items-center gap-3 text-small text-ink-3">
          The evaluation was cancelled. <Button onClick={measure}>Evaluate</Button>
        </p>
      ) : null}
      {state.status === 'failed' ? (
        <>
          <Problem error={state.error} />
          <p>
            <Button onClick={measure}>Try again</Button>
          </p>
        </>
      ) : null}
      {state.status === 'done' ? (
        <Result preview={state.result} evaluationTask={evaluationTask} token={token} onAgain={measure} />
      ) : null}
    </div>
  );
}

function Result({
  preview,
  evaluationTask: { terms },
  token,
  onAgain,
}: {
  preview: CandidatePreview;
  evaluationTask: GetEvaluationTaskReturnType;
  token: Token;
  onAgain: () => void;
}) {
  if (preview.outcome === 'Invalid') return <InvalidReason reason={preview.reason} />;
  const { rounds, reports, wins, gap, chance, payout } = preview;
  const all = { ...terms, rounds: rounds.length };
  const failed = reports.find(({ challenger }) => challenger?.error)?.challenger?.error;
  const mean = (side: 'champion' | 'challenger') =>
    rounds.reduce((sum, round) => sum + round[side], 0n) / BigInt(rounds.length);
  return (
    <div className="grid gap-5">
      <Figures>
        <Figure
          name={
            <Term meaning="How often a verdict on these parameters would be an improvement: simulated by the protocol’s own rules from the rounds measured here. Nine times out of ten it lies within the range beneath.">
              Chance to win
            </Term>
          }
          note={`${percent(chance.low)} to ${percent(chance.high)}`}
        >
          {percent(chance.chance)}
        </Figure>
        <Figure
          name={
            <Term meaning="The mean payment over wins and losses, from the same simulation.">
              Expected payout
            </Term>
          }
          note={
            <>
              {chance.chance > 0 ? (
                <>
                  <Amount amount={payout.paymentOfWin} token={token} /> with a win
                </>
              ) : (
                'no win was simulated'
              )}
            </>
          }
        >
          <Amount amount={payout.payment} token={token} />
        </Figure>
        <Figure name="Expected gain" note="bonds of losses taken off">
          <Amount amount={payout.gain} token={token} />
        </Figure>
        <Figure
          name="Mean score"
          note={
            <>
              champion <Score score={mean('champion')} />
            </>
          }
        >
          <Score score={mean('challenger')} />
        </Figure>
      </Figures>
      <RoundsChart
        name={`${rounds.length} rounds on data of a fresh seed, ${wins} won`}
        rounds={rounds.map((round) => ({ ...round, isWon: isWin({ terms: all, round, gap }) }))}
      />
      {failed ? <p className="text-small text-ink-2">The evaluation code failed: {failed}</p> : null}
      {payout.gain < 0n ? (
        <p className="border-l-2 border-fault bg-fault-wash px-4 py-3 text-small">
          A try costs more than it earns on average:{' '}
          {chance.chance < 0.5
            ? 'these parameters rarely beat the champion.'
            : 'what is left of the bounty pays less for a win than losses cost and the fee takes.'}
        </p>
      ) : null}
      <p>
        <Button onClick={onAgain}>Evaluate on another seed</Button>
      </p>
    </div>
  );
}

/** A share as a percentage; what is certain neither way never looks so. */
function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  if (share > 0.999 && share < 1) return '> 99.9 %';
  return `${(100 * share).toFixed(share > 0.1 && share < 0.9 ? 0 : 1)} %`;
}
