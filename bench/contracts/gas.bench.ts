/**
 * Gas of whole transactions on anvil under the rules of Prague, in the steady state: every account that is paid has
 * been paid before. Verdicts carry the seed block's header and real signatures.
 */
import {
  type Hex,
  type TransactionReceipt,
  createWalletClient,
  encodeFunctionData,
  hexToBytes,
  keccak256,
  stringToHex,
} from 'viem';
import { localTransport } from '#devnet/chain/transport.ts';
import { startChain } from '#devnet/chain.ts';
import {
  BASELINE,
  IMPROVED,
  NOT_IMPROVED,
  type Rehearsal as RehearsedContracts,
  createRehearsal,
} from '#devnet/deployment/rehearsal.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { aggregateSignatures } from '#worker/keys/bls.ts';
import { type BenchmarkRow, reportSuite } from '../report.ts';

type Rehearsal = RehearsedContracts & { rpcUrl: string };

type Measured = {
  verify: number;
  verifyPerNonSigner: number;
  create: number;
  commit: number;
  reveal: number;
  notImproved: number;
  perNonSigner: number;
  improved: number;
};

const gas = (receipt: TransactionReceipt) => Number(receipt.gasUsed);

/**
 * Gas of `verifyAggregate` as a transaction of its own, without the transaction's price: what a call in the attestation
 * center costs. @param missing How many of the operators, from the first, do not sign.
 */
async function verificationGas(rehearsal: Rehearsal, missing: number): Promise<number> {
  const { publicClient, deployment, operators, owner } = rehearsal;
  const message = keccak256(stringToHex('message'));
  const { signature } = aggregateSignatures({
    message,
    signatures: operators
      .slice(missing)
      .map(({ bls }) => ({ key: bls.publicKey, signature: bls.sign(message) })),
  });
  if (!signature) throw new Error('Nobody signed.');
  const data = encodeFunctionData({
    abi: operatorRegistryAbi,
    functionName: 'verifyAggregate',
    args: [message, operators.slice(0, missing).map(({ bls }) => bls.publicKey), signature],
  });
  const call = { account: owner, to: deployment.contracts.operatorRegistry, data } as const;
  const hash = await createWalletClient({
    account: owner,
    transport: localTransport(rehearsal.rpcUrl),
  }).sendTransaction({
    ...call,
    chain: null,
  });
  const receipt = await publicClient.waitForTransactionReceipt({ hash });
  return gas(receipt) - intrinsicGas(data);
}

/** What a transaction costs before it runs (EIP-2028). */
function intrinsicGas(data: Hex): number {
  return hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 21_000);
}

async function measure(operatorCount: number): Promise<Measured> {
  const chain = await startChain();
  try {
    const { rpcUrl } = chain;
    const rehearsal = { rpcUrl, ...(await createRehearsal({ rpcUrl, operatorCount })) };
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
    const verify = await verificationGas(rehearsal, 0);
    const verifyPerNonSigner =
      operatorCount >= 10
        ? ((await verificationGas(rehearsal, 3)) - (await verificationGas(rehearsal, 1))) / 2
        : 0;
    return {
      verify,
      verifyPerNonSigner,
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

/** How far a verdict's gas is apart between sizes of the set, in percent of the least. */
function spread(measured: readonly Measured[]): number {
  const values = measured.map(({ notImproved }) => notImproved);
  return (100 * (Math.max(...values) - Math.min(...values))) / Math.min(...values);
}

function row(name: string, value: number, target: number, unit = 'gas'): BenchmarkRow {
  return { name, value, unit, target, better: 'lower' };
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
      row('contracts.gas.verify-aggregate', ten.verify, 172_000),
      row('contracts.gas.per-non-signer', hundred.verifyPerNonSigner, 6_000),
      row('contracts.gas.operators-1-to-100-percent', spread([one, ten, hundred]), 2, 'percent'),
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
