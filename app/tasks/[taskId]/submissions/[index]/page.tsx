import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { readBlockSeconds, readCheckpoint } from '#database/pages/checkpoint.ts';
import { listGateways } from '#database/pages/operators.ts';
import { readReport } from '#database/pages/report.ts';
import { readSubmissionPage } from '#database/pages/submission.ts';
import { ReplaySection } from '#components/replay/replay-section.tsx';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { CreditTable } from '#components/submission/credit-table.tsx';
import type { BlockClock } from '#components/submission/estimated-block.tsx';
import { LiveWaiting } from '#components/submission/live-waiting.tsx';
import { QuorumFacts } from '#components/submission/quorum-facts.tsx';
import { describeSubmission } from '#components/submission/submission-state.ts';
import { toTimeline } from '#components/submission/submission-timeline.tsx';
import { Timeline } from '#components/submission/timeline.tsx';
import { VerdictExplained } from '#components/submission/verdict-explained.tsx';
import { InvalidReason } from '#components/submission/invalid-reason.tsx';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { Term } from '#components/ui/term.tsx';
import { Account, Hex } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import { ContentId } from '#components/value/cid.tsx';
import { Moment } from '#components/value/moment.tsx';
import { Score } from '#components/value/score.tsx';
import { openIndex } from '../../../../_server/index-database.ts';
import { readMetadata } from '../../../../_server/metadata.ts';
import { readTokens } from '../../../../_server/tokens.ts';

const parametersSchema = z.object({
  taskId: z.coerce.number().int().min(1).max(0xffff_ffff),
  index: z.coerce.number().int().min(0).max(0xffff_ffff),
});

/** One reading serves the page and its head. */
const readPage = cache(async (taskId: number, index: number) => {
  const database = await openIndex();
  const page = await readSubmissionPage(database, { taskId, index });
  if (page === undefined) return undefined;
  const { metadataCid, token } = page.task;
  const [metadataOf, tokenOf, checkpoint, blockSeconds, gateways, report] = await Promise.all([
    readMetadata(database, [metadataCid]),
    readTokens([token]),
    readCheckpoint(database),
    readBlockSeconds(database),
    listGateways(database),
    page.verdict ? readReport(database, page.verdict) : undefined,
  ]);
  const clock: BlockClock = {
    headBlock: checkpoint?.blockNumber ?? 0n,
    headTimestamp: checkpoint?.timestamp ?? 0,
    blockSeconds,
  };
  const taskTitle = metadataOf(metadataCid)?.title ?? `Task ${taskId}`;
  return { page, clock, report, gateways, taskTitle, token: tokenOf(token) };
});

type Parameters = PageProps<'/tasks/[taskId]/submissions/[index]'>['params'];

async function requirePage(parameters: Parameters) {
  const parsed = parametersSchema.safeParse(await parameters);
  return (parsed.success ? await readPage(parsed.data.taskId, parsed.data.index) : undefined) ?? notFound();
}

export async function generateMetadata({ params }: { params: Parameters }): Promise<Metadata> {
  const { page, taskTitle } = await requirePage(params);
  return { title: `${nameOf(page.submission.index)} · ${taskTitle}` };
}

