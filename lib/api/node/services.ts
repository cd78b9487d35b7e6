import type { Database } from '#database/client.ts';
import { type NodeProcess, listProcesses } from '#database/operator/processes.ts';
import { isDatabaseUnavailable } from '#database/unavailable.ts';

/** The states of the EigenLayer AVS Node API. */
export type ServiceStatus = 'Up' | 'Down' | 'Initializing';

/** A part of the operator's node, as the EigenLayer AVS Node API lists it. */
export type NodeService = { id: string; name: string; description: string; status: ServiceStatus };

/** How much of the node works. */
export type NodeHealth = 'healthy' | 'partial' | 'unhealthy';

/** What only one role of a node needs, in words. */
const ROLE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  watcher: 'Follows the chain, keeps content, has submissions evaluated',
  evaluator: 'Evaluates champion and challenger',
  performer: 'Claims verdicts when elected',
  attester: 'Signs verdicts',
  aggregator: 'Collects signatures and posts verdicts',
  gateway: 'Serves content and takes uploads',
};

/**
 * The services of an operator's node, whose processes may be spread over several machines: what each said of itself
 * last, from the database that they share.
 */
export async function listNodeServices(parameters: {
  database: Database;
  /** What the tasks of the deployment are evaluated by; an evaluator with another runtime cannot attest. */
  runtimeId: string | undefined;
}): Promise<NodeService[]> {
  const { database, runtimeId } = parameters;
  const processes = await listProcesses(database).catch((error: unknown) => {
    if (!isDatabaseUnavailable(error)) throw error;
    return undefined;
  });
  const databaseService = {
    id: 'database',
    name: 'Database',
    description: 'Postgres: the index, jobs and promises',
    status: processes === undefined ? ('Down' as const) : ('Up' as const),
  };
  if (processes === undefined) return [databaseService];
  return [databaseService, ...describeProcesses(processes, runtimeId)];
}

/** What the processes say, as services. */
export function describeProcesses(
  processes: readonly NodeProcess[],
  runtimeId: string | undefined,
): NodeService[] {
  const alive = processes.filter(({ isAlive }) => isAlive);
  const evaluators = alive.filter(({ roles }) => roles.includes('evaluator'));
  const roles = [...new Set(processes.flatMap((process) => process.roles))].sort();
  return [
    {
      id: 'chain',
      name: 'Chain',
      description: 'The RPC server answers, and the index follows its head',
      status: statusOf(alive, ({ isChainUp }) => isChainUp),
    },
    {
      id: 'storage',
      name: 'Storage',
      description: 'The block stores can be written',
      status: statusOf(alive, ({ isStorageUp }) => isStorageUp),
    },
    {
      id: 'runtime',
      name: 'Evaluation runtime',
      description: 'The evaluators have the runtime that the task definition names',
      status: statusOf(
        evaluators,
        (evaluator) => runtimeId === undefined || evaluator.runtimeId === runtimeId,
      ),
    },
    ...roles.map((role) => ({
      id: `role-${role}`,
      name: `Role ${role}`,
      description: ROLE_DESCRIPTIONS[role] ?? role,
      status: statusOf(
        alive.filter((process) => process.roles.includes(role)),
        () => true,
      ),
    })),
  ];
}

/** One process that works is enough; else one that starts gives hope. */
function statusOf(
  processes: readonly NodeProcess[],
  works: (process: NodeProcess) => boolean,
): ServiceStatus {
  if (processes.some((process) => process.isStarted && works(process))) return 'Up';
  return processes.some(({ isStarted }) => !isStarted) ? 'Initializing' : 'Down';
}

/** Without database or chain nothing works; else what works is a part of it, or all. */
export function summariseHealth(services: readonly NodeService[]): NodeHealth {
  const needed = ['database', 'chain'].map((id) => services.find((service) => service.id === id)?.status);
  if (needed.some((status) => status !== 'Up')) return 'unhealthy';
  return services.every(({ status }) => status === 'Up') ? 'healthy' : 'partial';
}
