import { type SeededRandom, seededRandom } from '../../random.ts';
import { STEPS, type Step } from '../steps.ts';

/** How many operators the simulation runs: any one of them may fail at any time, two for a while. */
export const OPERATORS = 4;

/** What a connection does to what travels over it. */
export type Trouble = 'cuts' | 'silence' | 'delays';

/** Something that fails. Operators are numbered from 1. */
export type Fault =
  | { kind: 'kill'; victim: number | 'every operator' | 'the chain' | 'Postgres' }
  /** SIGSTOP: the process is there, and does nothing. */
  | { kind: 'freeze'; operator: number }
  | { kind: 'reorganisation'; blocks: number }
  /** Between operators and their RPC endpoints. */
  | { kind: 'rpc'; operators: readonly number[]; trouble: Trouble | 'errors' }
  /** Between an operator's public address and everybody else: its content, claims and attestations. */
  | { kind: 'network'; operators: readonly number[]; trouble: Trouble }
  /** Between operators and their databases. */
  | { kind: 'database connection'; operators: readonly number[]; trouble: Trouble }
  | { kind: 'database restart' }
  /** An operator's process is killed and stays away, with all content that it holds. */
  | { kind: 'storage node down'; operator: number }
  /** The chain's time jumps forward. */
  | { kind: 'chain clock'; seconds: number }
  /** The clock of an operator's machine jumps, and jumps back when the fault is over. */
  | { kind: 'host clock'; operator: number; seconds: number }
  /** The disk below the block store of the first operator is full. */
  | { kind: 'full disk' }
  /** More than a third of the power is frozen until the verdict window is over. */
  | { kind: 'standstill' };

export type FaultKind = Fault['kind'];

/** One submission, and what fails when it has reached a step. */
export type Episode = {
  step: Step;
  faults: readonly Fault[];
  /** How long it lasts. */
  heldMs: number;
};

const KINDS: readonly FaultKind[] = [
  'kill',
  'freeze',
  'reorganisation',
  'rpc',
  'network',
  'database connection',
  'database restart',
  'storage node down',
  'chain clock',
  'host clock',
  'full disk',
  'standstill',
];
/** What may come on top of another fault: no more than delays and failures of single parts. */
const COMPANIONS: readonly FaultKind[] = ['rpc', 'network', 'database connection', 'host clock', 'freeze'];
const COMPANION_ODDS = 3;
/** Deeper ones would take back what the optimizer has seen confirmed twice. */
const DEEPEST_REORGANISATION = 2;
const TROUBLES: readonly Trouble[] = ['cuts', 'silence', 'delays'];
const CHAIN_JUMPS_SECONDS = [60, 600, 3_600];
const HOST_JUMPS_SECONDS = [-86_400, -3_600, -30, 30, 3_600, 86_400];
const SHORTEST_MS = 1_000;
const LONGEST_MS = 12_000;
/** Before these there is nothing whose verdict could be late. */
const STANDSTILL_STEPS: readonly Step[] = ['seed known', 'evaluated', 'promised', 'claimed'];

/** The episodes that follow from a seed. Every kind of fault comes up once before one comes up again. */
export function drawPlan(parameters: { seed: number; count: number }): Episode[] {
  const random = seededRandom(parameters.seed);
  let deck: FaultKind[] = [];
  return Array.from({ length: parameters.count }, () => {
    if (deck.length === 0) deck = shuffle(random, KINDS);
    const kind = deck.pop() ?? 'kill';
    const step = random.pick(kind === 'standstill' ? STANDSTILL_STEPS : STEPS);
    const faults = [drawFault(random, kind)];
    if (kind !== 'standstill' && random.integer(COMPANION_ODDS) === 0) {
      const companion = random.pick(COMPANIONS.filter((other) => other !== kind));
      faults.push(drawFault(random, companion));
    }
    return { step, faults, heldMs: SHORTEST_MS + random.integer(LONGEST_MS - SHORTEST_MS) };
  });
}

function drawFault(random: SeededRandom, kind: FaultKind): Fault {
  const operator = 1 + random.integer(OPERATORS);
  switch (kind) {
    case 'kill':
      return { kind, victim: random.pick([operator, 'every operator', 'the chain', 'Postgres']) };
    case 'reorganisation':
      return { kind, blocks: 1 + random.integer(DEEPEST_REORGANISATION) };
    case 'rpc':
      return { kind, operators: drawOperators(random), trouble: random.pick([...TROUBLES, 'errors']) };
    case 'network':
    case 'database connection':
      return { kind, operators: drawOperators(random), trouble: random.pick(TROUBLES) };
    case 'chain clock':
      return { kind, seconds: random.pick(CHAIN_JUMPS_SECONDS) };
    case 'host clock':
      return { kind, operator, seconds: random.pick(HOST_JUMPS_SECONDS) };
    case 'freeze':
    case 'storage node down':
      return { kind, operator };
    case 'database restart':
    case 'full disk':
    case 'standstill':
      return { kind };
  }
}

/** One of them, two, or all. */
function drawOperators(random: SeededRandom): number[] {
  const count = random.pick([1, 2, OPERATORS]);
  const all = Array.from({ length: OPERATORS }, (_, index) => index + 1);
  return shuffle(random, all).slice(0, count).sort();
}

function shuffle<Item>(random: SeededRandom, items: readonly Item[]): Item[] {
  const shuffled: Item[] = [];
  const left = [...items];
  while (left.length > 0) shuffled.push(...left.splice(random.integer(left.length), 1));
  return shuffled;
}

/** As a sentence. */
export function describeEpisode({ step, faults, heldMs }: Episode): string {
  const seconds = (heldMs / 1_000).toFixed(1);
  return `when a submission is ${step}: ${faults.map(describeFault).join(', and ')} (${seconds} s)`;
}

function describeFault(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `${nameVictim(fault.victim)} is killed`;
    case 'freeze':
      return `operator ${fault.operator} is frozen`;
    case 'reorganisation':
      return `the newest ${fault.blocks} blocks are replaced`;
    case 'rpc':
      return `${fault.trouble} between operators ${fault.operators.join()} and the chain`;
    case 'network':
      return `${fault.trouble} on the way to operators ${fault.operators.join()}`;
    case 'database connection':
      return `${fault.trouble} between operators ${fault.operators.join()} and their databases`;
    case 'database restart':
      return 'Postgres is restarted';
    case 'storage node down':
      return `operator ${fault.operator} is away with its content`;
    case 'chain clock':
      return `the chain's clock jumps by ${fault.seconds} s`;
    case 'host clock':
      return `operator ${fault.operator}'s clock jumps by ${fault.seconds} s`;
    case 'full disk':
      return "operator 1's disk is full";
    case 'standstill':
      return 'two operators are frozen until the verdict window is over';
  }
}

function nameVictim(victim: number | string): string {
  return typeof victim === 'number' ? `operator ${victim}` : victim;
}
