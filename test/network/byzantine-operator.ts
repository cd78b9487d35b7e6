import { setTimeout as delay } from 'node:timers/promises';
import { type Hex, isAddressEqual, keccak256 } from 'viem';
import type { Database } from '#database/client.ts';
import { type AttestationMessage, toAttestationBody } from '#protocol/http/attestations.ts';
import { toSendTaskParameters } from '#protocol/http/claims.ts';
import { claimHash, performerIndex, proofOfTask, verdictHash } from '#protocol/verdict/messages.ts';
import { type Verdict, encodeVerdict } from '#protocol/verdict/verdict.ts';
import { getOperators } from '#sdk/operators/get-operators.ts';
import { followComputedVerdicts } from './computed-verdicts.ts';
import type { NetworkOperator, OperatorNetwork } from './operator-network.ts';

/**
 * What an operator does that is not honest:
 * - `equivocate` signs the verdict, and another one as well;
 * - `lie` claims another verdict when it is elected;
 * - `garbage` sends signatures that are none, in everybody's name, before theirs can come.
 */
export type Misbehaviour = 'equivocate' | 'lie' | 'garbage';

/** An operator without a node, misbehaving by script. */
export type ByzantineOperator = {
  /** What it did, once for each evaluation. */
  deeds: readonly { misbehaviour: Misbehaviour; submissionId: bigint }[];
  stop(): Promise<void>;
};

const POLL_INTERVAL_MS = 50;

/**
 * Lets an operator misbehave. It evaluates what it speaks about, as an honest one would: here it reads the verdicts in
 * the database of an operator that does.
 */
export function startByzantineOperator(parameters: {
  network: OperatorNetwork;
  operator: NetworkOperator;
  misbehaviours: readonly Misbehaviour[];
  /** Where it reads what is true. */
  database: Database;
}): ByzantineOperator {
  const { network, operator, misbehaviours, database } = parameters;
  const deeds: { misbehaviour: Misbehaviour; submissionId: bigint }[] = [];
  const done = new Set<string>();

  async function once(name: string, run: () => Promise<void>): Promise<void> {
    if (done.has(name)) return;
    done.add(name);
    await run();
  }

  async function act(verdict: Verdict): Promise<void> {
    const { submissionId, seed, championId } = verdict;
    const key = `${submissionId} ${seed} ${championId}`;
    for (const misbehaviour of misbehaviours) {
      await once(`${misbehaviour} ${key}`, async () => {
        const isDone = await DEEDS[misbehaviour](network, operator, verdict);
        if (isDone) deeds.push({ misbehaviour, submissionId });
      });
    }
  }

  const following = followComputedVerdicts({ database, act: ({ verdict }) => act(verdict) });
  return { deeds, stop: following.stop };
}

type Deed = (network: OperatorNetwork, operator: NetworkOperator, verdict: Verdict) => Promise<boolean>;

/** @returns Whether it was done. */
const DEEDS: Record<Misbehaviour, Deed> = {
  equivocate: async (network, operator, verdict) => {
    const lie = alter(verdict);
    await sendAttestation(network, attestationOf(network, operator, verdict));
    await sendAttestation(network, {
      ...attestationOf(network, operator, lie),
      // Else nobody could know what it has signed.
      verdict: encodeVerdict(lie),
    });
    return true;
  },
  lie: async (network, operator, verdict) => {
    const { submissionId, seed, championId } = verdict;
    const [account] = network.honest;
    if (!account) return false;
    const set = await getOperators(network.clientOf(account.account));
    const attempt = 0;
    const elected = set[performerIndex({ seed, attempt, operatorCount: set.length })];
    const performer = operator.account.address;
    if (!elected || !isAddressEqual(elected.operator, performer)) return false;
    const claim = {
      submissionId,
      seed,
      championId,
      attempt,
      proofOfTask: proofOfTask({ performer, verdictHash: hashOf(network, alter(verdict)) }),
    };
    const raw = claimHash({ ...scopeOf(network), claim });
    const signature = await operator.account.signMessage({ message: { raw } });
    const { taskDefinitionId, chainId } = network.deployment;
    const params = toSendTaskParameters({ claim, performer, signature, taskDefinitionId, chainId });
    await sendToAll(network, 'rpc', { jsonrpc: '2.0', id: 1, method: 'sendTask', params });
    return true;
  },
  garbage: async (network, _, verdict) => {
    const { submissionId, seed, championId } = verdict;
    for (const { account, bls } of network.honest) {
      await sendAttestation(network, {
        submissionId,
        seed,
        championId,
        operator: account.address,
        // A point of the group, so that it is found by its sum alone.
        signature: bls.sign(keccak256(account.address)),
      });
    }
    return true;
  },
};

function attestationOf(
  network: OperatorNetwork,
  { account, bls }: NetworkOperator,
  verdict: Verdict,
): AttestationMessage {
  const { submissionId, seed, championId } = verdict;
  const signature = bls.sign(hashOf(network, verdict));
  return { submissionId, seed, championId, operator: account.address, signature };
}

async function sendAttestation(network: OperatorNetwork, attestation: AttestationMessage): Promise<void> {
  await sendToAll(network, 'attestations', toAttestationBody(attestation));
}

/** Until each has it: a node that has not computed the verdict yet takes nothing. */
async function sendToAll(network: OperatorNetwork, route: string, body: unknown): Promise<void> {
  await Promise.all(
    network.honest.map(async ({ endpoint }) => {
      for (let tries = 0; tries < 100; tries += 1) {
        const answer = await fetch(`${endpoint}/${route}`, {
          method: 'POST',
          body: JSON.stringify(body),
        }).then(
          (response) => response.text(),
          () => 'too-early',
        );
        if (!answer.includes('too-early')) return;
        await delay(POLL_INTERVAL_MS);
      }
    }),
  );
}

/** Another verdict on the same evaluation. */
function alter(verdict: Verdict): Verdict {
  return { ...verdict, traceDigest: keccak256(verdict.traceDigest) };
}

function hashOf(network: OperatorNetwork, verdict: Verdict): Hex {
  return verdictHash({ ...scopeOf(network), verdict });
}

function scopeOf({ deployment }: OperatorNetwork) {
  const { chainId, contracts, taskDefinitionId } = deployment;
  return { chainId, attestationCenter: contracts.attestationCenter, taskDefinitionId };
}
