import { type Address, type LocalAccount, type TransactionReceipt, parseEther } from 'viem';
import { readExampleBundle } from '#examples/read-files.ts';
import { fromSubmissionId, toSubmissionId } from '#protocol/verdict/submission-id.ts';
import { priceSums } from '#protocol/verdict/rules.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import { claim } from '#sdk/marketplace/claim.ts';
import { getCredit } from '#sdk/marketplace/get-credit.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { getTask } from '#sdk/marketplace/get-task.ts';
import { getVerdict } from '#sdk/marketplace/get-verdict.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { claimFees } from '#sdk/operators/claim-fees.ts';
import { getBalance } from '#sdk/token/get-balance.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import type { TransactionStage } from '#sdk/transaction/transact.ts';
import { exampleTerms } from '../example-terms.ts';
import type { LocalStack } from '../stack.ts';
import { initialiseWorse, roundParameters, trainBetter } from './candidates.ts';
import type { Narrator } from '../narrator.ts';
import type { DemoSummary } from './summary.ts';

const OWNER_FUNDS = parseEther('2000');
const OPTIMIZER_FUNDS = parseEther('100');
const POLLING_INTERVAL_MS = 200;
/** Far more than a verdict takes; a demo that stands still should say so. */
const PATIENCE_MS = 180_000;

type Person = { name: string; account: LocalAccount };

/** Collects the receipts of the transactions of one flow. */
function collectReceipts(): {
  onProgress: (progress: { name: string; stage?: TransactionStage }) => void;
  gas: () => bigint;
  blockOf: (name: string) => bigint | undefined;
} {
  const receipts: { name: string; receipt: TransactionReceipt }[] = [];
  return {
    onProgress: ({ name, stage }) => {
      if (stage?.name === 'mined') receipts.push({ name, receipt: stage.receipt });
    },
    gas: () => receipts.reduce((sum, { receipt }) => sum + receipt.gasUsed, 0n),
    blockOf: (name) => receipts.findLast((entry) => entry.name === name)?.receipt.blockNumber,
  };
}

/** Plays the whole circuit of the x² task on a running stack and tells it. */
export async function runCircuit({
  stack,
  narrator,
}: {
  stack: LocalStack;
  narrator: Narrator;
}): Promise<Omit<DemoSummary, 'checker'>> {
  const { accounts, deployment } = stack;
  const { token } = deployment.contracts;
  const [winner, worse, copier, rounder] = accounts.optimizers;
  if (!winner || !worse || !copier || !rounder) throw new RangeError('the demo needs four optimizers');
  const people: Person[] = [
    { name: 'owner', account: accounts.owner },
    { name: 'optimizer 1, who trains', account: winner },
    { name: 'optimizer 2, who does not', account: worse },
    { name: 'optimizer 3, who copies', account: copier },
    { name: 'optimizer 4, who rounds', account: rounder },
    { name: 'treasury', account: accounts.treasury },
    ...stack.operators.map(({ account }, index) => ({ name: `operator ${index + 1}`, account })),
  ];
  const balances = () =>
    Promise.all(people.map(({ account }) => getBalance(stack.client, { token, account: account.address })));

  narrator.heading('The owner publishes the x² task');
  await narrator.step('owner and optimizers draw test tokens', async () => {
    const receipts = await Promise.all(
      [accounts.owner, winner, worse, copier, rounder].map((account) =>
        requestTokens(stack.clientOf(account), {
          amount: account === accounts.owner ? OWNER_FUNDS : OPTIMIZER_FUNDS,
        }),
      ),
    );
    return {
      value: undefined,
      block: receipts[0]?.receipt.blockNumber,
      gas: receipts.reduce((sum, { receipt }) => sum + receipt.gasUsed, 0n),
    };
  });
  const before = await balances();

  const files = await readExampleBundle('x-squared');
  const baseline = files.find(({ path }) => path === 'parameters.safetensors');
  if (!baseline) throw new RangeError('the bundle has no parameters');
  const taskId = await narrator.step('bundle uploaded, bounty escrowed, baseline measured', async () => {
    const { onProgress, gas, blockOf } = collectReceipts();
    const published = await publishTask(stack.clientOf(accounts.owner), {
      files,
      terms: exampleTerms('x-squared', deployment),
      onProgress,
      intervalMs: POLLING_INTERVAL_MS,
      baselineTimeoutMs: PATIENCE_MS,
    });
    return {
      value: published.taskId,
      block: blockOf('creating'),
      gas: gas(),
      note: `Task ${published.taskId} is ${published.task.status.toLowerCase()}.`,
    };
  });
  const submissions = [
    await describe({ stack, name: 'the baseline', submissionId: toSubmissionId({ taskId, index: 0 }) }),
  ];
  const championBefore = (await getTask(stack.client, { taskId })).championId;

  narrator.heading('An optimizer trains and submits');
  const better = await narrator.step('optimizer 1 trains the network', async () => ({
    value: trainBetter(baseline.content),
  }));
  submissions.push(
    await submit({ stack, narrator, taskId, name: 'trained', account: winner, parameters: better }),
  );

  narrator.heading('Three who add nothing');
  submissions.push(
    await submit({
      stack,
      narrator,
      taskId,
      name: 'untrained',
      account: worse,
      parameters: initialiseWorse(),
    }),
  );
  submissions.push(
    await submit({
      stack,
      narrator,
      taskId,
      name: 'exact copy of the champion',
      account: copier,
      parameters: better,
    }),
  );
  submissions.push(
    await submit({
      stack,
      narrator,
      taskId,
      name: 'champion, rounded',
      account: rounder,
      parameters: roundParameters(better),
    }),
  );

  narrator.heading('Everybody claims');
  await narrator.step('owner, optimizers, treasury and operators claim what they are owed', async () => {
    const claimed = await Promise.all(people.map(({ account }) => claimAll({ stack, account, token })));
    const receipts = claimed.flat();
    return {
      value: undefined,
      block: receipts.at(-1)?.blockNumber,
      gas: receipts.reduce((sum, receipt) => sum + receipt.gasUsed, 0n),
    };
  });
  const after = await balances();
  const task = await getTask(stack.client, { taskId });
  return {
    task: { id: taskId, status: task.status, pool: task.pool.toString() },
    submissions,
    balances: people.map(({ name, account }, index) => ({
      name,
      account: account.address,
      before: String(before[index] ?? 0n),
      after: String(after[index] ?? 0n),
    })),
    champion: { before: championBefore.toString(), after: task.championId.toString() },
  };
}

