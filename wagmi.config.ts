import { defineConfig } from '@wagmi/cli';
import { readFileSync } from 'node:fs';
import type { Abi } from 'viem';
import { z } from 'zod';

const entry = z.custom<Abi[number]>(
  (value) => typeof value === 'object' && value !== null && 'type' in value,
);
const artifact = z.object({ abi: z.array(entry) });

/**
 * One generated file a contract, run by `scripts/generate-abi.ts`. From the contracts and not from their interfaces,
 * so that errors of what they inherit and link can be read, and constructors are typed.
 */
const contracts = {
  modelSubmission: 'ModelSubmission',
  attestationCenter: 'AttestationCenter',
  operatorRegistry: 'OperatorRegistry',
  avsLogic: 'AvsLogic',
  avsGovernance: 'AvsGovernance',
  directMessageHandler: 'DirectMessageHandler',
  slasher: 'Slasher',
  governanceTimelock: 'GovernanceTimelock',
  testToken: 'TestToken',
} as const;

const abis = Object.entries(contracts).map(([name, source]) => {
  const path = `artifacts/contracts/${source}.sol/${source}.json`;
  return { name, abi: artifact.parse(JSON.parse(readFileSync(path, 'utf8'))).abi };
});

/** Contracts call each other: what comes out of one may be the error of another. `errorsAbi` has them all, once. */
const errors = new Map(
  abis
    .flatMap(({ abi }) => abi)
    .filter(({ type }) => type === 'error')
    .map((error) => [JSON.stringify(error), error]),
);

export default defineConfig(
  [...abis, { name: 'errors', abi: [...errors.values()] }].map(({ name, abi }) => ({
    out: `lib/protocol/abi/${name}.ts`,
    contracts: [{ name, abi }],
  })),
);
