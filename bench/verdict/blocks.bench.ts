/**
 * How many blocks a verdict takes beyond the seed delay: four operators as processes of their own, one-second blocks, one
 * submission after the other, each evaluated, attested by all, aggregated and posted.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseEther } from 'viem';
import { readExampleBundle } from '#examples/read-files.ts';
import { initialise } from '#examples/x-squared/train.ts';
import { exampleTerms } from '#devnet/example-terms.ts';
import { createNarrator } from '#devnet/narrator.ts';
import { removePostgresFiles } from '#devnet/postgres.ts';
import { type LocalStack, startStack } from '#devnet/stack.ts';
import { createSubmissionDraft } from '#sdk/flows/draft.ts';
import { publishTask } from '#sdk/flows/publish-task.ts';
import { submitParameters } from '#sdk/flows/submit-parameters.ts';
import { getSubmission } from '#sdk/marketplace/get-submission.ts';
import { getVerdict } from '#sdk/marketplace/get-verdict.ts';
import { waitForSubmission } from '#sdk/marketplace/wait-for-submission.ts';
import { requestTokens } from '#sdk/token/request-tokens.ts';
import { quantile } from '../quantile.ts';
import { reportSuite } from '../report.ts';

const SUBMISSIONS = 20;
const OPERATORS = 4;
const POLLING_INTERVAL_MS = 100;
const FUNDS = parseEther('1000');

async function measure(stack: LocalStack): Promise<number[]> {
  const { accounts, deployment, client } = stack;
  const [optimizer] = accounts.optimizers;
  if (!optimizer) throw new RangeError('the local chain has no optimizer');
  const owner = stack.clientOf(accounts.owner);
  const { token } = deployment.contracts;
  await requestTokens(owner, { token, amount: 2n * FUNDS });
  await requestTokens(stack.clientOf(optimizer), { token, amount: FUNDS });
  const { taskId } = await publishTask(owner, {
    files: await readExampleBundle('x-squared'),
    terms: exampleTerms('x-squared', deployment),
    intervalMs: POLLING_INTERVAL_MS,
  });
  const blocks: number[] = [];
  for (let index = 0; index < SUBMISSIONS; index += 1) {
    const parameters = initialise(1_000 + index);
    const draft = await createSubmissionDraft(stack.clientOf(optimizer), { taskId, parameters });
    const { submissionId } = await submitParameters(stack.clientOf(optimizer), {
      draft,
      parameters,
      intervalMs: POLLING_INTERVAL_MS,
    });
    await waitForSubmission(client, { submissionId, intervalMs: POLLING_INTERVAL_MS });
    const { seedBlock } = await getSubmission(client, { submissionId });
    const { blockNumber } = await getVerdict(client, { submissionId });
    blocks.push(Number(blockNumber) - seedBlock);
    console.log(`submission ${index + 1} of ${SUBMISSIONS}: ${blocks.at(-1)} blocks after its seed block`);
  }
  return blocks;
}

const dataDirectory = await mkdtemp(path.join(tmpdir(), 'zarathustra-bench-'));
let stack: LocalStack | undefined;
try {
  const narrator = createNarrator({ write: (line) => console.log(line) });
  stack = await startStack({ dataDirectory, operatorCount: OPERATORS, narrator });
  const blocks = await measure(stack);
  await reportSuite({
    suite: 'verdict',
    rows: [
      {
        name: 'verdict.blocks.p50',
        value: quantile(blocks, 0.5),
        unit: 'blocks',
        target: 3,
        better: 'lower',
      },
      {
        name: 'verdict.blocks.p95',
        value: quantile(blocks, 0.95),
        unit: 'blocks',
        target: 5,
        better: 'lower',
      },
    ],
  });
} finally {
  await stack?.stop();
  await removePostgresFiles(path.join(dataDirectory, 'postgres'));
  await rm(dataDirectory, { recursive: true, force: true });
}
