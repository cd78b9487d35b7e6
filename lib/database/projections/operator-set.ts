import { type ChainEventOf, eventGuard } from './events.ts';
import type { Projection } from './projection.ts';

/** The only row. */
const ROW_ID = 1;

const MEMBERSHIP_EVENTS = ['operatorRegistry.OperatorAdded', 'operatorRegistry.OperatorRemoved'] as const;

type MembershipEvent = ChainEventOf<(typeof MEMBERSHIP_EVENTS)[number]>;

const isAboutMembership = eventGuard(MEMBERSHIP_EVENTS);

/** The applied set in the registry's order. */
export const operatorSetProjection: Projection<'operator_sets'> = {
  table: 'operator_sets',
  keysOf: (event) => (isAboutMembership(event) ? [ROW_ID] : []),
  reduce: (row, event) => {
    if (!isAboutMembership(event)) return row;
    const members = row?.members ?? [];
    return { id: ROW_ID, members: changeMembers(members, event) };
  },
  load: async (transaction) => {
    const rows = await transaction.operatorSet.findMany();
    return new Map(rows.map((row) => [row.id, row]));
  },
  remove: async (transaction) => {
    await transaction.operatorSet.deleteMany();
  },
  eventsOf: () => ({ name: { in: [...MEMBERSHIP_EVENTS] } }),
};

/** As the registry does it: a new member comes last, and the last takes the place of one that leaves. */
function changeMembers(members: readonly string[], event: MembershipEvent): string[] {
  if (event.name === 'operatorRegistry.OperatorAdded') return [...members, event.args.operator];
  const last = members.at(-1);
  return members
    .map((member, index) => (index === event.args.index && last !== undefined ? last : member))
    .slice(0, -1);
}
