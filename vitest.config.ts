import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { '@': fileURLToPath(new URL('./src', import.meta.url)) };

export default defineConfig({
  resolve: { alias },
  test: {
    env: { TZ: 'UTC' },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          // Properties run hundreds of cases; a busy machine needs its time.
          testTimeout: 60_000,
          include: ['src/**/*.test.ts', 'tests/architecture/**/*.test.ts'],
          env: { TZ: 'America/Los_Angeles' },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One more than cores: a drill waits more than it works.
          maxWorkers: 3,
          env: { TZ: 'UTC' },
        },
      },
    ],
  },
});
