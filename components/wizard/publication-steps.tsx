import type { ReactNode } from 'react';
import { StateMark, type Tone } from '#components/ui/state-mark.tsx';
import type { PublicationProgress } from '#hooks/wizard/use-publication.ts';
import type { TaskDraft } from '#sdk/flows/task-draft.ts';
import type { Payment } from '#sdk/token/allow.ts';
import type { TransactionStage } from '#sdk/transaction/transact.ts';

type Row = { name: string; tone: Tone; state: string; more?: ReactNode };

/** What was done, what is going on, and what is yet to come. */
export function PublicationSteps({
  draft,
  progress,
  payment,
  isWorking,
}: {
  draft: TaskDraft | undefined;
  progress: PublicationProgress;
  payment: Payment;
  isWorking: boolean;
}) {
  const isCreated = draft?.taskId !== undefined;
  const isHeld = isCreated || (draft !== undefined && draft.step !== 'packed');
  const rows: Row[] = [
    {
      name: 'Packed',
      tone: draft ? 'done' : 'waiting',
      state: draft ? 'done' : 'in your browser',
    },
    upload({ progress, isHeld, isWorking }),
    {
      name: payment === 'permit' ? 'Permit' : 'Approval',
      ...payable({
        stage: progress.approving,
        isDone: isCreated || progress.creating !== undefined,
        isSigned: payment === 'permit',
      }),
    },
    { name: 'Task created', ...payable({ stage: progress.creating, isDone: isCreated, isSigned: false }) },
    {
      name: 'Baseline measured by the operators',
      tone: draft?.step === 'measured' ? 'done' : isCreated ? 'waiting' : 'neutral',
      state:
        draft?.step === 'measured'
          ? (progress.task?.status ?? 'done').toLowerCase()
          : isCreated
            ? 'being measured'
            : 'to come',
    },
  ];
  return (
    <ol
      className="border-t border-rule text-small"
      aria-live="polite"
      aria-label="Progress of the publication"
    >
      {rows.map(({ name, tone, state, more }) => (
        <li key={name} className="border-b border-rule py-2">
          <div className="flex flex-wrap items-center justify-between gap-x-4">
            <StateMark tone={tone}>{name}</StateMark>
            <span className="text-ink-3">{state}</span>
          </div>
          {more}
        </li>
      ))}
    </ol>
  );
}

function upload({
  progress: { uploads, availability },
  isHeld,
  isWorking,
}: {
  progress: PublicationProgress;
  isHeld: boolean;
  isWorking: boolean;
}): Row {
  const held = availability?.held.length;
  const count = availability === undefined ? 0 : availability.held.length + availability.missing.length;
  return {
    name: 'Uploaded to the operators',
    tone: isHeld ? 'done' : isWorking ? 'waiting' : 'neutral',
    state:
      held === undefined
        ? isHeld
          ? 'held by more than two thirds'
          : uploads.length > 0
            ? `${uploads.filter(({ state }) => state === 'stored').length} of ${uploads.length} took it`
            : isWorking
              ? 'sign the upload in your wallet'
              : 'to come'
        : `${held} of ${count} hold it`,
    more:
      uploads.length > 0 ? (
        <ul className="mt-1 grid gap-0.5 pl-5 text-note text-ink-3">
          {uploads.map((entry) => (
            <li key={entry.gateway} className="break-words">
              {entry.gateway}:{' '}
              {entry.state === 'failed' ? <span className="text-fault">{entry.reason}</span> : entry.state}
            </li>
          ))}
        </ul>
      ) : undefined,
  };
}

function payable({
  stage,
  isDone,
  isSigned,
}: {
  stage: TransactionStage | undefined;
  isDone: boolean;
  /** Whether it is only signed, and never sent. */
  isSigned: boolean;
}): Pick<Row, 'tone' | 'state'> {
  if (isDone) return { tone: 'done', state: isSigned ? 'signed' : 'done' };
  switch (stage?.name) {
    case undefined:
      return { tone: 'neutral', state: 'to come' };
    case 'simulating':
      return { tone: 'waiting', state: 'checking' };
    case 'signing':
      return { tone: 'waiting', state: 'confirm in your wallet' };
    case 'sent':
      return { tone: 'waiting', state: 'waiting to be mined' };
    case 'mined':
      return { tone: 'done', state: 'mined' };
  }
}