type SubmissionSummary = DemoSummary['submissions'][number];

async function submit(parameters: {
  stack: LocalStack;
  narrator: Narrator;
  taskId: number;
  name: string;
  account: LocalAccount;
  parameters: Uint8Array;
}): Promise<SubmissionSummary> {
  const { stack, narrator, taskId, name, account } = parameters;
  const client = stack.clientOf(account);
  const submissionId = await narrator.step(`${name}: committed, uploaded, revealed`, async () => {
    const { onProgress, gas, blockOf } = collectReceipts();
    const draft = await createSubmissionDraft(client, { taskId, parameters: parameters.parameters });
    const submitted = await submitParameters(client, {
      draft,
      parameters: parameters.parameters,
      intervalMs: POLLING_INTERVAL_MS,
      availabilityTimeoutMs: PATIENCE_MS,
      onProgress,
    });
    return { value: submitted.submissionId, block: blockOf('revealing'), gas: gas() };
  });
  return narrator.step(`${name}: evaluated, attested, settled`, async () => {
    await waitForSubmission(stack.client, {
      submissionId,
      intervalMs: POLLING_INTERVAL_MS,
      timeoutMs: PATIENCE_MS,
    });
    const summary = await describe({ stack, name, submissionId });
    const { block, performerNote } = await describePosting({ stack, submissionId });
    return {
      value: summary,
      block,
      gas: BigInt(summary.verdictGas),
      note: `${summary.outcome}: ${summary.wins} of ${summary.rounds} rounds won, ${performerNote}.`,
    };
  });
}

/** What the chain says about a settled submission. */
async function describe(parameters: {
  stack: LocalStack;
  name: string;
  submissionId: bigint;
}): Promise<SubmissionSummary> {
  const { stack, name, submissionId } = parameters;
  const [submission, settled, task] = await Promise.all([
    getSubmission(stack.client, { submissionId }),
    getVerdict(stack.client, { submissionId }),
    getTask(stack.client, { taskId: fromSubmissionId(submissionId).taskId }),
  ]);
  const { verdict, payment, transactionHash, blockNumber } = settled;
  const receipt = await stack.publicClient.getTransactionReceipt({ hash: transactionHash });
  const price = priceSums({
    terms: task,
    championSum: verdict.championPricingSum,
    challengerSum: verdict.challengerPricingSum,
  });
  return {
    id: submissionId.toString(),
    name,
    optimizer: submission.optimizer,
    outcome: verdict.outcome,
    wins: verdict.wins,
    rounds: task.rounds,
    scores: {
      championDeciding: verdict.championDecidingSum.toString(),
      challengerDeciding: verdict.challengerDecidingSum.toString(),
      championPricing: verdict.championPricingSum.toString(),
      challengerPricing: verdict.challengerPricingSum.toString(),
    },
    gapClosed: verdict.outcome === 'Improved' ? Number(price.numerator) / Number(price.denominator) : 0,
    payout: payment.toString(),
    verdictGas: Number(receipt.gasUsed),
    blocksToVerdict: Number(blockNumber) - submission.revealBlock,
  };
}

async function describePosting({ stack, submissionId }: { stack: LocalStack; submissionId: bigint }) {
  const { blockNumber, transactionHash } = await getVerdict(stack.client, { submissionId });
  const { from } = await stack.publicClient.getTransaction({ hash: transactionHash });
  const index = stack.operators.findIndex(
    ({ account }) => account.address.toLowerCase() === from.toLowerCase(),
  );
  return { block: blockNumber, performerNote: `posted by operator ${index + 1}` };
}

async function claimAll(parameters: {
  stack: LocalStack;
  account: LocalAccount;
  token: Address;
}): Promise<TransactionReceipt[]> {
  const { stack, account, token } = parameters;
  const client = stack.clientOf(account);
  const receipts: TransactionReceipt[] = [];
  if ((await getCredit(stack.client, { token, account: account.address })) > 0n) {
    receipts.push((await claim(client, { token })).receipt);
  }
  if (stack.operators.some((operator) => operator.account.address === account.address)) {
    receipts.push((await claimFees(client, { token })).receipt);
  }
  return receipts;
}
