import { toPlain } from '../plain.ts';
import { type ChainEventOf, eventGuard } from './events.ts';
import { type Projection, numberKeys, requireRow } from './projection.ts';
import type { Tables } from './tables.ts';

const DEFINITION_EVENTS = [
  'attestationCenter.TaskDefinitionAdded',
  'attestationCenter.TaskDefinitionDisabled',
] as const;

const isAboutDefinition = eventGuard(DEFINITION_EVENTS);

/** Task definitions, which never change but for being closed to new tasks. */
export const definitionProjection: Projection<'task_definitions'> = {
  table: 'task_definitions',
  keysOf: (event) => (isAboutDefinition(event) ? [event.args.taskDefinitionId] : []),
  reduce: (row, event, key) => {
    if (event.name === 'attestationCenter.TaskDefinitionAdded') return addDefinition(event);
    if (event.name !== 'attestationCenter.TaskDefinitionDisabled') return row;
    return { ...requireRow(row, { table: 'task_definitions', key, event }), enabled: false };
  },
  load: async (transaction, keys) => {
    const rows = await transaction.taskDefinition.findMany({ where: { id: { in: numberKeys(keys) } } });
    return new Map(rows.map((row) => [row.id, toPlain(row)]));
  },
  remove: async (transaction, keys) => {
    await transaction.taskDefinition.deleteMany({ where: { id: { in: numberKeys(keys) } } });
  },
  eventsOf: () => ({
    name: { in: [...DEFINITION_EVENTS] },
  }),
};

function addDefinition(
  event: ChainEventOf<'attestationCenter.TaskDefinitionAdded'>,
): Tables['task_definitions'] {
  const { taskDefinitionId, definition } = event.args;
  const { budget } = definition;
  return {
    id: taskDefinitionId,
    runtimeId: definition.runtimeId,
    avsLogic: definition.avsLogic,
    enabled: definition.enabled,
    minimumQuorumBps: definition.minimumQuorumBps,
    maximumQuorumBps: definition.maximumQuorumBps,
    performerBps: definition.performerBps,
    aggregatorBps: definition.aggregatorBps,
    feeFloorUnits: BigInt(definition.feeFloorUnits),
    revealWindowBlocks: BigInt(definition.revealWindowBlocks),
    seedDelayBlocks: BigInt(definition.seedDelayBlocks),
    responseWindowBlocks: BigInt(definition.responseWindowBlocks),
    verdictWindowBlocks: BigInt(definition.verdictWindowBlocks),
    gracePeriodSeconds: BigInt(definition.gracePeriodSeconds),
    maximumParameterBytes: definition.maximumParameterBytes,
    ticks: budget.ticks,
    nativeWork: budget.nativeWork,
    tensorElements: budget.tensorElements,
    modelRuns: BigInt(budget.modelRuns),
    memoryBytes: BigInt(budget.memoryBytes),
    stackBytes: BigInt(budget.stackBytes),
  };
}
