import { parseEther } from 'viem';
import { describe, expect, test } from 'vitest';
import { createBlsSigner, provePossession } from '#worker/keys/bls.ts';
import { useMarketplace } from '../../../test/marketplace.ts';
import { getBalance } from '../token/get-balance.ts';
import { requestTokens } from '../token/request-tokens.ts';
import { applyChanges } from './apply-changes.ts';
import { getOperators } from './get-operators.ts';
import { getOperatorAccount } from './get-operator-account.ts';
import { getTaskDefinition } from './get-task-definition.ts';
import { registerOperator } from './register-operator.ts';
import { requestDeregistration } from './request-deregistration.ts';
import { setEndpoint } from './set-endpoint.ts';
import { withdrawStake } from './withdraw-stake.ts';

const marketplace = useMarketplace({ operatorCount: 1 });
const stake = parseEther('500');

function candidate(index: number) {
  const { accounts, clientOf } = marketplace();
  const account = accounts.operators[index]?.account;
  if (!account) throw new RangeError('there are not as many operators');
  return clientOf(account);
}

function proofOf(operator: `0x${string}`, secret: number) {
  const { deployment } = marketplace();
  return provePossession({
    signer: createBlsSigner(`0x${secret.toString(16).padStart(64, '0')}`),
    chainId: deployment.chainId,
    operatorRegistry: deployment.contracts.operatorRegistry,
    operator,
  });
}

describe('leaving', () => {
  test('default: out of the set at the next epoch; the stake comes back when it is unbonded, not before', async () => {
    const client = candidate(9);
    const account = client.walletClient.account.address;
    const { stakeToken } = client.deployment.contracts;
    expect(await getOperatorAccount(client, { account })).toMatchObject({ status: 'None', stake: 0n });
    await requestTokens(client, { token: stakeToken, amount: stake });
    await registerOperator(client, { ...proofOf(account, 9), stake, endpoint: 'https://nine.example' });
    await marketplace().mine(1);
    await applyChanges(client);
    const registered = await getOperatorAccount(client, { account });
    expect(registered).toMatchObject({ status: 'Registered', stake, withdrawableSince: 0, earnedFees: 0n });
    await requestDeregistration(client);
    await marketplace().mine(1);
    await applyChanges(client);
    expect((await getOperators(client)).map(({ operator }) => operator)).not.toContain(account);
    const unbonding = await getOperatorAccount(client, { account });
    expect(unbonding.status).toBe('Unbonding');
    await expect(withdrawStake(client)).rejects.toThrow('can be withdrawn from');
    await marketplace().testClient.setNextBlockTimestamp({ timestamp: BigInt(unbonding.withdrawableSince) });
    await marketplace().mine(1);
    expect((await withdrawStake(client)).amount).toBe(stake);
    expect(await getBalance(client, { token: stakeToken, account })).toBe(stake);
  });
});

describe('registerOperator', () => {
  test('default: deposits the stake and publishes the endpoint; it is in the set from the next epoch on', async () => {
    const client = candidate(5);
    const operator = client.walletClient.account.address;
    const { stakeToken } = client.deployment.contracts;
    await requestTokens(client, { token: stakeToken, amount: stake });
    const proof = proofOf(operator, 5);
    await registerOperator(client, { ...proof, stake, endpoint: 'https://five.example' });
    await marketplace().mine(1);
    await applyChanges(client);
    const operators = await getOperators(client);
    expect(operators.at(-1)).toEqual({
      operator,
      power: stake,
      index: operators.length - 1,
      key: proof.key,
      endpoint: 'https://five.example',
    });
    await setEndpoint(client, { endpoint: 'https://moved.example' });
    expect((await getOperators(client)).at(-1)?.endpoint).toBe('https://moved.example');
  });

  test('error: a proof that is another operator’s', async () => {
    const client = candidate(6);
    await requestTokens(client, { token: client.deployment.contracts.stakeToken, amount: stake });
    const proof = proofOf(candidate(7).walletClient.account.address, 6);
    await expect(registerOperator(client, { ...proof, stake, endpoint: '' })).rejects.toThrow(
      'The proof of possession does not show that',
    );
  });

  test('error: too little stake', async () => {
    const client = candidate(8);
    const proof = proofOf(client.walletClient.account.address, 8);
    await expect(registerOperator(client, { ...proof, stake: 1n, endpoint: '' })).rejects.toThrow(
      'The stake 1 is below the minimum',
    );
  });
});

describe('getTaskDefinition', () => {
  test('error: one that does not exist', async () => {
    await expect(getTaskDefinition(candidate(0), { taskDefinitionId: 999 })).rejects.toThrow(
      'The task definition 999 does not exist',
    );
  });
});

describe('requestTokens', () => {
  test('error: more than the faucet gives', async () => {
    await expect(requestTokens(candidate(0), { amount: parseEther('1000000') })).rejects.toThrow(
      'The faucet gives at most',
    );
  });
});
