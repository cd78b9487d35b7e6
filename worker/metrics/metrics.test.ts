import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createMetrics } from './metrics.ts';

const ROOT = new URL('../../', import.meta.url);

describe('createMetrics', () => {
  test('every metric names the AVS', async () => {
    const metrics = createMetrics();
    metrics.attestation('accepted');
    metrics.rpcRequest({ method: 'eth_call', clientVersion: 'anvil/v1', seconds: 0.02 });
    const text = await metrics.registry.metrics();
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples.filter((line) => !line.includes('avs_name="zarathustra"'))).toEqual([]);
    expect(samples).toContain('zarathustra_attestations_total{outcome="accepted",avs_name="zarathustra"} 1');
    expect(samples).toContain(
      'eigen_rpc_request_total{method="eth_call",client_version="anvil/v1",avs_name="zarathustra"} 1',
    );
  });
});

test('the dashboard asks for metrics that the documentation lists, and for all of them', async () => {
  const dashboard = z
    .object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
    .parse(JSON.parse(await readFile(new URL('docs/grafana-dashboard.json', ROOT), 'utf8')));
  const page = await readFile(new URL('docs/operators.md', ROOT), 'utf8');
  const documented = [...page.matchAll(/^\| `((?:eigen|zarathustra)_\w+)`/gm)].map(([, name = '']) => name);
  const expressions = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  const shown = new Set(
    expressions.flatMap((expression) =>
      [...expression.matchAll(/\b(?:eigen|zarathustra)_[a-z_]+/g)].map(([name]) =>
        name.replace(/_(bucket|count)$/, ''),
      ),
    ),
  );
  expect([...shown].sort()).toEqual([...new Set(documented)].sort());
});
