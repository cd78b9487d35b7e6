import type { Fault } from './plan.ts';
import type { SimulatedOperator } from './simulated-operator.ts';
import type { SimulationStack } from './stack.ts';

/** Ends a fault. */
export type Heal = () => Promise<void>;

/** So many of four keep the others from a quorum. */
const FROZEN_IN_STANDSTILL = 2;

/** Lets something fail. @returns How it ends; `undefined`: it cannot be done on this machine. */
export async function inject(stack: SimulationStack, fault: Fault): Promise<Heal | undefined> {
  const { chain, postgres, operators, disk } = stack;
  switch (fault.kind) {
    case 'kill':
      return kill(stack, fault.victim);
    case 'storage node down':
      return kill(stack, fault.operator);
    case 'freeze': {
      const operator = operatorOf(stack, fault.operator);
      operator.freeze();
      return async () => operator.thaw();
    }
    case 'reorganisation':
      await chain.reorganise(fault.blocks);
      return async () => undefined;
    case 'rpc':
      return trouble(stack, fault.operators, ({ ways }) => ways.rpc.behave(fault.trouble));
    case 'network':
      return trouble(stack, fault.operators, ({ ways }) => ways.network.behave(fault.trouble));
    case 'database connection':
      return trouble(stack, fault.operators, ({ ways }) => ways.database.behave(fault.trouble));
    case 'database restart':
      await postgres.stop();
      return () => postgres.start();
    case 'chain clock':
      await chain.leap(fault.seconds);
      return async () => undefined;
    case 'host clock': {
      const operator = operatorOf(stack, fault.operator);
      await operator.setClock(fault.seconds);
      return () => operator.setClock(0);
    }
    case 'full disk':
      await disk?.fill();
      return disk?.free;
    case 'standstill': {
      const frozen = operators.slice(-FROZEN_IN_STANDSTILL);
      for (const operator of frozen) operator.freeze();
      return async () => {
        for (const operator of frozen) operator.thaw();
      };
    }
  }
}

async function kill(
  stack: SimulationStack,
  victim: number | 'every operator' | 'the chain' | 'Postgres',
): Promise<Heal> {
  const { chain, postgres, operators } = stack;
  if (victim === 'the chain' || victim === 'Postgres') {
    const server = victim === 'the chain' ? chain : postgres;
    await server.kill();
    return () => server.start();
  }
  const victims = victim === 'every operator' ? operators : [operatorOf(stack, victim)];
  await Promise.all(victims.map((operator) => operator.kill()));
  return async () => {
    await Promise.all(victims.map((operator) => operator.start()));
  };
}

function trouble(
  stack: SimulationStack,
  numbers: readonly number[],
  behave: (operator: SimulatedOperator) => void,
): Heal {
  const troubled = numbers.map((number) => operatorOf(stack, number));
  troubled.forEach(behave);
  return async () => {
    for (const { ways } of troubled) for (const way of Object.values(ways)) way.behave('open');
  };
}

function operatorOf({ operators }: SimulationStack, number: number): SimulatedOperator {
  const operator = operators[number - 1];
  if (!operator) throw new RangeError(`There is no operator ${number}.`);
  return operator;
}
