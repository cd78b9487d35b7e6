import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Deployment, deploymentSchema } from '#protocol/deployment.ts';
import { DeploymentNotFoundError } from './errors.ts';

const DEPLOYMENTS = fileURLToPath(new URL('../../deployments', import.meta.url));

/** Where the deployment of a public chain is committed; the local chain's is run-time data and lies elsewhere. */
export function deploymentPath(chainId: number, folder = DEPLOYMENTS): string {
  return join(folder, `${chainId}.json`);
}

/** @throws {DeploymentNotFoundError} */
export async function readDeployment(chainId: number, folder = DEPLOYMENTS): Promise<Deployment> {
  const path = deploymentPath(chainId, folder);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new DeploymentNotFoundError({ chainId, path, cause });
  });
  return deploymentSchema.parse(JSON.parse(text));
}

/** @returns The path written. */
export async function writeDeployment(deployment: Deployment, folder = DEPLOYMENTS): Promise<string> {
  const path = deploymentPath(deployment.chainId, folder);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(deployment, null, 2)}\n`);
  return path;
}