export default async function SubmissionPageView({ params }: { params: Parameters }) {
  const { page, clock, report, gateways, taskTitle, token } = await requirePage(params);
  const { submission, task, verdict, quorum, fees, credits, queue, progress } = page;
  const isBaseline = submission.index === 0;
  const isSeedMined = submission.seedBlock !== null && submission.seedBlock <= clock.headBlock;
  const state = describeSubmission({ status: submission.status, isSeedMined, isBaseline });
  const isPending = progress !== undefined && progress.phase !== 'ended';
  const submissionId = submission.id.toString();
  const refunded = credits
    .filter(({ reason }) => reason === 'FeeRefunded')
    .reduce((sum, { amount }) => sum + amount, 0n);
  const isCompared = verdict?.outcome === 'Improved' || verdict?.outcome === 'NotImproved';

  return (
    <>
      <LiveRefresh
        subject={
          isPending ? { kind: 'pending-submission', submissionId } : { kind: 'submission', submissionId }
        }
      />
      <PageTitle
        above={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <Link prefetch={false} href={`/tasks/${task.id}`} className="link">
              {taskTitle}
            </Link>
            <span className="inline-flex items-center gap-1.5">
              by <Account address={submission.optimizer} />
            </span>
          </span>
        }
        title={nameOf(submission.index)}
      >
        <div aria-live="polite">
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <span className="font-medium text-ink">
              <StateMark tone={state.tone}>{state.name}</StateMark>
            </span>
            <span className="text-small text-ink-3">
              for{' '}
              <Moment
                at={Number(submission.settledAt ?? submission.revealedAt ?? submission.committedAt)}
                form="elapsed"
              />
            </span>
          </p>
          <p className="mt-1 text-small">{state.explanation}</p>
        </div>
        {/* Not read out: it changes with every round. */}
        {isPending ? (
          <LiveWaiting rendered={progress} isBaseline={isBaseline} ahead={queue?.ahead ?? 0} />
        ) : null}
      </PageTitle>

      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-10">
          {verdict && isCompared ? (
            <Section
              title="The verdict explained"
              note={
                <Link
                  prefetch={false}
                  href={`/tasks/${task.id}/submissions/${Number(verdict.championId & 0xffff_ffffn)}`}
                  className="link"
                >
                  against {nameOf(Number(verdict.championId & 0xffff_ffffn)).toLowerCase()}
                </Link>
              }
            >
              <VerdictExplained
                verdict={verdict}
                terms={task}
                token={token}
                poolBefore={verdict.pool + verdict.payment + refunded}
                paid={verdict.payment}
                rounds={report?.rounds ?? []}
              />
            </Section>
          ) : null}
          {report?.reason ? (
            <Section title="Why it is invalid">
              <InvalidReason reason={report.reason} />
            </Section>
          ) : null}
          {verdict?.outcome === 'Baseline' ? (
            <Section title="The measurement">
              <Facts>
                <Fact name={`Mean over ${task.rounds} rounds`}>
                  <Score score={verdict.championDecidingSum / BigInt(task.rounds)} />
                </Fact>
                <Fact name="Target">
                  <Score score={task.targetScore} />
                </Fact>
                <Fact name="Gap that improvements can close">
                  <Score score={task.targetScore - verdict.championDecidingSum / BigInt(task.rounds)} />
                </Fact>
              </Facts>
            </Section>
          ) : null}
          {verdict && verdict.outcome !== 'Unavailable' ? (
            <ReplaySection submissionId={submissionId} gateways={gateways} />
          ) : null}
          {credits.length > 0 ? (
            <Section title="Where the money went">
              <CreditTable credits={credits} fees={fees} token={token} />
            </Section>
          ) : null}
          <Section title="Timeline">
            <Timeline steps={toTimeline({ page, isSeedMined, clock })} />
          </Section>
        </div>
        <div className="grid min-w-0 content-start gap-10">
          <Section title="Submission">
            <Facts>
              {isBaseline ? null : (
                <Fact
                  name={
                    <Term meaning="What was taken at the commitment: the operators’ fee, and the price of a lucky pass.">
                      Bond
                    </Term>
                  }
                >
                  <Amount amount={submission.bond} token={token} />
                </Fact>
              )}
              {submission.payment > 0n ? (
                <Fact name="Paid">
                  <Amount amount={submission.payment} token={token} />
                </Fact>
              ) : null}
              {queue ? (
                <Fact
                  name={
                    <Term meaning="Wins settle in the order of the commitments, so that nobody can overtake.">
                      Before it in the list
                    </Term>
                  }
                >
                  {queue.ahead}
                </Fact>
              ) : null}
              <Fact name="Parameters">
                {submission.parametersCid === null ? (
                  <span className="text-ink-3">not revealed</span>
                ) : (
                  <ContentId cid={submission.parametersCid} name="the parameters" />
                )}
              </Fact>
              {submission.seed === null ? null : (
                <Fact
                  name={
                    <Term meaning="All data of the evaluation is drawn from it. It comes from a block that was mined after the reveal.">
                      Seed
                    </Term>
                  }
                >
                  <Hex value={submission.seed} name="the seed" />
                </Fact>
              )}
              {verdict ? (
                <Fact
                  name={
                    <Term meaning="A hash over every input, output and score of the evaluation. Whoever replays it must get the same.">
                      Trace digest
                    </Term>
                  }
                >
                  <Hex value={verdict.traceDigest} name="the trace digest" />
                </Fact>
              ) : null}
              <Fact name="Number on the chain">{submissionId}</Fact>
            </Facts>
          </Section>
          {quorum ? (
            <Section title="Who stands behind it">
              <QuorumFacts quorum={quorum} />
            </Section>
          ) : null}
        </div>
      </div>
    </>
  );
}

function nameOf(index: number): string {
  return index === 0 ? 'Baseline' : `Submission ${index}`;
}
