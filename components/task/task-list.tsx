import Link from 'next/link';
import type { ReactNode } from 'react';
import { StateMark } from '#components/ui/state-mark.tsx';
import { Amount } from '#components/value/amount.tsx';
import { ofSubmissions } from '#components/value/count-of.ts';
import type { Token } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';
import { Score } from '#components/value/score.tsx';
import type { TaskStatus } from '#sdk/statuses.ts';
import { GapScale, type GapScores, closedShare } from './gap-scale.tsx';
import { describeTask } from './task-state.ts';

/** A task of a list. */
export type TaskListItem = {
  taskId: number;
  title: string | undefined;
  tags: readonly string[];
  status: TaskStatus;
  scores: GapScores;
  token: Token;
  pool: bigint;
  paid: bigint;
  improvementCount: number;
  submissionCount: number;
  pendingCount: number;
  deadline: number;
  endedAt: number | undefined;
};

const COLUMNS =
  'lg:grid-cols-[minmax(0,1fr)_minmax(11rem,15rem)_8.5rem_7.5rem_7rem] lg:items-start lg:gap-x-7';

/** Tasks, one a row; where the window is narrow, one under the other. */
export function TaskList({ tasks, now }: { tasks: readonly TaskListItem[]; now: number }) {
  return (
    <div>
      <div
        aria-hidden
        className={`hidden border-b border-rule-strong pb-1.5 text-small text-ink-3 lg:grid ${COLUMNS}`}
      >
        <span>Task</span>
        <span>Champion, on the way to the target</span>
        <span className="text-right">Bounty left</span>
        <span className="text-right">Improvements</span>
        <span>Deadline</span>
      </div>
      <ul className="divide-y divide-rule max-lg:border-t max-lg:border-rule-strong">
        {tasks.map((task) => (
          <li key={task.taskId}>
            <TaskRow task={task} now={now} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function TaskRow({ task, now }: { task: TaskListItem; now: number }) {
  const { taskId, title, tags, scores, token, status, deadline, pendingCount } = task;
  const state = describeTask({ status, deadline, now, pendingCount });
  const isRunning = status === 'Open' && deadline > now;
  return (
    <article
      className={`group relative grid grid-cols-3 gap-x-3 gap-y-3 sm:gap-x-6 py-4 hover:bg-well/50 lg:-mx-3 lg:px-3 ${COLUMNS}`}
    >
      <div className="col-span-3 min-w-0 lg:col-span-1">
        <h2 className="leading-snug font-medium">
          <Link
            href={`/tasks/${taskId}`}
            className="after:absolute after:inset-0 group-hover:text-champion"
            prefetch={false}
          >
            {title ?? `Task ${taskId}`}
          </Link>
        </h2>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-small text-ink-3">
          <span className="text-ink-2">
            <StateMark tone={state.tone}>{state.name}</StateMark>
          </span>
          <span>No. {taskId}</span>
          {tags.slice(0, 3).map((tag) => (
            <span key={tag}>{tag}</span>
          ))}
        </p>
      </div>
      <div className="col-span-3 min-w-0 lg:col-span-1 lg:pt-1.5">
        <GapScale scores={scores} />
        <div className="flex justify-between gap-3 text-small">
          {scores.championScore === undefined ? (
            <span className="text-ink-3">not measured yet</span>
          ) : (
            <>
              <span>
                <Score score={scores.championScore} />
              </span>
              <span className="text-ink-3">{closedShare(scores)} of the gap</span>
            </>
          )}
        </div>
      </div>
      <Cell name="Bounty left">
        <Amount amount={task.pool} token={token} />
        {task.paid > 0n ? (
          <span className="block text-note text-ink-3 sm:text-small">
            <Amount amount={task.paid} token={token} /> paid
          </span>
        ) : null}
      </Cell>
      <Cell name="Improvements">
        {task.improvementCount}
        <span className="block text-note text-ink-3 sm:text-small">
          {ofSubmissions(task.submissionCount)}
        </span>
      </Cell>
      <Cell name="Deadline" isAtRight={false}>
        {task.endedAt === undefined ? (
          <span className={isRunning || status === 'Created' ? '' : 'text-ink-3'}>
            <Moment at={deadline} isColumn />
          </span>
        ) : (
          <span className="text-ink-3">
            <span className="sr-only">ended </span>
            <Moment at={task.endedAt} isColumn />
          </span>
        )}
        {pendingCount > 0 ? (
          <span className="block text-note text-ink-3 sm:text-small">{pendingCount} being judged</span>
        ) : null}
      </Cell>
    </article>
  );
}

function Cell(parameters: { name: string; isAtRight?: boolean; children: ReactNode }) {
  const { name, isAtRight = true, children } = parameters;
  return (
    <div className={`min-w-0 max-sm:text-small ${isAtRight ? 'lg:text-right' : ''}`}>
      <span className="block text-note text-ink-3 lg:sr-only">{name}</span>
      {children}
    </div>
  );
}
