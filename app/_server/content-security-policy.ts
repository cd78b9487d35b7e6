/** What the policy depends on. */
export type PolicyParameters = {
  /** Of this response alone; base64. */
  nonce: string;
  environment: Readonly<Record<string, string | undefined>>;
};

/**
 * The policy of the pages: scripts come from this origin and carry the nonce; nothing is evaluated but WebAssembly;
 * what is fetched from elsewhere are the chain and the operators’ gateways, whose content is verified by its hash.
 */
export function contentSecurityPolicy({ nonce, environment }: PolicyParameters): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    "worker-src 'self'",
    // Charts and the editor place things by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connectSources(environment).join(' ')}`,
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function connectSources(environment: PolicyParameters['environment']): string[] {
  const rpcUrl = environment['PUBLIC_RPC_URL'] || environment['RPC_URL'];
  const origin = rpcUrl !== undefined && URL.canParse(rpcUrl) ? new URL(rpcUrl).origin : undefined;
  return [
    "'self'",
    ...(origin === undefined ? [] : [origin]),
    // Any gateway may be asked: its answers are checked against the content identifier.
    'https:',
    // A local chain's operators have no certificates.
    ...(origin !== undefined && isLoopback(origin) ? ['http://127.0.0.1:*', 'http://localhost:*'] : []),
    ...(environment['WALLETCONNECT_PROJECT_ID'] ? ['wss:'] : []),
  ];
}

function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === '127.0.0.1' || hostname === 'localhost';
}
