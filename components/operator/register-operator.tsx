'use client';

import { useState } from 'react';
import { type Address, isAddressEqual, parseUnits } from 'viem';
import { DropZone } from '#components/ui/drop-zone.tsx';
import { Fact, Facts } from '#components/ui/facts.tsx';
import { Field } from '#components/ui/field.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { UnitInput } from '#components/ui/unit-input.tsx';
import { Account } from '#components/value/address.tsx';
import { formatAmount } from '#components/value/format-amount.ts';
import { ActionButton } from '#components/wallet/action-button.tsx';
import { useAction } from '#hooks/transactions/use-action.ts';
import {
  type Registration,
  RegistrationMismatchError,
  parseRegistration,
} from '#protocol/operator/registration.ts';
import { registerOperator } from '#sdk/operators/register-operator.ts';
import { useRequiredChain } from '#hooks/wallet/chain-context.tsx';
import type { OwnAccount } from './own-account.ts';

const LARGEST_FILE_BYTES = 16_384;
const AMOUNT = /^\d+(\.\d+)?$/;

/** Registers the connected account with the file that its node wrote, and a stake. */
export function RegisterOperator({
  account,
  address,
  onDone,
}: {
  account: OwnAccount;
  address: Address;
  onDone: () => void;
}) {
  const { deployment } = useRequiredChain();
  const { decimals, symbol } = account.stakeTokenInfo;
  const least = formatAmount({ amount: account.minimumStake, decimals }).full;
  const most = formatAmount({ amount: account.maximumStake, decimals }).full;
  const [registration, setRegistration] = useState<Registration>();
  const [fileError, setFileError] = useState<unknown>();
  const [stakeText, setStakeText] = useState(least.replaceAll(/[^\d.]/g, ''));
  const stake = AMOUNT.test(stakeText) ? parseUnits(stakeText, decimals) : undefined;
  const stakeError =
    stake === undefined
      ? 'Enter an amount.'
      : stake < account.minimumStake || stake > account.maximumStake
        ? `Governance takes from ${least} to ${most} ${symbol}.`
        : undefined;
  const registering = useAction({
    action: 'register as an operator',
    run: async (client, tools) => {
      if (registration === undefined || stake === undefined) throw new RangeError('nothing to register');
      const { key, proofOfPossession, endpoint } = registration;
      return registerOperator(client, { key, proofOfPossession, endpoint, stake, ...tools });
    },
    onDone,
  });
  const read = async (file: File) => {
    try {
      const parsed = parseRegistration(await file.text());
      const mismatch = findMismatch(parsed, {
        address,
        chainId: deployment.chainId,
        operatorRegistry: deployment.contracts.operatorRegistry,
      });
      if (mismatch) throw mismatch;
      setRegistration(parsed);
      setFileError(undefined);
    } catch (error) {
      setRegistration(undefined);
      setFileError(error);
    }
  };
  return (
    <div className="grid max-w-xl gap-5">
      <p className="text-ink-2">
        Your node writes a registration with its keys, which never leave it:{' '}
        <code className="font-mono text-note">node worker/prove-registration.ts settings.json ENDPOINT</code>
      </p>
      <DropZone
        label="Drop registration.json here, or choose it"
        accept={{ 'application/json': ['.json'] }}
        maximumBytes={LARGEST_FILE_BYTES}
        onFiles={([file]) => {
          if (file) void read(file);
        }}
        onRefused={([refused]) => setFileError(new Error(refused?.reason))}
      />
      {fileError === undefined ? null : <Problem error={fileError} />}
      {registration ? (
        <>
          <Facts>
            <Fact name="Operator">
              <Account address={registration.operator} />
            </Fact>
            <Fact name="Endpoint">{registration.endpoint}</Fact>
          </Facts>
          <Field
            label="Stake"
            hint={`From ${least} to ${most} ${symbol}. It is also the voting power, and what is slashed for contradicting verdicts.`}
            error={stakeError}
          >
            <UnitInput
              unit={symbol}
              value={stakeText}
              onChange={({ target }) => setStakeText(target.value)}
            />
          </Field>
          <ActionButton action={registering} disabled={stakeError !== undefined}>
            Deposit the stake and register
          </ActionButton>
        </>
      ) : null}
    </div>
  );
}

function findMismatch(
  { chainId, operatorRegistry, operator }: Registration,
  connected: { address: Address; chainId: number; operatorRegistry: Address },
): RegistrationMismatchError | undefined {
  if (chainId !== connected.chainId) {
    return new RegistrationMismatchError({ field: 'chain', expected: chainId, actual: connected.chainId });
  }
  if (!isAddressEqual(operatorRegistry, connected.operatorRegistry)) {
    return new RegistrationMismatchError({
      field: 'registry',
      expected: operatorRegistry,
      actual: connected.operatorRegistry,
    });
  }
  return isAddressEqual(operator, connected.address)
    ? undefined
    : new RegistrationMismatchError({ field: 'account', expected: operator, actual: connected.address });
}
