/**
 * Deploys to any chain with the EVM of Prague:
 *
 *     ZARATHUSTRA_DEPLOYER_KEY=0x… node devnet/deployment/deploy-cli.ts --rpc-url https://… --treasury 0x… --council 0x…
 *
 * Without `--network` the parameters are those of a public test network; `--network local` takes the local chain's.
 * The council proposes to the timelock, pauses flows and keeps the allowlist; by default it is the deployer.
 * `--out` names the folder that `<chainId>.json` is written to; by default it is `deployments`.
 */
import { parseArgs } from 'node:util';
import { createPublicClient, createWalletClient, getAddress, http, isHex, size } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { checkChain } from './chain-check/check-chain.ts';
import { checkDeployment } from './check-deployment.ts';
import { deployContracts } from './deploy.ts';
import { writeDeployment } from './deployment-file.ts';
import { DeployerKeyError, UnknownNetworkError } from './errors.ts';
import { printFinding } from './finding.ts';
import { localParameters } from './networks/local.ts';
import { testnetParameters } from './networks/testnet.ts';

const KEY_VARIABLE = 'ZARATHUSTRA_DEPLOYER_KEY';
const PRIVATE_KEY_BYTES = 32;
const NETWORKS = { local: localParameters, testnet: testnetParameters } as const;

function isNetwork(name: string): name is keyof typeof NETWORKS {
  return Object.hasOwn(NETWORKS, name);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'rpc-url': { type: 'string', default: 'http://127.0.0.1:8545' },
      network: { type: 'string', default: 'testnet' },
      treasury: { type: 'string' },
      council: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const key = process.env[KEY_VARIABLE];
  if (!isHex(key) || size(key) !== PRIVATE_KEY_BYTES) throw new DeployerKeyError({ variable: KEY_VARIABLE });
  if (!isNetwork(values.network)) {
    throw new UnknownNetworkError({ network: values.network, known: Object.keys(NETWORKS) });
  }
  const account = privateKeyToAccount(key);
  const transport = http(values['rpc-url']);
  const publicClient = createPublicClient({ transport });
  const council = getAddress(values.council ?? account.address);
  for (const finding of await checkChain(publicClient)) console.log(printFinding(finding));
  const deployment = await deployContracts({
    walletClient: createWalletClient({ account, transport }),
    publicClient,
    parameters: {
      ...NETWORKS[values.network]({ treasury: getAddress(values.treasury ?? account.address) }),
      council,
    },
    onProgress: ({ step, blockNumber, gasUsed }) =>
      console.log(`block ${blockNumber}  ${String(gasUsed).padStart(9)} gas  ${step}`),
  });
  const findings = await checkDeployment({ publicClient, deployment, council });
  for (const finding of findings) console.log(printFinding(finding));
  if (findings.some(({ status }) => status === 'fails')) process.exitCode = 1;
  console.log(`written: ${await writeDeployment(deployment, values.out)}`);
}

await main();
