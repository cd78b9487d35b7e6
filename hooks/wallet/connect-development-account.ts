import type { Address } from 'viem';
import type { Config } from 'wagmi';
import { connect } from 'wagmi/actions';
import { BaseError } from '#protocol/errors/base.ts';

/** The account is none of those that the local chain signs for. */
export class NoDevelopmentAccountError extends BaseError {
  override name = 'NoDevelopmentAccountError';
  constructor({ account }: { account: Address | undefined }) {
    super(`${account ?? 'None'} is no development account of this chain.`, {
      metaMessages: ['Connect a wallet instead.'],
    });
  }
}

/** Connects an account that a local chain signs for: no extension, one click. @throws {NoDevelopmentAccountError} */
export async function connectDevelopmentAccount(config: Config, account: Address | undefined): Promise<void> {
  const id = `development-${account?.toLowerCase()}`;
  const connector = config.connectors.find((candidate) => candidate.id === id);
  if (connector === undefined) throw new NoDevelopmentAccountError({ account });
  await connect(config, { connector });
}
