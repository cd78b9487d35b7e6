import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { readBlockSeconds, readCheckpoint } from '#database/pages/checkpoint.ts';
import { listGateways } from '#database/pages/operators.ts';
import { type TaskPage, readTaskPage } from '#database/pages/task.ts';
import { Markdown } from '#components/markdown/markdown.tsx';
import { NetworkView } from '#components/model/network-view.tsx';
import { LineageChart } from '#components/chart/lineage-chart.tsx';
import { ImproveSection } from '#components/improve/improve-section.tsx';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { SubmissionTable } from '#components/submission/submission-table.tsx';
import { GapScale, closedShare } from '#components/task/gap-scale.tsx';
import { EvaluationCode } from '#components/task/evaluation-code.tsx';
import { Leaderboard } from '#components/task/leaderboard.tsx';
import { LineageTable } from '#components/task/lineage-table.tsx';
import { TaskContents } from '#components/task/task-contents.tsx';
import { ChampionSnippet } from '#components/task/champion-snippet.tsx';
import { TaskDownloads } from '#components/task/task-downloads.tsx';
import { TaskEconomics } from '#components/task/task-economics.tsx';
import { describeTask } from '#components/task/task-state.ts';
import { TaskTermsTable } from '#components/task/task-terms-table.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Figure, Figures } from '#components/ui/facts.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { Term } from '#components/ui/term.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import { ofSubmissions } from '#components/value/count-of.ts';
import { Moment } from '#components/value/moment.tsx';
import { Score } from '#components/value/score.tsx';
import { findTrainable } from '#examples/trainable.ts';
import { openIndex } from '../../_server/index-database.ts';
import { readMetadata } from '../../_server/metadata.ts';
import { readOrigin } from '../../_server/origin.ts';
import { readTokens } from '../../_server/tokens.ts';

const parametersSchema = z.object({ taskId: z.coerce.number().int().min(1).max(0xffff_ffff) });

/** What a page fetches of a network and of evaluation code; both are mostly some kilobytes. */
const LARGEST_NETWORK_BYTES = 16 * 2 ** 20;
const LARGEST_EVALUATION_BYTES = 16 * 2 ** 20;

/** One reading serves the page and its head. */
const readPage = cache(async (taskId: number) => {
  const database = await openIndex();
  const page = await readTaskPage(database, { taskId });
  if (page === undefined) return undefined;
  const { metadataCid, token } = page.task;
  const [metadataOf, tokenOf, checkpoint, blockSeconds, gateways] = await Promise.all([
    readMetadata(database, [metadataCid]),
    readTokens([token]),
    readCheckpoint(database),
    readBlockSeconds(database),
    listGateways(database),
  ]);
  return {
    page,
    gateways,
    content: metadataOf(metadataCid),
    token: tokenOf(token),
    headBlock: checkpoint?.blockNumber ?? 0n,
    blockSeconds,
  };
});

async function requirePage(parameters: Promise<{ taskId: string }>) {
  const parsed = parametersSchema.safeParse(await parameters);
  return (parsed.success ? await readPage(parsed.data.taskId) : undefined) ?? notFound();
}

export async function generateMetadata({ params }: PageProps<'/tasks/[taskId]'>): Promise<Metadata> {
  const { page, content } = await requirePage(params);
  return { title: content?.title ?? `Task ${page.task.id}` };
}

