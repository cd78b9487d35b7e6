'use client';

import { useCallback, useEffect, useId, useState } from 'react';
import { LiveRounds } from '#components/chart/live-rounds.tsx';
import { RoundsChart } from '#components/chart/rounds-chart.tsx';
import { Button } from '#components/ui/button.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { ProgressBar } from '#components/ui/progress-bar.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { WalletProviders } from '#components/wallet/wallet-providers.tsx';
import { withOwnOrigin } from '#hooks/content/gateways.ts';
import { useEvaluation } from '#hooks/evaluation/use-evaluation.ts';
import { useWallet } from '#hooks/wallet/use-wallet.ts';
import { type ReplayVerdictReturnType, replayVerdict } from '#sdk/replay/replay-verdict.ts';
import { ReplayTable } from './replay-table.tsx';

/** Computes a verdict again in this browser, and holds it against the chain. */
export function ReplayPanel(parameters: { submissionId: string; gateways: readonly string[] }) {
  return (
    <WalletProviders>
      <Replay {...parameters} />
    </WalletProviders>
  );
}

function Replay({ submissionId, gateways }: { submissionId: string; gateways: readonly string[] }) {
  const { readClient } = useWallet();
  const { state, start, cancel } = useEvaluation<ReplayVerdictReturnType>();
  const [text, setText] = useState(() => withOwnOrigin(gateways).join('\n'));
  const fieldId = useId();

  const replay = useCallback(
    (from: readonly string[]) =>
      start((context) =>
        replayVerdict(readClient, {
          submissionId: BigInt(submissionId),
          // None named: where the chain says that it is.
          gateways: from.length > 0 ? from : undefined,
          ...context,
        }),
      ),
    [readClient, start, submissionId],
  );
  // The page may be rendered again beneath it, with the same gateways in another list.
  const operators = gateways.join('\n');
  useEffect(
    () => replay(withOwnOrigin(operators.split('\n').filter((part) => part !== ''))),
    [operators, replay],
  );

  const isRunning = state.status === 'running';
  return (
    <div className="grid gap-5" aria-busy={isRunning}>
      {isRunning ? (
        <div className="grid gap-2">
          <p role="status" className="text-small text-ink-3">
            {state.progress
              ? `Round ${state.progress.round + 1}, ${state.progress.phase}: ${state.progress.finished} of ${state.progress.total} model rounds done.`
              : 'Reading the chain and fetching the content; every block is checked against its hash.'}
          </p>
          <ProgressBar label="Replay" value={state.progress?.finished ?? 0} total={state.progress?.total} />
          <p>
            <Button onClick={cancel}>Cancel</Button>
          </p>
          <LiveRounds rounds={state.rounds} />
        </div>
      ) : null}
      {state.status === 'cancelled' ? (
        <p role="status" className="text-small text-ink-3">
          The replay was cancelled.
        </p>
      ) : null}
      {state.status === 'failed' ? <Problem error={state.error} /> : null}
      {state.status === 'done' ? <Outcome replayed={state.result} /> : null}
      {isRunning ? null : (
        <form
          className="grid max-w-prose gap-2 text-small"
          onSubmit={(event) => {
            event.preventDefault();
            replay(text.split(/\s+/).filter((part) => part !== ''));
          }}
        >
          <label htmlFor={fieldId} className="font-medium">
            Gateways to fetch the content from
          </label>
          <textarea
            id={fieldId}
            rows={Math.min(7, Math.max(2, gateways.length + 1))}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="w-full rounded-md border border-rule-strong bg-sheet px-3 py-2 font-mono text-note"
          />
          <p className="text-ink-3">
            One address a line, asked in this order; the first is this page’s own. It does not matter whose
            they are: what does not match its hash is refused.
          </p>
          <p>
            <Button type="submit">Replay again</Button>
          </p>
        </form>
      )}
    </div>
  );
}

function Outcome({ replayed }: { replayed: ReplayVerdictReturnType }) {
  const { isEqual, result, differences } = replayed;
  const rounds = result.outcome === 'Invalid' ? [] : [...result.deciding, ...result.pricing];
  const isCompared = result.outcome === 'Improved' || result.outcome === 'NotImproved';
  return (
    <div className="grid gap-5">
      <p role="status" className="text-lead font-medium">
        <StateMark tone={isEqual ? 'won' : 'fault'}>
          {isEqual
            ? 'Equal, to the last digit'
            : `Different in ${differences.length} ${differences.length === 1 ? 'field' : 'fields'}`}
        </StateMark>
      </p>
      <ReplayTable replayed={replayed} />
      {isCompared ? (
        <RoundsChart
          name={`${rounds.length} rounds, as this browser measured them`}
          rounds={rounds.map((round) => ({ ...round, isWon: round.challenger > round.champion }))}
        />
      ) : null}
    </div>
  );
}
