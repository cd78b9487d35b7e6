import { type Address, parseEther } from 'viem';
import type { DeploymentParameters } from '../parameters.ts';
import { localParameters } from './local.ts';

/** A public test network of twelve-second blocks. Tokens are still the ones with a faucet: they are worth nothing. */
export function testnetParameters({ treasury }: { treasury: Address }): DeploymentParameters {
  const local = localParameters({ treasury });
  return {
    ...local,
    timelockDelaySeconds: 24 * 3_600,
    acceptedRisks: [],
    epochBlocks: 300,
    minimumPower: parseEther('1000'),
    governance: {
      ...local.governance,
      operatorLimit: 100n,
      // Longer than a verdict can be on its way: six hours of a window, and a week’s pause.
      unbondingSeconds: 14 * 24 * 3_600,
      rewardsReceiverDelaySeconds: 24 * 3_600,
    },
    taskDefinition: {
      ...local.taskDefinition,
      revealWindowBlocks: 300,
      seedDelayBlocks: 32,
      responseWindowBlocks: 25,
      verdictWindowBlocks: 1_800,
      gracePeriodSeconds: 7 * 24 * 3_600,
    },
  };
}
