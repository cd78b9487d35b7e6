import type { Metadata } from 'next';
import { readBlockSeconds, readCheckpoint } from '#database/pages/checkpoint.ts';
import { readNetworkSummary } from '#database/pages/network.ts';
import { countTasks } from '#database/pages/task-list.ts';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { describeSubmission } from '#components/submission/submission-state.ts';
import { Blocks } from '#components/task/task-terms-table.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Fact, Facts, Figure, Figures } from '#components/ui/facts.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { StateMark } from '#components/ui/state-mark.tsx';
import { Account, Hex } from '#components/value/address.tsx';
import { Amount } from '#components/value/amount.tsx';
import { groupThousands } from '#components/value/format-amount.ts';
import { Moment } from '#components/value/moment.tsx';
import { SUBMISSION_STATUSES } from '#sdk/statuses.ts';
import { readConfiguration } from '../_server/configuration.ts';
import { openIndex } from '../_server/index-database.ts';
import { readTokens } from '../_server/tokens.ts';

export const metadata: Metadata = { title: 'Network' };

const CONTRACTS = [
  { key: 'modelSubmission', name: 'Model submission' },
  { key: 'attestationCenter', name: 'Attestation center' },
  { key: 'operatorRegistry', name: 'Operator registry' },
  { key: 'avsGovernance', name: 'AVS governance' },
  { key: 'avsLogic', name: 'AVS logic' },
  { key: 'slasher', name: 'Slasher' },
  { key: 'timelock', name: 'Governance timelock' },
  { key: 'messageHandler', name: 'Message handler' },
  { key: 'token', name: 'Bounty token' },
  { key: 'stakeToken', name: 'Stake token' },
] as const;

const TASK_STATES = [
  { filter: 'measuring', name: 'Measuring', tone: 'preparing' },
  { filter: 'open', name: 'Open', tone: 'open' },
  { filter: 'closing', name: 'Settling', tone: 'waiting' },
  { filter: 'ended', name: 'Ended', tone: 'done' },
] as const;

export default async function NetworkPage() {
  const database = await openIndex();
  const [summary, taskCounts, checkpoint, blockSeconds] = await Promise.all([
    readNetworkSummary(database),
    countTasks(database, { now: Math.floor(Date.now() / 1000) }),
    readCheckpoint(database),
    readBlockSeconds(database),
  ]);
  const tokenOf = await readTokens(summary.tokens.map(({ token }) => token));
  const { deployment } = readConfiguration();
  const submissionCount = Object.values(summary.submissionCounts).reduce((sum, count) => sum + count, 0);

  return (
    <>
      <LiveRefresh subject={{ kind: 'everything' }} />
      <PageTitle title="Network">
        <p>The marketplace in numbers, from the events of its contracts.</p>
      </PageTitle>
      <div className="mb-10">
        <Figures>
          <Figure name="Tasks" note={`${taskCounts.open} open`}>
            {groupThousands(taskCounts.all)}
          </Figure>
          <Figure name="Submissions" note={`${summary.submissionCounts['Improved'] ?? 0} improvements`}>
            {groupThousands(submissionCount)}
          </Figure>
          <Figure name="Operators in the set">{summary.operatorCount}</Figure>
          <Figure
            name="Block"
            note={
              checkpoint ? (
                <>
                  mined <Moment at={checkpoint.timestamp} />
                </>
              ) : (
                'none read yet'
              )
            }
          >
            {checkpoint ? groupThousands(checkpoint.blockNumber) : '–'}
          </Figure>
        </Figures>
      </div>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-2">
        <Section title="Bounties and payments">
          {summary.tokens.length === 0 ? (
            <EmptyState title="No bounty yet">They appear with the first task.</EmptyState>
          ) : (
            <DataTable caption="Bounties and payments by token">
              <thead>
                <tr>
                  <th scope="col">Token</th>
                  <th scope="col" className="!text-right">
                    Waiting in pools
                  </th>
                  <th scope="col" className="!text-right">
                    Paid for improvements
                  </th>
                  <th scope="col" className="!text-right">
                    Paid to operators
                  </th>
                </tr>
              </thead>
              <tbody>
                {summary.tokens.map(({ token, pool, paid, feesPaid }) => (
                  <tr key={token}>
                    <td>{tokenOf(token).symbol}</td>
                    <td className="text-right">
                      <Amount amount={pool} token={tokenOf(token)} />
                    </td>
                    <td className="text-right">
                      <Amount amount={paid} token={tokenOf(token)} />
                    </td>
                    <td className="text-right">
                      <Amount amount={feesPaid} token={tokenOf(token)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </DataTable>
          )}
        </Section>
        <Section title="Task definitions">
          {summary.definitions.length === 0 ? (
            <EmptyState title="No task definition yet">Governance adds one before the first task.</EmptyState>
          ) : (
            summary.definitions.map((definition) => (
              <Facts key={definition.id}>
                <Fact name={`Definition ${definition.id}`}>
                  {definition.enabled ? 'open for new tasks' : 'closed for new tasks'}
                </Fact>
                <Fact name="Evaluation runtime">
                  <Hex value={definition.runtimeId} name="the runtime’s identifier" />
                </Fact>
                <Fact name="Time to reveal">
                  <Blocks count={definition.revealWindowBlocks} blockSeconds={blockSeconds} />
                </Fact>
                <Fact name="Seed delay">
                  <Blocks count={definition.seedDelayBlocks} blockSeconds={blockSeconds} />
                </Fact>
                <Fact name="Time to judge">
                  <Blocks count={definition.verdictWindowBlocks} blockSeconds={blockSeconds} />
                </Fact>
              </Facts>
            ))
          )}
        </Section>
        <Section title="Tasks by state">
          <Facts>
            {TASK_STATES.map(({ filter, name, tone }) => (
              <Fact key={filter} name={<StateMark tone={tone}>{name}</StateMark>}>
                {groupThousands(taskCounts[filter])}
              </Fact>
            ))}
          </Facts>
        </Section>
        <Section title="Submissions by state">
          <Facts>
            {SUBMISSION_STATUSES.filter((status) => status !== 'None' && status !== 'Baseline').map(
              (status) => {
                const { name, tone } = describeSubmission({ status, isSeedMined: true, isBaseline: false });
                return (
                  <Fact key={status} name={<StateMark tone={tone}>{name}</StateMark>}>
                    {summary.submissionCounts[status] ?? 0}
                  </Fact>
                );
              },
            )}
          </Facts>
        </Section>
        {deployment ? (
          <Section title="Contracts" note={`chain ${deployment.chainId}`}>
            <Facts>
              {CONTRACTS.map(({ key, name }) => (
                <Fact key={key} name={name}>
                  <Account address={deployment.contracts[key]} />
                </Fact>
              ))}
            </Facts>
          </Section>
        ) : null}
      </div>
    </>
  );
}
