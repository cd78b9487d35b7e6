import type { Address } from 'viem';
import { toPlain } from '../plain.ts';
import { type Projection, type RowKey, accountKeys } from './projection.ts';
import type { Tables } from './tables.ts';

/** The tokens that governance listed, with its terms for each. */
export const tokenProjection: Projection<'tokens'> = {
  table: 'tokens',
  keysOf: (event) => (event.name === 'modelSubmission.TokenTermsChanged' ? [event.args.token] : []),
  reduce: (row, event) => {
    if (event.name !== 'modelSubmission.TokenTermsChanged') return row;
    const { token, terms } = event.args;
    return {
      address: token,
      listed: terms.listed,
      feeUnit: terms.feeUnit,
      creationFee: terms.creationFee,
      storageFeePerMebibyte: terms.storageFeePerMebibyte,
    };
  },
  load: async (transaction, keys) => {
    const rows = await transaction.token.findMany({ where: { address: { in: accountKeys(keys) } } });
    return new Map<RowKey, Tables['tokens']>(rows.map((row) => [row.address as Address, toPlain(row)]));
  },
  remove: async (transaction, keys) => {
    await transaction.token.deleteMany({ where: { address: { in: accountKeys(keys) } } });
  },
  eventsOf: () => ({ name: { in: ['modelSubmission.TokenTermsChanged'] } }),
};
