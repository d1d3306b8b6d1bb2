import type { NextConfig } from 'next';

export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Types are checked by `npm run check`, once.
  typescript: { ignoreBuildErrors: true },
  // Kept out of the bundle: native programs, and what main.ts and the pages share in one process.
  serverExternalPackages: ['postgres', '@node-rs/argon2', 'pino', 'prom-client', 'better-auth', 'bwip-js', 'socket.io'],
} satisfies NextConfig;
