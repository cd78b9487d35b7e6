import { createRoute, z } from '@hono/zod-openapi';
import type { Database } from '#database/client.ts';
import { OperatorStatus } from '#database/generated/enums.ts';
import { type OperatorEntry, listOperators, readOperator } from '#database/pages/operators.ts';
import { answers } from './answers.ts';
import { NotInIndexError } from './errors.ts';
import { address, addressParameter, amount, blockNumber, moment } from './primitives.ts';

const operatorSchema = z
  .object({
    account: address,
    status: z.enum(OperatorStatus),
    stake: amount,
    power: amount.openapi({ description: 'Voting power in the applied set; 0 outside.' }),
    queuedPower: amount.nullable(),
    queuedEffectiveBlock: blockNumber.nullable(),
    withdrawableSince: moment.nullable(),
    endpoint: z.string().nullable(),
    verdictCount: z.int().openapi({ description: 'Verdicts since its registration.' }),
    missedCount: z.int().openapi({ description: 'Of these, those without its signature.' }),
    performedCount: z.int(),
    aggregatedCount: z.int(),
    claimedFees: z.array(z.object({ token: address, amount })),
  })
  .openapi('Operator');

const operatorList = z.object({ rows: z.array(operatorSchema) }).openapi('OperatorList');

export const listOperatorsRoute = createRoute({
  method: 'get',
  path: '/operators',
  summary: 'Operators',
  description: 'Everybody who is or was one, by voting power.',
  responses: answers(operatorList, 'The operators.', []),
});

export const readOperatorRoute = createRoute({
  method: 'get',
  path: '/operators/{account}',
  summary: 'One operator',
  description: 'Its stake, its voting power and how it served.',
  request: { params: z.object({ account: addressParameter }) },
  responses: answers(operatorSchema, 'The operator.', [400, 404]),
});

export async function answerOperators(database: Database): Promise<z.input<typeof operatorList>> {
  return { rows: (await listOperators(database)).map(toOperator) };
}

/** @throws {NotInIndexError} */
export async function answerOperator(
  database: Database,
  { account }: { account: string },
): Promise<z.input<typeof operatorSchema>> {
  const operator = await readOperator(database, { account });
  if (operator === undefined) throw new NotInIndexError({ what: `operator ${account}` });
  return toOperator(operator);
}

function toOperator(operator: OperatorEntry): z.input<typeof operatorSchema> {
  const { queuedEffectiveBlock } = operator;
  return {
    account: operator.account,
    status: operator.status,
    stake: operator.stake.toString(),
    power: operator.power.toString(),
    queuedPower: operator.queuedPower?.toString() ?? null,
    queuedEffectiveBlock: queuedEffectiveBlock === undefined ? null : Number(queuedEffectiveBlock),
    withdrawableSince: operator.withdrawableSince ?? null,
    endpoint: operator.endpoint ?? null,
    verdictCount: operator.verdictCount,
    missedCount: operator.missedCount,
    performedCount: operator.performedCount,
    aggregatedCount: operator.aggregatedCount,
    claimedFees: operator.claimedFees.map(({ token, amount: fees }) => ({ token, amount: fees.toString() })),
  };
}
