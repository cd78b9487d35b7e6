/**
 * Checks a chain, or a deployment on it, and exits with 1 when something is not as it must be:
 *
 *     node devnet/deployment/check-cli.ts --rpc-url https://…
 *     node devnet/deployment/check-cli.ts --rpc-url https://… --deployment deployments/17000.json --council 0x…
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createPublicClient, getAddress, http } from 'viem';
import { deploymentSchema } from '#protocol/deployment.ts';
import { checkChain } from './chain-check/check-chain.ts';
import { checkDeployment } from './check-deployment.ts';
import { type Finding, printFinding } from './finding.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'rpc-url': { type: 'string', default: 'http://127.0.0.1:8545' },
      deployment: { type: 'string' },
      council: { type: 'string' },
    },
  });
  const publicClient = createPublicClient({ transport: http(values['rpc-url']) });
  const findings: Finding[] = await checkChain(publicClient);
  if (values.deployment !== undefined) {
    const deployment = deploymentSchema.parse(JSON.parse(await readFile(values.deployment, 'utf8')));
    const council = values.council === undefined ? undefined : getAddress(values.council);
    findings.push(...(await checkDeployment({ publicClient, deployment, council })));
  }
  for (const finding of findings) console.log(printFinding(finding));
  if (findings.some(({ status }) => status === 'fails')) process.exitCode = 1;
}

await main();
