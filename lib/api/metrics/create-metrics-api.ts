import { Hono } from 'hono';

/** `GET /metrics`: the node's metrics in Prometheus' text format. */
export function createMetricsApi(parameters: {
  /** Reads all metrics as they are now. */
  render: () => Promise<{ contentType: string; text: string }>;
}): Hono {
  const api = new Hono();
  api.get('/metrics', async (context) => {
    const { contentType, text } = await parameters.render();
    return context.body(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
  });
  return api;
}
