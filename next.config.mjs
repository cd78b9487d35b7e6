// ONNX Runtime's glue asks for these only where it runs in Node.
const noNodeModule = { browser: './lib/evaluation/browser/no-node-module.ts' };

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  // Native bindings and drivers are loaded by Node, not bundled.
  serverExternalPackages: ['@chainsafe/blst', '@chainsafe/bls', '@prisma/client', '@prisma/adapter-pg', 'pg'],
  turbopack: { resolveAlias: { module: noNodeModule, worker_threads: noNodeModule } },
  // Titles come with the page, not after it: they are read from the index anyway.
  htmlLimitedBots: /.*/,
  // `npm run typecheck` checks the whole tree once, the contracts' tests included.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for it by this name where a page does not say.
  redirects: async () => [{ source: '/favicon.ico', destination: '/icon.svg', permanent: true }],
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'Referrer-Policy', value: 'same-origin' },
      ],
    },
  ],
};

export default nextConfig;
