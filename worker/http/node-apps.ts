import type { Hono } from 'hono';
import { createMetricsApi } from '#api/metrics/create-metrics-api.ts';
import { createNodeApi } from '#api/node/create-node-api.ts';
import { listNodeServices } from '#api/node/services.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { NodeContext } from '../context.ts';
import type { CollectedMetrics } from '../metrics/collected.ts';

/** How monitoring sees a node, whatever its roles: the EigenLayer AVS Node API and Prometheus' metrics. */
export function createNodeApps(parameters: { context: NodeContext; collected: CollectedMetrics }): Hono[] {
  const { context, collected } = parameters;
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
  return [
    createNodeApi({
      nodeName: packageJson.name,
      nodeVersion: packageJson.version,
      listServices: async () => listNodeServices({ database, runtimeId: await readRuntimeId() }),
      onError: (error) => log.error({ error }, 'request failed'),
    }),
    createMetricsApi({
      render: async () => {
        await collected.collect();
        return { contentType: metrics.registry.contentType, text: await metrics.registry.metrics() };
      },
    }),
  ];
}
