import type { Metadata } from 'next';
import { notFound, permanentRedirect } from 'next/navigation';
import { getAddress, isAddress } from 'viem';
import { readAccountLedger, readAccountRecord } from '#database/pages/account.ts';
import { readCheckpoint } from '#database/pages/checkpoint.ts';
import { readOperator } from '#database/pages/operators.ts';
import { listSubmissionsOf } from '#database/pages/task.ts';
import { listTasksOf } from '#database/pages/task-list.ts';
import { ClaimSlot } from '#components/account/claim-slot.tsx';
import { LiveRefresh } from '#components/shell/live-refresh.tsx';
import { AccountRecord } from '#components/submission/account-record.tsx';
import { AccountCredits } from '#components/submission/account-credits.tsx';
import { SubmissionTable } from '#components/submission/submission-table.tsx';
import { TaskList } from '#components/task/task-list.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageTitle } from '#components/ui/page-title.tsx';
import { Section } from '#components/ui/section.tsx';
import { Amount } from '#components/value/amount.tsx';
import { shortenHex } from '#components/value/shorten.ts';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { openIndex } from '../../_server/index-database.ts';
import { readTaskItems } from '../../_server/task-items.ts';
import { readTokens } from '../../_server/tokens.ts';

type Parameters = PageProps<'/accounts/[address]'>['params'];

/** The address as the index writes it; other ways to write it lead there. */
async function requireAddress(parameters: Parameters): Promise<string> {
  const { address } = await parameters;
  if (!isAddress(address, { strict: false })) notFound();
  const checksummed = getAddress(address);
  if (checksummed !== address) permanentRedirect(`/accounts/${checksummed}`);
  return checksummed;
}

export async function generateMetadata({ params }: { params: Parameters }): Promise<Metadata> {
  return { title: `Account ${shortenHex(await requireAddress(params))}` };
}

export default async function AccountPage({ params }: { params: Parameters }) {
  const account = await requireAddress(params);
  const database = await openIndex();
  const now = Math.floor(Date.now() / 1000);
  const [entries, submissions, ledger, record, operator, checkpoint] = await Promise.all([
    listTasksOf(database, { owner: account }),
    listSubmissionsOf(database, { optimizer: account }),
    readAccountLedger(database, { account }),
    readAccountRecord(database, { account }),
    readOperator(database, { account }),
    readCheckpoint(database),
  ]);
  const [tasks, tokenOf] = await Promise.all([
    readTaskItems(database, entries),
    readTokens([...ledger.balances, ...submissions, ...record.payments].map(({ token }) => token)),
  ]);
  const headBlock = checkpoint?.blockNumber ?? 0n;
  const isUnknown =
    tasks.length === 0 && submissions.length === 0 && ledger.balances.length === 0 && operator === undefined;

  return (
    <>
      <LiveRefresh subject={{ kind: 'account', address: account }} />
      <PageTitle
        above="Account"
        title={
          <span className="flex items-center gap-2 font-mono text-lead font-medium break-all sm:text-head">
            {account}
            <CopyButton text={account} label="Copy the address" />
          </span>
        }
      />
      {isUnknown ? (
        <EmptyState
          title="Nothing is known of this account"
          action={<ButtonLink href="/">All tasks</ButtonLink>}
        >
          It owns no task, has submitted nothing and was credited nothing. What it does appears here a few
          seconds after its block is mined.
        </EmptyState>
      ) : (
        <div className="grid gap-10">
          <ClaimSlot
            account={getAddress(account)}
            tokens={ledger.balances.map(({ token }) => ({ ...tokenOf(token), address: getAddress(token) }))}
          />
          <AccountRecord
            record={record}
            payments={record.payments.map(({ token, amount }) => ({ token: tokenOf(token), amount }))}
            operator={operator}
          />
          {ledger.balances.length > 0 ? (
            <Section title="Earnings">
              <DataTable caption="Earnings by token">
                <thead>
                  <tr>
                    <th scope="col">Token</th>
                    <th scope="col" className="!text-right">
                      Credited
                    </th>
                    <th scope="col" className="!text-right">
                      Claimed
                    </th>
                    <th scope="col" className="!text-right">
                      To be claimed
                    </th>
                    <th scope="col" className="!text-right">
                      Operator’s fees claimed
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {ledger.balances.map(({ token, credited, claimed, feesClaimed }) => (
                    <tr key={token}>
                      <td>{tokenOf(token).symbol}</td>
                      <td className="text-right">
                        <Amount amount={credited} token={tokenOf(token)} />
                      </td>
                      <td className="text-right">
                        <Amount amount={claimed} token={tokenOf(token)} />
                      </td>
                      <td className="text-right font-medium">
                        <Amount amount={credited - claimed} token={tokenOf(token)} />
                      </td>
                      <td className="text-right">
                        <Amount amount={feesClaimed} token={tokenOf(token)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </DataTable>
            </Section>
          ) : null}
          {submissions.length > 0 ? (
            <Section title="Submissions">
              <SubmissionTable
                caption="Submissions, the newest first"
                names="task"
                rows={submissions.map((submission) => ({
                  ...submission,
                  token: tokenOf(submission.token),
                  isSeedMined: submission.seedBlock !== undefined && submission.seedBlock <= headBlock,
                  wins:
                    submission.wins === undefined ? undefined : `${submission.wins} of ${submission.rounds}`,
                }))}
              />
            </Section>
          ) : null}
          {tasks.length > 0 ? (
            <Section title="Tasks">
              <TaskList tasks={tasks} now={now} />
            </Section>
          ) : null}
          {ledger.credits.length > 0 ? (
            <Section title="Credits">
              <AccountCredits
                credits={ledger.credits.map((credit) => ({ ...credit, token: tokenOf(credit.token) }))}
              />
            </Section>
          ) : null}
        </div>
      )}
    </>
  );
}