export default async function TaskPageView({ params }: PageProps<'/tasks/[taskId]'>) {
  const { page, content, token, headBlock, blockSeconds, gateways } = await requirePage(params);
  const { task, scores, definition, lineage, submissions, queue, leaderboard } = page;
  const now = Math.floor(Date.now() / 1000);
  const deadline = Number(task.deadline);
  const state = describeTask({ status: task.status, deadline, now, pendingCount: task.pendingCount });
  const takesSubmissions = task.status === 'Open' && deadline > now;

  return (
    <>
      <LiveRefresh subject={{ kind: 'task', taskId: task.id }} />
      <PageTitle
        above={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>Task {task.id}</span>
            <span className="inline-flex items-center gap-1.5">
              by <Account address={task.owner} />
            </span>
            {content?.tags.map((tag) => (
              <span key={tag}>{tag}</span>
            ))}
          </span>
        }
        title={content?.title ?? `Task ${task.id}`}
      >
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1" aria-live="polite">
          <span className="font-medium text-ink">
            <StateMark tone={state.tone}>{state.name}</StateMark>
          </span>
          <span className="text-small text-ink-3">
            for <Moment at={stateSince(page, now)} form="elapsed" />
          </span>
          <span className="basis-full text-small">{state.explanation}</span>
        </p>
      </PageTitle>

      <div className="mb-10 grid gap-8">
        <Figures>
          <Figure
            name="Bounty left"
            note={
              task.paid > 0n ? (
                <>
                  <Amount amount={task.paid} token={token} /> paid
                </>
              ) : undefined
            }
          >
            <Amount amount={task.pool} token={token} />
          </Figure>
          <Figure
            name="Champion’s score"
            note={scores.championScore === undefined ? 'not measured yet' : undefined}
          >
            {scores.championScore === undefined ? '–' : <Score score={scores.championScore} />}
          </Figure>
          <Figure name="Target">
            <Score score={task.targetScore} />
          </Figure>
          <Figure name="Improvements" note={ofSubmissions(task.submissionCount - 1)}>
            {task.improvementCount}
          </Figure>
          <Figure name={takesSubmissions || task.status === 'Created' ? 'Deadline' : 'Deadline was'}>
            <Moment at={deadline} />
          </Figure>
        </Figures>
        <div>
          <GapScale scores={scores} earlier={lineage.slice(1, -1).map(({ score }) => score)} />
          <p className="flex justify-between gap-4 text-small text-ink-3">
            <span>
              baseline{' '}
              <span className="max-sm:block">
                {scores.baselineScore === undefined ? '–' : <Score score={scores.baselineScore} />}
              </span>
            </span>
            <span className="text-center text-ink-2">
              {closedShare(scores) ?? '–'} <span className="max-sm:block">of the gap is closed</span>
            </span>
            <span className="text-right">
              target{' '}
              <span className="max-sm:block">
                <Score score={task.targetScore} />
              </span>
            </span>
          </p>
        </div>
      </div>

      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-10">
          {content?.description ? (
            <Section title="What is wanted">
              <Markdown text={content.description} />
            </Section>
          ) : null}
          <ImproveSection
            taskId={task.id}
            title={content?.title ?? `Task ${task.id}`}
            token={token}
            isOpen={takesSubmissions}
            trainable={findTrainable(task)}
          />
          <Section
            title="Champions"
            note={
              <Term meaning="A champion’s score is its mean over the pricing rounds of its verdict: rounds that did not decide whether it won, and so are not biased by luck. The baseline’s is its mean over the rounds that measured it.">
                How scores are measured
              </Term>
            }
          >
            {lineage.length === 0 ? (
              <EmptyState
                title="No champion yet"
                action={<ButtonLink href={`/tasks/${task.id}/submissions/0`}>Follow the baseline</ButtonLink>}
              >
                {task.status === 'Created'
                  ? 'The operators are measuring the initial parameters. They become the first champion, the baseline, when the task opens.'
                  : 'The initial parameters did not become a baseline: the task never opened.'}
              </EmptyState>
            ) : (
              <div className="grid gap-6">
                <LineageChart
                  points={lineage.map(({ index, since, score }) => ({
                    href: `/tasks/${task.id}/submissions/${index}`,
                    name: index === 0 ? 'Baseline' : `Submission ${index}`,
                    since,
                    score,
                  }))}
                  targetScore={task.targetScore}
                  until={task.endedAt === null ? now : Number(task.endedAt)}
                />
                <LineageTable taskId={task.id} rows={lineage} token={token} />
              </div>
            )}
          </Section>
          <Section title="Network">
            <NetworkView place={{ cid: task.architectureCid, gateways, maxBytes: LARGEST_NETWORK_BYTES }} />
          </Section>
          <Section
            title="Evaluation code"
            note={
              <Term meaning="It runs in a sandbox at every operator, once a round and model, with that round’s own random source. On this page it is only shown.">
                Who runs it
              </Term>
            }
          >
            <EvaluationCode
              place={{ cid: task.evaluationCid, gateways, maxBytes: LARGEST_EVALUATION_BYTES }}
            />
          </Section>
          {leaderboard.length > 0 ? (
            <Section title="Optimizers" note="by what they earned">
              <Leaderboard rows={leaderboard} token={token} />
            </Section>
          ) : null}
          <Section
            title="Submissions"
            note={
              submissions.length < task.submissionCount - 1
                ? `the newest ${submissions.length}; ${task.pendingCount} of at most ${task.maxPending} being judged`
                : `${task.pendingCount} of at most ${task.maxPending} being judged`
            }
          >
            {submissions.length === 0 ? (
              <EmptyState title="Nobody has submitted yet">
                {takesSubmissions
                  ? 'The first improvement has the whole bounty before it.'
                  : 'A task takes submissions while it is open.'}
              </EmptyState>
            ) : (
              <SubmissionTable
                caption="Submissions, the newest first"
                names="optimizer"
                rows={submissions.map((submission) => ({
                  ...submission,
                  token,
                  place: placeIn(queue, submission.submissionId),
                  isSeedMined: submission.seedBlock !== undefined && submission.seedBlock <= headBlock,
                  wins: submission.wins === undefined ? undefined : `${submission.wins} of ${task.rounds}`,
                }))}
              />
            )}
          </Section>
        </div>
        <div className="grid min-w-0 content-start gap-10">
          {takesSubmissions ? (
            <Section title="What a try costs and earns">
              <TaskEconomics task={task} token={token} />
            </Section>
          ) : null}
          <Section title="Downloads">
            <TaskDownloads taskId={task.id} hasChampion={lineage.length > 0} />
            {lineage.length > 0 ? <ChampionSnippet taskId={task.id} origin={await readOrigin()} /> : null}
          </Section>
          <Section title="Terms">
            <TaskTermsTable task={task} token={token} definition={definition} blockSeconds={blockSeconds} />
          </Section>
          <Section title="Content">
            <TaskContents task={task} />
          </Section>
          <Section title="Owner">
            <ButtonLink href={`/tasks/${task.id}/manage`}>Top up or close</ButtonLink>
          </Section>
        </div>
      </div>
    </>
  );
}

/** Where an unsettled submission stands in the list, from 1 on. */
function placeIn(queue: readonly bigint[], submissionId: bigint): number | undefined {
  const index = queue.indexOf(submissionId);
  return index < 0 ? undefined : index + 1;
}

/** Since when the task is in its state. */
function stateSince({ task }: TaskPage, now: number): number {
  if (task.status === 'Created') return Number(task.createdAt);
  if (task.status !== 'Open') return Number(task.endedAt ?? task.createdAt);
  const deadline = Number(task.deadline);
  return deadline <= now ? deadline : Number(task.openedAt ?? task.createdAt);
}
