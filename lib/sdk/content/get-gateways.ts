import type { ReadClient } from '../client.ts';
import { getOperators } from '../operators/get-operators.ts';

export type GetGatewaysReturnType = readonly string[];

/** The base URLs of the operators’ nodes, as they published them on the chain. */
export async function getGateways(client: ReadClient): Promise<GetGatewaysReturnType> {
  const operators = await getOperators(client);
  return operators.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint !== '');
}

/** Where a task’s content is looked for: at the operators’ nodes, then at the addresses that its owner named. */
export async function getContentGateways(
  client: ReadClient,
  { storageAddresses }: { storageAddresses: readonly string[] },
): Promise<GetGatewaysReturnType> {
  return [...(await getGateways(client)), ...storageAddresses];
}

/** A URL below a gateway’s base URL. */
export function gatewayUrl(gateway: string, path: string): URL {
  const base = new URL(gateway);
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  return new URL(`${folder}${path}`, base);
}
