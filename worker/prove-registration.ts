/**
 * Writes what the operator's account sends to register, to standard output:
 * `node worker/prove-registration.ts settings.json https://operator.example > registration.json`. The keys stay here; the
 * file can be sent from any wallet.
 */
import { privateKeyToAccount } from 'viem/accounts';
import { BaseError } from '#protocol/errors/base.ts';
import { type Registration, registrationSchema } from '#protocol/operator/registration.ts';
import { readConfiguration } from './configuration.ts';
import { createBlsSigner, provePossession } from './keys/bls.ts';

/** The command lacks something. */
class ProveRegistrationError extends BaseError {
  override name = 'ProveRegistrationError';
  constructor({ problem }: { problem: string }) {
    super(`The registration was not written: ${problem}.`, {
      metaMessages: ['Usage: node worker/prove-registration.ts settings.json ENDPOINT'],
      docsPath: 'operators.md#registering',
    });
  }
}

async function main(): Promise<void> {
  const [settings, endpoint] = process.argv.slice(2);
  if (settings === undefined || endpoint === undefined) {
    throw new ProveRegistrationError({
      problem: 'the settings and the address of the public API are needed',
    });
  }
  const { accountKey, blsKey, deployment } = await readConfiguration({
    path: settings,
    environment: process.env,
  });
  if (accountKey === undefined || blsKey === undefined) {
    throw new ProveRegistrationError({ problem: 'the settings name no account key, or no BLS key' });
  }
  const operator = privateKeyToAccount(accountKey).address;
  const { chainId } = deployment;
  const { operatorRegistry } = deployment.contracts;
  const possession = provePossession({
    signer: createBlsSigner(blsKey),
    chainId,
    operatorRegistry,
    operator,
  });
  const registration: Registration = {
    version: 1,
    chainId,
    operatorRegistry,
    operator,
    ...possession,
    endpoint,
  };
  const parsed = registrationSchema.safeParse(registration);
  if (!parsed.success) throw new ProveRegistrationError({ problem: `${endpoint} is not an http address` });
  process.stdout.write(`${JSON.stringify(parsed.data, null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof BaseError ? `${error.name}: ${error.message}` : String(error)}\n`);
  process.exitCode = 1;
}
