import { createServer } from 'node:net';
import { defineConfig } from '@playwright/test';
import { type Browser, findCurrentBrowser, findOldBrowser, oldBrowserMissing } from './tests/support/browser';
import { makeRunFolder, sweepLeftovers } from './tests/support/leftovers';

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

// Workers read this file again: folder and port are chosen once, by the first.
if (!process.env.XUEMAI_E2E_DIR) {
  sweepLeftovers();
  process.env.XUEMAI_E2E_DIR = makeRunFolder();
  process.env.XUEMAI_E2E_PORT = String(await freePort());
}
const port = Number(process.env.XUEMAI_E2E_PORT);

const use = ({ executablePath, env, args }: Browser) => ({
  browserName: 'chromium' as const,
  viewport: { width: 1366, height: 768 },
  launchOptions: { executablePath, env, args },
});

const old = findOldBrowser();
if (!old && !process.env.TEST_WORKER_INDEX) console.log(oldBrowserMissing);

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/e2e',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // A third of a run's time; `--trace retain-on-failure` asks for it.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', use: use(findCurrentBrowser()) },
    ...(old ? [{ name: 'chromium109', grep: /@old-pc/, use: use(old) }] : []),
  ],
  webServer: {
    command: `${JSON.stringify(process.execPath)} --import tsx src/server/main.ts`,
    url: `http://127.0.0.1:${port}/api/health/ready`,
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      XUEMAI_DATA_DIR: process.env.XUEMAI_E2E_DIR,
      // Figures are compared to the bag: nobody else moves any.
      DEMO_PULSE: '0',
      NODE_ENV: 'production',
    },
    timeout: 120_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
    stderr: 'pipe',
  },
});
