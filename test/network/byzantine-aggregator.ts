import {
  type Address,
  type Hex,
  encodeFunctionData,
  isAddressEqual,
  keccak256,
  zeroAddress,
  zeroHash,
} from 'viem';
import type { Database } from '#database/client.ts';
import { findObservedSeed } from '#database/operator/seeds.ts';
import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { encodeVerdict } from '#protocol/verdict/verdict.ts';
import { tally } from '#worker/aggregator/tally.ts';
import { readOperatorSet } from '#worker/chain/operator-set.ts';
import { aggregateSignatures } from '#worker/keys/bls.ts';
import { type ComputedVerdict, followComputedVerdicts } from './computed-verdicts.ts';
import type { DeafEndpoint } from './deaf-endpoint.ts';
import type { NetworkOperator, OperatorNetwork } from './operator-network.ts';

/**
 * What an aggregator that is given everybody's signatures does with them:
 * - `withhold` keeps them to itself;
 * - `drop` posts the verdict before anybody else, without the signature of the operator that it has chosen, and without
 *   the performer's claim;
 * - `starve` posts it with its own signature alone;
 * - `forge` posts another verdict under the signatures.
 */
export type AggregatorMisbehaviour = 'withhold' | 'drop' | 'starve' | 'forge';

/** An aggregator that follows no rule of its own. */
export type ByzantineAggregator = {
  /** From now on. */
  behave(misbehaviour: AggregatorMisbehaviour): void;
  /** What it sent to the chain, and whether that was mined as it wanted. */
  postings: readonly {
    misbehaviour: AggregatorMisbehaviour;
    submissionId: bigint;
    status: 'success' | 'reverted';
  }[];
  stop(): Promise<void>;
};

/** No estimate: what would revert is sent all the same. */
const GAS = 3_000_000n;

/**
 * Lets an operator without a node aggregate. It evaluates as an honest one would: here it reads the verdicts in the
 * database of an operator that does.
 *
 * @param parameters.victim Whose signature it drops.
 */
export function startByzantineAggregator(parameters: {
  network: OperatorNetwork;
  operator: NetworkOperator;
  endpoint: DeafEndpoint;
  database: Database;
  victim: Address;
}): ByzantineAggregator {
  const { network, operator, endpoint, database, victim } = parameters;
  const client = network.clientOf(operator.account);
  const { publicClient, walletClient, deployment } = client;
  const postings: ByzantineAggregator['postings'][number][] = [];
  const done = new Set<string>();
  let misbehaviour: AggregatorMisbehaviour = 'withhold';

  async function misbehave(chosen: AggregatorMisbehaviour, computed: ComputedVerdict): Promise<void> {
    const { submissionId, seed, championId } = computed.verdict;
    const key = `${chosen} ${submissionId} ${seed} ${championId}`;
    if (chosen === 'withhold' || done.has(key)) return;
    const received = endpoint.attestations.filter(
      (attestation) => attestation.submissionId === submissionId && attestation.seed === seed,
    );
    const others = received.filter((attestation) => !isAddressEqual(attestation.operator, victim));
    const isEnough =
      new Set(others.map((attestation) => attestation.operator)).size >= network.honest.length - 1;
    if (!isEnough) return;
    const data = await buildPosting(computed, chosen === 'starve' ? [] : others, chosen === 'forge');
    if (data === undefined) return;
    done.add(key);
    const hash = await walletClient.sendTransaction({
      account: operator.account,
      chain: walletClient.chain ?? null,
      to: deployment.contracts.attestationCenter,
      data,
      gas: GAS,
    });
    const { status } = await publicClient.waitForTransactionReceipt({ hash });
    postings.push({ misbehaviour: chosen, submissionId, status });
  }

  async function buildPosting(
    { verdict, verdictHash }: ComputedVerdict,
    others: readonly { operator: Address; signature: Hex }[],
    isForged: boolean,
  ): Promise<Hex | undefined> {
    const { submissionId, seed } = verdict;
    const [set, observed] = await Promise.all([
      readOperatorSet(client),
      findObservedSeed(database, { submissionId, seed }),
    ]);
    const own = { operator: operator.account.address, signature: operator.bls.sign(verdictHash) };
    const { signers, nonSigners } = tally(set, [...others, own]);
    const { signature, invalid } = aggregateSignatures({
      message: verdictHash,
      signatures: signers.map((signer) => ({ key: signer.operator.key, signature: signer.signature })),
    });
    if (!signature || !observed || invalid.length > 0) return undefined;
    const posted = isForged ? { ...verdict, traceDigest: keccak256(verdict.traceDigest) } : verdict;
    return encodeFunctionData({
      abi: attestationCenterAbi,
      functionName: 'submitTask',
      args: [
        {
          proofOfTask: zeroHash,
          data: encodeVerdict(posted),
          taskPerformer: zeroAddress,
          taskDefinitionId: deployment.taskDefinitionId,
        },
        {
          tpSignature: '0x',
          attempt: 0,
          taSignature: signature,
          nonSigners: nonSigners.map(({ key }) => key),
          seedHeader: observed.header,
        },
      ],
    });
  }

  const following = followComputedVerdicts({
    database,
    act: (computed) => misbehave(misbehaviour, computed),
  });
  return {
    behave: (next) => {
      misbehaviour = next;
    },
    postings,
    stop: following.stop,
  };
}
