import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { readTaskPage } from '#database/pages/task.ts';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { ManagePanel } from '#components/task/manage-panel.tsx';
import { describeTask } from '#components/task/task-state.ts';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { Account } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import { Moment } from '#components/value/moment.tsx';
import { openIndex } from '../../../_server/index-database.ts';
import { readMetadata } from '../../../_server/metadata.ts';
import { readTokens } from '../../../_server/tokens.ts';

const parametersSchema = z.object({ taskId: z.coerce.number().int().min(1).max(0xffff_ffff) });

export const metadata: Metadata = { title: 'Manage a task' };

/** What an owner does once a task is there: add to the bounty, take the champion, close. */
export default async function ManageTaskPage({ params }: PageProps<'/tasks/[taskId]/manage'>) {
  const parsed = parametersSchema.safeParse(await params);
  if (!parsed.success) notFound();
  const database = await openIndex();
  const page = await readTaskPage(database, { taskId: parsed.data.taskId });
  if (page === undefined) notFound();
  const { task, lineage } = page;
  const [metadataOf, tokenOf] = await Promise.all([
    readMetadata(database, [task.metadataCid]),
    readTokens([task.token]),
  ]);
  const token = tokenOf(task.token);
  const title = metadataOf(task.metadataCid)?.title ?? `Task ${task.id}`;
  const now = Math.floor(Date.now() / 1000);
  const deadline = Number(task.deadline);
  const state = describeTask({ status: task.status, deadline, now, pendingCount: task.pendingCount });
  return (
    <>
      <LiveRefresh subject={{ kind: 'task', taskId: task.id }} />
      <PageTitle
        above={
          <Link className="link" prefetch={false} href={`/tasks/${task.id}`}>
            Task {task.id}
          </Link>
        }
        title={`Manage “${title}”`}
      />
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <ManagePanel
          taskId={task.id}
          owner={task.owner}
          token={token}
          status={task.status}
          deadline={deadline}
          pendingCount={task.pendingCount}
          isPastDeadline={deadline <= now}
        />
        <div className="grid content-start gap-10">
          <Section title="As it stands">
            <Facts>
              <Fact name="State">
                <StateMark tone={state.tone}>{state.name}</StateMark>
              </Fact>
              <Fact name="Bounty left">
                <Amount amount={task.pool} token={token} />
              </Fact>
              <Fact name="Paid">
                <Amount amount={task.paid} token={token} />
              </Fact>
              <Fact name="Being judged">{task.pendingCount}</Fact>
              <Fact name="Deadline">
                <Moment at={deadline} isColumn />
              </Fact>
              <Fact name="Owner">
                <Account address={task.owner} />
              </Fact>
            </Facts>
          </Section>
          {lineage.length > 0 ? (
            <Section title="Champion">
              <ul className="grid gap-2 text-small">
                <li>
                  <a className="link" href={`/api/v1/tasks/${task.id}/champion.safetensors`}>
                    Parameters, as safetensors
                  </a>
                </li>
                <li>
                  <a className="link" href={`/api/v1/tasks/${task.id}/champion.onnx`}>
                    Runnable network, as ONNX
                  </a>
                </li>
              </ul>
            </Section>
          ) : null}
        </div>
      </div>
    </>
  );
}
