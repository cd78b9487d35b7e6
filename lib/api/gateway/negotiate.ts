import { BaseError } from '#protocol/errors/base.ts';

/** How much of the DAG a CAR holds: the root block, what it takes to read the file or list the folder, all. */
export type DagScope = 'block' | 'entity' | 'all';

/** What a request to the gateway asks for. */
export type GatewayFormat = { format: 'raw' } | { format: 'car'; scope: DagScope };

/** The request asks for something that a trustless gateway, or this one, does not serve. */
export class GatewayRequestError extends BaseError {
  override name = 'GatewayRequestError';
  readonly status: 400 | 406;
  constructor({ status, message }: { status: 400 | 406; message: string }) {
    super(message, {
      metaMessages: ['Ask for ?format=car (the whole content) or ?format=raw (one block).'],
      docsPath: 'storage.md#gateway',
    });
    this.status = status;
  }
}

const FORMATS = { 'application/vnd.ipld.raw': 'raw', 'application/vnd.ipld.car': 'car' } as const;

/**
 * Decides what to answer, from the query (which wins) and the `Accept` header.
 * Source: IPFS trustless gateway specification, "HTTP Request".
 * @throws {@link GatewayRequestError}
 */
export function negotiateFormat(accept: string | undefined, query: URLSearchParams): GatewayFormat {
  const { format, parameters } = chooseFormat(accept, query.get('format'));
  if (format === 'raw') return { format };

  const setting = (name: string) => query.get(`car-${name}`) ?? parameters.get(name);
  requireSetting('version', setting('version'), ['1']);
  // "unk" leaves the order to us.
  requireSetting('order', setting('order'), ['dfs', 'unk']);
  // Repeating blocks would let a small forged DAG ask for an endless answer.
  requireSetting('dups', setting('dups'), ['n']);
  if (query.has('entity-bytes')) {
    throw new GatewayRequestError({ status: 400, message: 'entity-bytes is not supported.' });
  }
  const scope = query.get('dag-scope') ?? 'all';
  if (scope !== 'block' && scope !== 'entity' && scope !== 'all') {
    throw new GatewayRequestError({ status: 400, message: 'dag-scope is block, entity or all.' });
  }
  return { format, scope };
}

type Choice = { format: 'raw' | 'car'; parameters: ReadonlyMap<string, string> };

function chooseFormat(accept: string | undefined, formatInQuery: string | null): Choice {
  const offers = parseAccept(accept ?? '');
  if (formatInQuery !== null) {
    if (formatInQuery !== 'raw' && formatInQuery !== 'car') {
      throw new GatewayRequestError({ status: 406, message: 'This gateway serves no such format.' });
    }
    const offer = offers.find(({ format }) => format === formatInQuery);
    return { format: formatInQuery, parameters: offer?.parameters ?? new Map() };
  }
  const [best] = offers;
  if (best !== undefined) return best;
  if (accept === undefined) {
    throw new GatewayRequestError({
      status: 400,
      message: 'The request does not say which format it wants.',
    });
  }
  throw new GatewayRequestError({
    status: 406,
    message: 'This gateway is trustless: it serves only what the client can verify, no files.',
  });
}

/** The formats of an `Accept` header that are served here, the preferred one first. */
function parseAccept(accept: string): Choice[] {
  return accept
    .split(',')
    .flatMap((range) => {
      const [type = '', ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
      if (!isServed(type)) return [];
      const parameters = new Map(
        rest.map((parameter): [string, string] => {
          const [name = '', value = ''] = parameter.split('=');
          return [name.trim(), value.trim().replaceAll('"', '')];
        }),
      );
      const quality = Number(parameters.get('q') ?? 1);
      return quality > 0 ? [{ format: FORMATS[type], parameters, quality }] : [];
    })
    .sort((a, b) => b.quality - a.quality);
}

function isServed(type: string): type is keyof typeof FORMATS {
  return Object.hasOwn(FORMATS, type);
}

function requireSetting(name: string, value: string | undefined, served: readonly string[]): void {
  if (value === undefined || value === '' || served.includes(value)) return;
  throw new GatewayRequestError({
    status: 406,
    message: `CARs are served with ${name}=${served.join(' or ')} only.`,
  });
}
