/**
 * Gas of whole transactions on anvil under the rules of Prague, in the steady state: every account that is paid has
 * been paid before. Verdicts carry the seed block's header and real signatures.
 */
import type { TransactionReceipt } from 'viem';
import { startChain } from '#devnet/chain.ts';
import { BASELINE, IMPROVED, NOT_IMPROVED, createRehearsal } from '#devnet/deployment/rehearsal.ts';
import { type BenchmarkRow, reportSuite } from '../report.ts';

type Measured = {
  create: number;
  commit: number;
  reveal: number;
  notImproved: number;
  perNonSigner: number;
  improved: number;
};

const gas = (receipt: TransactionReceipt) => Number(receipt.gasUsed);

async function measure(operatorCount: number): Promise<Measured> {
  const chain = await startChain();
  try {
    const rehearsal = await createRehearsal({ rpcUrl: chain.rpcUrl, operatorCount });
    const open = async () => {
      const { taskId, receipt } = await rehearsal.createTask();
      await rehearsal.postVerdict({ submissionId: BigInt(taskId) << 32n, numbers: BASELINE });
      return { taskId, receipt };
    };
    const settle = async (taskId: number, missing: number[] = []) => {
      const { submissionId, commit, reveal } = await rehearsal.submit(taskId);
      const receipt = await rehearsal.postVerdict({ submissionId, numbers: NOT_IMPROVED, missing });
      return { commit, reveal, receipt };
    };
    // The first task and verdict fill slots that were empty.
    await settle((await open()).taskId);
    const { taskId, receipt: create } = await open();
    const { commit, reveal, receipt: notImproved } = await settle(taskId);

    let perNonSigner = 0;
    if (operatorCount >= 4) {
      // Two more than one, so that what the first one adds for the treasury is not counted.
      const few = Math.min(3, Math.floor((operatorCount - 1) / 4));
      await settle(taskId, [0]);
      const one = await settle(taskId, [0]);
      const more =
        few > 1
          ? await settle(
              taskId,
              Array.from({ length: few }, (_, index) => index),
            )
          : one;
      perNonSigner =
        few > 1 ? (gas(more.receipt) - gas(one.receipt)) / (few - 1) : gas(one.receipt) - gas(notImproved);
    }
    const { submissionId } = await rehearsal.submit(taskId);
    const improved = await rehearsal.postVerdict({ submissionId, numbers: IMPROVED });
    return {
      create: gas(create),
      commit: gas(commit),
      reveal: gas(reveal),
      notImproved: gas(notImproved),
      perNonSigner,
      improved: gas(improved),
    };
  } finally {
    await chain.stop();
  }
}

function row(name: string, value: number, target: number): BenchmarkRow {
  return { name, value, unit: 'gas', target, better: 'lower' };
}

async function main(): Promise<void> {
  const one = await measure(1);
  const ten = await measure(10);
  const hundred = await measure(100);
  await reportSuite({
    suite: 'contracts',
    rows: [
      row('verdict.gas.operators-1', one.notImproved, 400_000),
      row('verdict.gas.operators-10', ten.notImproved, 400_000),
      row('verdict.gas.operators-100', hundred.notImproved, 400_000),
      row('contracts.gas.verdict-not-improved-10', ten.notImproved, 350_000),
      row('contracts.gas.verdict-improved-10', ten.improved, 420_000),
      row('contracts.gas.verdict-per-non-signer', hundred.perNonSigner, 30_000),
      row('contracts.gas.create-task', ten.create, 450_000),
      row('contracts.gas.commit', ten.commit, 125_000),
      row('contracts.gas.reveal', ten.reveal, 110_000),
    ],
  });
}

await main();
