import { type HttpTransport, type HttpTransportConfig, http } from 'viem';
import type { NodeMetrics } from '../metrics/metrics.ts';

/** An HTTP transport whose requests, retries included, are measured by method. */
export function measuredHttp(
  url: string,
  parameters: {
    config: HttpTransportConfig;
    metrics: NodeMetrics;
    /** What the server says that it is; unknown at first. */
    clientVersion: () => string;
  },
): HttpTransport {
  const { config, metrics, clientVersion } = parameters;
  const open = http(url, config);
  return (options) => {
    const transport = open(options);
    const request: typeof transport.request = async (call, ...rest) => {
      const startedMs = performance.now();
      try {
        return await transport.request(call, ...rest);
      } finally {
        const seconds = (performance.now() - startedMs) / 1_000;
        metrics.rpcRequest({ method: call.method, clientVersion: clientVersion(), seconds });
      }
    };
    return { ...transport, request };
  };
}
