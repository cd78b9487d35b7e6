import type { Token } from '#components/value/format-amount.ts';
import type { GetOperatorAccountReturnType } from '#sdk/operators/get-operator-account.ts';

/** An account as an operator, with the tokens to print amounts in. */
export type OwnAccount = GetOperatorAccountReturnType & { feeToken: Token; stakeTokenInfo: Token };
