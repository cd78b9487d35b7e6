import { createConfig } from 'ponder';
import { http } from 'viem';
import { attestationCenterAbi } from '../../../lib/protocol/abi/attestationCenter.ts';
import { avsGovernanceAbi } from '../../../lib/protocol/abi/avsGovernance.ts';
import { modelSubmissionAbi } from '../../../lib/protocol/abi/modelSubmission.ts';
import { operatorRegistryAbi } from '../../../lib/protocol/abi/operatorRegistry.ts';

const {
  RPC_URL,
  DATABASE_URL,
  CHAIN_ID,
  START_BLOCK,
  MODEL_SUBMISSION,
  ATTESTATION_CENTER,
  OPERATOR_REGISTRY,
  AVS_GOVERNANCE,
} = process.env;

const at = (address) => ({ network: 'local', address, startBlock: Number(START_BLOCK) });

export default createConfig({
  database: { kind: 'postgres', connectionString: DATABASE_URL },
  networks: {
    local: {
      chainId: Number(CHAIN_ID),
      transport: http(RPC_URL),
      // Its default of 50 is for public servers: here it would only wait.
      maxRequestsPerSecond: 10_000,
    },
  },
  contracts: {
    modelSubmission: { abi: modelSubmissionAbi, ...at(MODEL_SUBMISSION) },
    attestationCenter: { abi: attestationCenterAbi, ...at(ATTESTATION_CENTER) },
    operatorRegistry: { abi: operatorRegistryAbi, ...at(OPERATOR_REGISTRY) },
    avsGovernance: { abi: avsGovernanceAbi, ...at(AVS_GOVERNANCE) },
  },
});
