// npm run screenshots: starts the built app on a city of its own and photographs its pages into docs/screenshots.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { encodeGroup } from '@/domain/blood/barcodes/encode';
import { localeCookie } from '@/i18n/locale';
import { openApi } from '../tests/e2e/support/api';
import { type MadeBag, registerPatient, sendShipment, stockBags } from '../tests/e2e/support/blood';
import { layLine } from '../tests/e2e/support/line';
import { makeOwnServer } from '../tests/e2e/support/own-server';
import { clerk, official, type Person, signIn, technicianOf } from '../tests/e2e/support/people';
import { scan, scanAll } from '../tests/e2e/support/wedge';
import { findCurrentBrowser } from '../tests/support/browser';

const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const budgetBytes = 6_000_000;
const desk = { width: 1366, height: 768 };
const wall = { width: 1920, height: 1080 };
const technician = technicianOf('H01');

type Pose = (page: Page) => Promise<void>;

interface Studio {
  readonly browser: Browser;
  readonly origin: string;
  /** One picture: whose screen, where, and what is done before the shutter. */
  shoot(
    name: string,
    who: Person | null,
    at: string,
    pose: Pose,
    options?: { viewport?: typeof desk; locale?: string },
  ): Promise<void>;
}

async function openStudio(browser: Browser, origin: string): Promise<Studio> {
  const opened = new Map<string, BrowserContext>();
  async function contextOf(who: Person | null, viewport: typeof desk): Promise<BrowserContext> {
    const key = `${who?.orgId} ${who?.staffNo} ${viewport.width}`;
    const known = opened.get(key);
    if (known) return known;
    const context = await browser.newContext({
      baseURL: origin,
      viewport,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    if (who) await signIn(context, origin, who);
    opened.set(key, context);
    return context;
  }
  return {
    browser,
    origin,
    async shoot(name, who, at, pose, { viewport = desk, locale = 'zh-CN' } = {}) {
      const context = await contextOf(who, viewport);
      await context.addCookies([{ name: localeCookie, value: locale, url: origin }]);
      const page = await context.newPage();
      await page.goto(at);
      await pose(page);
      // The pointer is nobody's business.
      await page.mouse.move(0, 0);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      await page.close();
      console.log(`${name}.png`);
    },
  };
}

const live = (page: Page) =>
  expect(page.getByRole('status').filter({ hasText: /实时|Live|部分|Partial/ })).toBeVisible({ timeout: 20_000 });
const rows: Pose = async (page) => {
  await live(page);
  await expect(page.locator('main table tbody tr').first()).toBeVisible();
};

async function scanList(page: Page, bags: readonly MadeBag[]): Promise<void> {
  await expect(page.locator('#typed-code')).toBeVisible();
  for (const bag of bags) {
    await scanAll(page, Object.values(bag.codes));
    await expect(page.getByText(bag.donationNo.slice(7)).first()).toBeVisible();
  }
}

/** A lorry as large as those of a usual morning. */
async function sendMorning(origin: string, orgId: string) {
  const groups = ['A', 'B', 'O', 'A', 'O', 'B', 'AB', 'O', 'A', 'B'] as const;
  return sendShipment(origin, orgId, [
    ...Array.from({ length: 28 }, (_, index) => ({
      abo: groups[index % groups.length] ?? 'O',
      productCode: index % 5 === 3 ? 'P0066H00' : 'P0065H00',
      expiresAt: daysFromNow(31 - (index % 7)),
    })),
    ...groups.slice(0, 4).map((abo) => ({ abo, productCode: 'P0120V00', expiresAt: daysFromNow(3) })),
    ...groups.slice(0, 6).map((abo) => ({ abo, productCode: 'P0147VA0', expiresAt: daysFromNow(340) })),
  ]);
}

/** 23:59 of that day in the city. */
function daysFromNow(days: number): Date {
  const local = new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000);
  return new Date(`${local.toISOString().slice(0, 10)}T23:59:00+08:00`);
}

async function shootDesks({ shoot, origin }: Studio): Promise<void> {
  await shoot('login', null, '/login', (page) => page.locator('form[data-ready]').waitFor());
  const shipment = await sendMorning(origin, 'H01');
  const red = shipment.bags.filter((bag) => bag.boxNo === 1);
  const receive = `/bag-receipts/receive/${shipment.id}`;
  await shoot('receive', technician, receive, async (page) => {
    await live(page);
    await scanList(page, red.slice(0, 11));
    await page.getByRole('textbox', { name: /红细胞.*℃/ }).fill('4.2');
    await page.getByRole('textbox', { name: /血小板.*℃/ }).fill('21.6');
    await page.locator('h1').click();
    await page.getByRole('button', { name: '签名', exact: true }).click();
    await expect(page.getByText(/还差复核签名/)).toBeVisible();
    await expect(page.getByText(/草稿已存/)).toBeVisible();
  });
  await shoot('receive-stop', technician, receive, async (page) => {
    await live(page);
    await expect(page.locator('#typed-code')).toBeVisible();
    const wrong = red.find((bag, index) => index > 10 && bag.abo === 'B');
    if (!wrong) throw new Error('no B bag is left to be wrong');
    await scanAll(page, [wrong.codes.donation, wrong.codes.product, encodeGroup({ abo: 'A', rhd: 'positive' })]);
    await expect(page.getByRole('alert').filter({ hasText: '血型不符' })).toBeVisible();
  });
  await shoot('receipts', technicianOf('H02'), '/bag-receipts', rows);
  await shoot('stock', technician, '/stock', async (page) => {
    await live(page);
    await page.locator('[data-cell="rbc-lr.O.positive"]').click();
    await expect(
      page.getByRole('complementary').getByRole('listitem').or(page.getByRole('complementary').locator('tr')).first(),
    ).toBeVisible();
  });
  await shoot('stock-en', technician, '/stock', live, { locale: 'en' });

  const api = openApi(origin, technician);
  const patient = await registerPatient(api, { abo: 'A', rhd: 'positive' });
  const bags = await stockBags(origin, 'H01', [
    { abo: 'A', expiresAt: daysFromNow(12) },
    { abo: 'A', expiresAt: daysFromNow(13) },
  ]);
  await shoot('issue', technician, '/clinical-issues/new', async (page) => {
    await page.getByRole('textbox', { name: '患者' }).fill(patient.mrn);
    await page.keyboard.press('Enter');
    await expect(page.getByText(/扫第一袋的任一条码/)).toBeVisible();
    for (const bag of bags) {
      await scan(page, bag.codes.donation);
      await expect(page.getByText(`已选，第 ${bags.indexOf(bag) + 1} 行`)).toBeVisible();
    }
    await page.getByLabel('申请单号').fill('HIS26112301');
    await page.getByLabel('科室', { exact: true }).first().fill('骨科');
    for (const box of (await page.getByRole('checkbox').all()).slice(0, 6)) await box.click();
    await expect(page.getByText(/草稿已存/)).toBeVisible();
  });
  const [traced, spoilt] = bags;
  if (traced && spoilt) {
    await shoot('trace', technician, `/units/${traced.unitId}`, (page) =>
      expect(page.getByRole('heading', { level: 1 })).toContainText(traced.donationNo.slice(7)),
    );
    await shoot('outbound', technician, '/other-outbounds/new', async (page) => {
      await live(page);
      await page.getByRole('radio', { name: '报废' }).click();
      await page.getByRole('radio', { name: '破袋' }).click();
      await page.locator('h1').click();
      await scan(page, spoilt.codes.donation);
      await expect(page.getByText('已列 1 袋')).toBeVisible();
    });
  }
  const urgent = await stockBags(origin, 'H01', [{ abo: 'O', expiresAt: daysFromNow(9) }]);
  await shoot('emergency', technician, '/clinical-issues/emergency', async (page) => {
    await page.getByLabel('谁要血').fill('急诊 李医师');
    await page.getByRole('button', { name: '多发伤' }).click();
    await page.locator('h1').click();
    for (const bag of urgent) await scan(page, bag.codes.donation);
    await expect(page.getByText('已选，第 1 行')).toBeVisible();
  });
  await shoot('patients', technician, '/patients', rows);
  await shoot('shipments', clerk, '/shipments', rows);
  await shoot('overview', official, '/overview', rows);
}

const wallStates = [
  ['live', '实时', async () => {}],
  [
    'catching-up',
    '追赶中',
    async ({ line }) => {
      line.holdAnswers();
      line.cutSockets();
      line.mend();
      line.holdAnswers();
    },
  ],
  [
    'delayed',
    '延迟',
    async ({ page, line }) => {
      line.cut();
      await page.clock.fastForward(12_000);
    },
  ],
  [
    'stale',
    '陈旧',
    async ({ page, line }) => {
      line.cut();
      await page.clock.fastForward(70_000);
    },
  ],
  ['disconnected', '断开', async ({ line }) => line.cutAll()],
  ['polling', '轮询', async ({ line }) => line.cutSockets()],
] as const satisfies readonly (readonly [
  string,
  string,
  (stage: { page: Page; line: Awaited<ReturnType<typeof layLine>> }) => Promise<void>,
])[];

/** Six states of the wall on one sheet, each at a third of its size. */
async function shootWallStates({ browser, origin }: Studio): Promise<void> {
  const pictures: string[] = [];
  const context = await browser.newContext({
    baseURL: origin,
    viewport: wall,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  await signIn(context, origin, official);
  for (const [, word, drive] of wallStates) {
    const page = await context.newPage();
    await page.clock.install();
    const line = await layLine(page);
    await page.goto('/wall/city');
    const pill = page.getByRole('status').filter({ hasText: /实时|追赶中|延迟|陈旧|断开|轮询/ });
    await expect(pill).toHaveText('实时', { timeout: 20_000 });
    // Live by its own line, not only by the picture it was opened with.
    await expect.poll(() => line.heard.filter((text) => text.includes('heartbeat')).length).toBeGreaterThan(1);
    await drive({ page, line });
    await expect(pill).toHaveText(word, { timeout: 20_000 });
    pictures.push((await page.screenshot()).toString('base64'));
    await page.close();
  }
  const sheet = await context.newPage();
  await sheet.setViewportSize({ width: 1920, height: 1620 });
  const images = pictures.map((data) => `<img src="data:image/png;base64,${data}" width="960" height="540" alt="">`);
  await sheet.setContent(
    `<body style="margin:0;display:grid;grid-template-columns:960px 960px">${images.join('')}</body>`,
  );
  await sheet.screenshot({ path: path.join(folder, 'wall-states.png') });
  await context.close();
  console.log('wall-states.png');
}

mkdirSync(folder, { recursive: true });
const { executablePath, env, args } = findCurrentBrowser();
const server = await makeOwnServer();
const browser = await chromium.launch({ executablePath, env, args });
try {
  await server.start();
  const studio = await openStudio(browser, server.origin);
  await shootDesks(studio);
  await studio.shoot('wall', official, '/wall/city', live, { viewport: wall });
  await shootWallStates(studio);
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
  console.log(`${(bytes / 1e6).toFixed(1)} MB`);
  if (bytes > budgetBytes) throw new Error(`the pictures are larger than ${budgetBytes / 1e6} MB`);
} finally {
  await browser.close();
  await server.remove();
}
