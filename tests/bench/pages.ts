import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, chromium } from '@playwright/test';
import SuperJSON from 'superjson';
import { loopbackDemoPassword } from '@/domain/accounts/demo';
import { findFreePort, isReady } from '../drill/app';
import { findOldBrowser, oldBrowserMissing } from '../support/browser';
import { makeRunFolder, removeRunFolder } from '../support/leftovers';
import { type Result, show, spreadBy } from './measure';

/** An old hospital PC: four times slower than this machine, on 10 Mbit with 40 ms. */
const cpuSlowdown = 4;
const bytesPerSecond = 10_000_000 / 8;
const latencyMs = 40;

interface Visit {
  readonly paintedMs: number;
  readonly usableMs: number;
  readonly jsKiB: number;
  readonly cssKiB: number;
  readonly htmlKiB: number;
  readonly errors: readonly string[];
}

const pages = [
  { path: '/login', jsKiB: 250, paintedMs: null, isSignedIn: false },
  { path: '/stock', jsKiB: 170, paintedMs: 400, isSignedIn: true },
  { path: '/bag-receipts/receive/:shipment', jsKiB: 250, paintedMs: null, isSignedIn: true },
] as const;
const usableMs = 700;

/** First paint, and the moment React has taken over the page's own controls: with a cold cache, as after a new release. */
async function visit(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await cdp.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: latencyMs, downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond },
  });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
  const bytes = { js: 0, css: 0, html: 0 };
  const reading: Promise<void>[] = [];
  const errors: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
  page.on('pageerror', (error) => void errors.push(error.message));
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    const kind = type.includes('javascript')
      ? 'js'
      : type.includes('text/css')
        ? 'css'
        : type.includes('text/html')
          ? 'html'
          : null;
    if (!kind) return;
    reading.push(
      response.body().then(
        (body) => {
          bytes[kind] += kind === 'html' ? body.length : gzipSync(body).length;
        },
        () => {},
      ),
    );
  });
  try {
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(
      () => {
        const control = document.querySelector('main button, main input, main a, form button, form input');
        return control !== null && Object.keys(control).some((key) => key.startsWith('__reactProps$'));
      },
      undefined,
      { polling: 'raf', timeout: 30_000 },
    );
    const times = await page.evaluate(() => ({
      usable: performance.now(),
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    }));
    await page.waitForLoadState('load');
    await page.waitForTimeout(1_500);
    await Promise.all(reading);
    return {
      paintedMs: times.painted,
      usableMs: times.usable,
      ...{ jsKiB: bytes.js / 1024, cssKiB: bytes.css / 1024, htmlKiB: bytes.html / 1024, errors },
    };
  } finally {
    await page.close();
  }
}

/** G10, against a production build that lies in `folder`. */
export async function measurePages(
  folder: string | undefined,
  rounds: number,
  say: (line: string) => void,
): Promise<Result> {
  const skip = (why: string): Result => {
    say(`G10 not run: ${why}`);
    return { figures: [], raw: { skipped: why } };
  };
  if (!folder) return skip('name a folder that holds a production build: --app DIR');
  if (!existsSync(path.join(folder, '.next/BUILD_ID')))
    return skip(`${folder} holds no build; run npm run build there`);
  const old = findOldBrowser();
  if (!old) return skip(oldBrowserMissing);
  const dataDir = makeRunFolder();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const server: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'src/server/main.ts'], {
    cwd: folder,
    env: {
      ...process.env,
      ...{
        HOST: '127.0.0.1',
        PORT: String(port),
        XUEMAI_DATA_DIR: dataDir,
        DEMO_PULSE: '0',
        NODE_ENV: 'production',
        LOG_LEVEL: 'error',
      },
      ...{ DATABASE_URL: '', DATABASE_MIGRATION_URL: '', DATABASE_AUTH_URL: '', PUBLIC_URL: '' },
    },
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  try {
    for (const since = performance.now(); !(await isReady(url)); await new Promise((go) => setTimeout(go, 200)))
      if (server.exitCode !== null || performance.now() - since > 180_000)
        throw new Error('the application did not start');
    const browser = await chromium.launch({ executablePath: old.executablePath, env: old.env, args: old.args });
    try {
      const figures: Result['figures'] = [];
      const raw: Record<string, unknown> = {};
      const guest = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
      const person = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
      const entered = await person.request.post(`${url}/api/auth/sign-in`, {
        headers: { 'x-xuemai': '1' },
        data: { orgId: 'H01', staffNo: '1001', password: loopbackDemoPassword },
      });
      if (!entered.ok()) throw new Error(`sign-in answered ${entered.status()}`);
      const awaited = await person.request.post(`${url}/api/trpc/shipments.list`, {
        headers: { 'x-xuemai': '1' },
        data: SuperJSON.serialize({ side: 'party' }),
      });
      const { waiting } = SuperJSON.deserialize((await awaited.json()).result.data) as { waiting: { id: string }[] };
      for (const { path: pattern, jsKiB, paintedMs, isSignedIn } of pages) {
        const at = pattern.replace(':shipment', waiting[0]?.id ?? '');
        const context = isSignedIn ? person : guest;
        await visit(context, `${url}${at}`);
        const visits: Visit[] = [];
        for (let n = 0; n < rounds; n++) visits.push(await visit(context, `${url}${at}`));
        const of = (pick: (one: Visit) => number) => spreadBy(visits, pick);
        const errors = visits.flatMap((one) => one.errors);
        const isStock = paintedMs !== null;
        const isFast =
          !isStock || (of((one) => one.paintedMs).median <= paintedMs && of((one) => one.usableMs).median <= usableMs);
        figures.push({
          goal: 'G10',
          what: `${pattern} in Chromium ${browser.version()}, CPU × ${cpuSlowdown}, 10 Mbit`,
          ours: `painted ${show(of((one) => one.paintedMs))}, usable ${show(of((one) => one.usableMs))} ms; JS ${show(of((one) => one.jsKiB))} KiB gzip, CSS ${show(of((one) => one.cssKiB))}, HTML ${show(of((one) => one.htmlKiB))} KiB raw; ${errors.length} console errors`,
          reference: '',
          ratio: '',
          wanted: isStock
            ? `≤ ${paintedMs} ms, ≤ ${usableMs} ms, ≤ ${jsKiB} KiB, no error`
            : `≤ ${jsKiB} KiB, no error`,
          isMet: isFast && of((one) => one.jsKiB).median <= jsKiB && errors.length === 0,
        });
        raw[pattern] = visits;
      }
      return { figures, raw };
    } finally {
      await browser.close();
    }
  } finally {
    server.kill('SIGTERM');
    await ended;
    removeRunFolder(dataDir);
  }
}
