import type { Address } from 'viem';
import type { G1Point } from '#protocol/verdict/points.ts';
import type { Findings } from '../finding.ts';
import type { OperatorRegistryEvent } from '../events.ts';

export type SetMember = { operator: Address; power: bigint; key: G1Point };

/** The applied operator set, rebuilt from the registry’s events. */
export type OperatorSet = {
  /** By index: performers are elected by it. */
  readonly members: readonly SetMember[];
  powerOf(operator: Address): bigint;
  totalPower(): bigint;
  /** @returns the member whose power changed, with the power before. */
  apply(
    event: OperatorRegistryEvent,
    findings: Findings,
  ): { operator: Address; previousPower: bigint } | undefined;
};

export function createOperatorSet(): OperatorSet {
  const members: SetMember[] = [];
  const powerOf = (operator: Address) => members.find((member) => member.operator === operator)?.power ?? 0n;
  return {
    members,
    powerOf,
    totalPower: () => members.reduce((sum, { power }) => sum + power, 0n),
    apply(event, findings) {
      if (event.eventName === 'OperatorAdded') {
        const { operator, power, key, index } = event.args;
        const subject = `index of the operator ${operator}`;
        findings.expectEqual({ rule: 'operator set', subject, expected: members.length, actual: index });
        members.push({ operator, power, key });
        return { operator, previousPower: 0n };
      }
      if (event.eventName === 'OperatorPowerChanged') {
        const { operator, previousPower, power } = event.args;
        const subject = `power of the operator ${operator} before it changed`;
        findings.expectEqual({
          rule: 'operator set',
          subject,
          expected: powerOf(operator),
          actual: previousPower,
        });
        const member = members.find((candidate) => candidate.operator === operator);
        if (member) member.power = power;
        return { operator, previousPower };
      }
      if (event.eventName === 'OperatorRemoved') {
        const { operator } = event.args;
        const index = members.findIndex((member) => member.operator === operator);
        findings.expectEqual({
          rule: 'operator set',
          subject: `index of the operator ${operator}, which left`,
          expected: index,
          actual: event.args.index,
        });
        const removed = members[index];
        const last = members.pop();
        // The last one takes the index of the one that leaves.
        if (last && removed && last !== removed) members[index] = last;
        return { operator, previousPower: removed?.power ?? 0n };
      }
      return undefined;
    },
  };
}
