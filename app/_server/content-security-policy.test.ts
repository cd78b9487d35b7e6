import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** The sources of one directive. */
function sourcesOf(directive: string, environment: Record<string, string>): string[] {
  const policy = contentSecurityPolicy({ nonce: 'bm9uY2U=', environment });
  const found = policy.split('; ').find((part) => part.startsWith(`${directive} `));
  return found?.split(' ').slice(1) ?? [];
}

describe('contentSecurityPolicy', () => {
  test('behavior: a script needs the nonce; nothing is evaluated but WebAssembly', () => {
    expect(sourcesOf('script-src', {})).toEqual([
      "'self'",
      "'nonce-bm9uY2U='",
      "'strict-dynamic'",
      "'wasm-unsafe-eval'",
    ]);
    expect(sourcesOf('object-src', {})).toEqual(["'none'"]);
    expect(sourcesOf('worker-src', {})).toEqual(["'self'"]);
  });

  test('behavior: the chain and gateways with certificates may be asked', () => {
    expect(sourcesOf('connect-src', { RPC_URL: 'https://rpc.example/v1/key' })).toEqual([
      "'self'",
      'https://rpc.example',
      'https:',
    ]);
  });

  test('behavior: the address for browsers goes before the server’s own', () => {
    const environment = { RPC_URL: 'http://chain:8545', PUBLIC_RPC_URL: 'http://127.0.0.1:8545' };
    expect(sourcesOf('connect-src', environment)).toEqual([
      "'self'",
      'http://127.0.0.1:8545',
      'https:',
      'http://127.0.0.1:*',
      'http://localhost:*',
    ]);
  });

  test('behavior: WalletConnect’s sockets are allowed only where it is configured', () => {
    expect(sourcesOf('connect-src', {})).not.toContain('wss:');
    expect(sourcesOf('connect-src', { WALLETCONNECT_PROJECT_ID: 'a1' })).toContain('wss:');
  });
});
