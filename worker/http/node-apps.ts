import { Hono } from 'hono';
import type { ChangeFeed } from '#api/events/change-feed.ts';
import { createEventsApi } from '#api/events/events.ts';
import { createMetricsApi } from '#api/metrics/create-metrics-api.ts';
import { createNodeApi } from '#api/node/create-node-api.ts';
import { listNodeServices } from '#api/node/services.ts';
import { createProgressApi } from '#api/progress/create-progress-api.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { NodeContext } from '../context.ts';
import type { CollectedMetrics } from '../metrics/collected.ts';

/**
 * What every process of a node tells, whatever its roles: the EigenLayer AVS Node API, Prometheus' metrics, and how far
 * submissions are, on request and as events.
 */
export function createNodeApps(parameters: {
  context: NodeContext;
  collected: CollectedMetrics;
  feed: ChangeFeed;
}): Hono[] {
  const { context, collected, feed } = parameters;
  const { client, database, views, log, metrics } = context;
  const { taskDefinitionId } = client.deployment;
  const readRuntimeId = async () => {
    try {
      return (await views.definition(taskDefinitionId)).runtimeId;
    } catch (error) {
      // The chain's own service says that it is away.
      log.warn({ error }, 'the task definition could not be read');
      return undefined;
    }
  };
  const onError = (error: unknown) => log.error({ error }, 'request failed');
  return [
    createProgressApi({ database, onError }),
    new Hono().route('/events', createEventsApi({ feed })),
    createNodeApi({
      nodeName: packageJson.name,
      nodeVersion: packageJson.version,
      listServices: async () => listNodeServices({ database, runtimeId: await readRuntimeId() }),
      onError,
    }),
    createMetricsApi({
      render: async () => {
        await collected.collect();
        return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
      },
    }),
  ];
}
