import { attestationCenterAbi } from '#protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '#protocol/abi/avsGovernance.ts';
import { avsLogicAbi } from '#protocol/abi/avsLogic.ts';
import { directMessageHandlerAbi } from '#protocol/abi/directMessageHandler.ts';
import { modelSubmissionAbi } from '#protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '#protocol/abi/operatorRegistry.ts';
import { slasherAbi } from '#protocol/abi/slasher.ts';
import { testTokenAbi } from '#protocol/abi/testToken.ts';

/**
 * Every custom error that a call of ours can end in. A call to one contract may revert with the error of another
 * one that it calls, so they are decoded together; the test token stands for every token of the same library.
 */
export const contractErrorsAbi = [
  ...modelSubmissionAbi,
  ...attestationCenterAbi,
  ...operatorRegistryAbi,
  ...avsLogicAbi,
  ...avsGovernanceAbi,
  ...directMessageHandlerAbi,
  ...slasherAbi,
  ...testTokenAbi,
] as const;
