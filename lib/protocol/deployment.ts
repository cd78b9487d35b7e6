import { type Address, isAddress } from 'viem';
import { z } from 'zod';

const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value), 'not an address');

/** Where the contracts of one chain are: what the deployment writes and everything else reads. */
export const deploymentSchema = z.object({
  chainId: z.number().int().positive(),
  /** The first block that can hold a log of the contracts. */
  startBlock: z.number().int().nonnegative(),
  contracts: z.object({
    modelSubmission: address,
    attestationCenter: address,
    operatorRegistry: address,
    avsLogic: address,
    avsGovernance: address,
    messageHandler: address,
    slasher: address,
    /** Holds the roles: what governance does goes through it. */
    timelock: address,
    /** The first token on governance's list. */
    token: address,
    /** What operators deposit. */
    stakeToken: address,
  }),
  /** The definition that new tasks use. */
  taskDefinitionId: z.number().int().positive(),
});

export type Deployment = z.infer<typeof deploymentSchema>;
