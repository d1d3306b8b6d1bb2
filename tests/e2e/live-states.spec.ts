import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { receiveElsewhere, registerPatient, sendShipment, stockBags } from './support/blood';
import { type Line, layLine } from './support/line';
import { type Person, reviewerOf, technicianOf } from './support/people';
import { overviewRow, stockFigures, storedFigures, storedRow } from './support/screens';
import { expect, test } from './support/test';

const house = 'H03';
const houseName = '闵行南部';
const coordinator: Person = { orgId: 'O01', staffNo: '1001' };

const pictures = 'test-results/live-states';
mkdirSync(pictures, { recursive: true });

interface Screen {
  readonly name: string;
  readonly who: Person;
  readonly path: string;
  readonly viewport: { width: number; height: number };
  readonly ready: (page: Page) => Promise<void>;
}

const screens: readonly Screen[] = [
  {
    name: 'stock',
    who: reviewerOf(house),
    path: '/stock?as=bags',
    viewport: { width: 1366, height: 768 },
    ready: (page) => expect(page.locator('[data-cell]').first()).toBeVisible(),
  },
  {
    name: 'wall',
    who: coordinator,
    path: '/wall/city',
    viewport: { width: 1920, height: 1080 },
    ready: (page) => expect(page.getByText(houseName).first()).toBeVisible(),
  },
];

const pill = (page: Page) => page.getByRole('status').filter({ hasText: /实时|追赶中|延迟|陈旧|断开|部分|轮询/ });
const figuresOnHatch = (page: Page) => page.locator('main .hatched');

for (const screen of screens)
  test.describe(`live states of the ${screen.name}`, () => {
    let page: Page;
    let line: Line;
    /** What is hatched while all is live: what hospitals declare, and whoever has not reported. */
    let declared = 0;

    test.beforeEach(async ({ openAs }) => {
      page = await openAs(screen.who, '/login', { viewport: screen.viewport });
      await page.clock.install();
      line = await layLine(page);
      await page.goto(screen.path);
      await screen.ready(page);
      await expect(pill(page)).toHaveText('实时');
      declared = await figuresOnHatch(page).count();
    });

    const picture = (state: string) => page.screenshot({ path: `${pictures}/${screen.name}-${state}.png` });

    test('live, then polling when websockets are blocked', async () => {
      await expect(figuresOnHatch(page)).toHaveCount(declared);
      await picture('live');
      line.cutSockets();
      await expect(pill(page)).toHaveText('轮询', { timeout: 20_000 });
      await expect(page.getByText('实时通道被挡，改为每 3 s 查询一次。')).toBeVisible();
      await expect(figuresOnHatch(page)).toHaveCount(declared);
      await picture('polling');
    });

    test('delayed after ten seconds, stale after sixty, live again when the line is mended', async () => {
      line.cut();
      await page.clock.fastForward(11_000);
      await expect(pill(page)).toHaveText('延迟');
      await expect(page.getByText(/等待确认，数字仍为 \d\d:\d\d:\d\d 的/)).toBeVisible();
      await expect(page.locator('.outline-lv2').first()).toBeVisible();
      await expect(figuresOnHatch(page)).toHaveCount(declared);
      await picture('delayed');
      await page.clock.fastForward(55_000);
      await expect(pill(page)).toHaveText('陈旧');
      await expect(page.getByRole('alert').filter({ hasText: '勿据此调配。订血、入库、发血照常。' })).toBeVisible();
      expect(await figuresOnHatch(page).count()).toBeGreaterThan(declared + 10);
      await picture('stale');
      line.mend();
      await page.clock.fastForward(30_000);
      await expect(pill(page)).toHaveText('实时', { timeout: 20_000 });
      await expect(figuresOnHatch(page)).toHaveCount(declared);
    });

    test('disconnected says when it tries again and whom to call, and comes back with the network', async () => {
      await page.context().setOffline(true);
      line.cut();
      await expect(pill(page)).toHaveText('断开', { timeout: 20_000 });
      const banner = page.getByRole('alert').filter({ hasText: '连接断开' });
      await expect(banner).toContainText(/内线 \d{4}/);
      await expect(banner.getByRole('button', { name: '现在重试' })).toBeVisible();
      expect(await figuresOnHatch(page).count()).toBeGreaterThan(declared + 10);
      await picture('disconnected');
      line.mend();
      await page.context().setOffline(false);
      await expect(pill(page)).toHaveText('实时', { timeout: 20_000 });
    });

    test('now means now when a person asks to try again', async () => {
      line.cutAll();
      const banner = page.getByRole('alert').filter({ hasText: '连接断开' });
      await expect(banner).toContainText(/[12]\d s 后重试/, { timeout: 20_000 });
      line.mendSockets();
      await banner.getByRole('button', { name: '现在重试' }).click();
      await expect(pill(page)).toHaveText('实时', { timeout: 5_000 });
    });

    test('catching up until what was missed is on the screen', async () => {
      line.holdAnswers();
      line.cutSockets();
      line.mend();
      line.holdAnswers();
      await expect(pill(page)).toHaveText('追赶中');
      await picture('catching-up');
      line.mend();
      await expect(pill(page)).toHaveText('实时');
    });
  });

test('the city is in part when houses have been silent beyond what was agreed, and names them', async ({ openAs }) => {
  const page = await openAs(coordinator, '/login', { viewport: { width: 1920, height: 1080 } });
  const line = await layLine(page);
  line.shiftTime(50);
  await page.goto('/wall/city');
  await expect(pill(page)).toHaveText(/部分0\/8 家/);
  await expect(page.getByText('0 / 8 家在线，其余的数字停在各自最后一次上报。')).toBeVisible();
  await expect(page.getByText('8 家未上报')).toBeVisible();
  await page.screenshot({ path: `${pictures}/wall-partial.png` });
});

test('back after five seconds, the screens show exactly the database’s numbers', async ({ openAs, origin }) => {
  const stock = await openAs(reviewerOf(house), '/login');
  const overview = await openAs(coordinator, '/login');
  const lines = [await layLine(stock), await layLine(overview)];
  await stock.goto('/stock?as=bags');
  await overview.goto('/overview');
  await expect(pill(stock)).toHaveText('实时');
  await expect(pill(overview)).toHaveText('实时');
  const [before, rowBefore] = [await stockFigures(stock), await overviewRow(overview, houseName)];
  for (const line of lines) line.cut();
  await stockBags(origin, house, [{ abo: 'A' }, { abo: 'A' }, { abo: 'O' }, { productCode: 'P0147VA0', abo: 'B' }]);
  const since = Date.now();
  await expect.poll(() => Date.now() - since, { timeout: 8_000 }).toBeGreaterThan(5_000);
  expect(await stockFigures(stock)).toEqual(before);
  expect(await overviewRow(overview, houseName)).toEqual(rowBefore);
  for (const line of lines) line.mend();

  const stored = await storedFigures(openApi(origin, technicianOf(house)));
  expect(stored['rbc-lr.A.positive']).toBe((before['rbc-lr.A.positive'] ?? 0) + 2);
  await expect.poll(() => stockFigures(stock), { timeout: 40_000 }).toEqual(stored);
  await expect
    .poll(() => overviewRow(overview, houseName), { timeout: 40_000 })
    .toEqual(await storedRow(openApi(origin, coordinator), houseName));
});

test('a part whose code does not come while the server is away takes nothing from the screen', async ({ openAs }) => {
  const page = await openAs(reviewerOf(house), '/stock?as=bags');
  await expect(pill(page)).toHaveText('实时');
  await page.route(/\/_next\/static\/chunks\//, (route) => route.abort('connectionrefused'));
  let failed = 0;
  page.on('requestfailed', (request) => {
    if (request.url().includes('/_next/static/chunks/')) failed += 1;
  });
  // A page may be live before every key of it is.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect.poll(() => failed, { timeout: 2_000 }).toBeGreaterThan(0);
  }).toPass();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await expect(pill(page)).toHaveText('实时');
});

test('figures that a busy server would not give again do not call themselves live, and come by themselves', async ({
  openAs,
  origin,
}) => {
  const page = await openAs(technicianOf(house), '/stock?as=bags');
  await expect(pill(page)).toHaveText('实时');
  await page.getByRole('link', { name: '血袋入库' }).click();
  await expect(page.getByRole('heading', { name: '血袋入库', exact: true })).toBeVisible();
  await expect(pill(page)).toHaveText('实时');
  const busy = JSON.stringify({ error: { json: { message: 'busy', code: -32_603, data: { error: 'busy' } } } });
  await page.route(/\/api\/trpc\//, (route) =>
    route.fulfill({ status: 503, contentType: 'application/json', body: busy }),
  );
  const shipment = await sendShipment(origin, house, [{ abo: 'A' }]);
  const { no } = await openApi(origin, technicianOf(house)).shipments.get.query({ id: shipment.id });
  await expect(pill(page)).toHaveText('延迟', { timeout: 30_000 });
  await expect(page.getByText(no ?? '')).toHaveCount(0);
  await page.unroute(/\/api\/trpc\//);
  await expect(page.getByText(no ?? '')).toBeVisible({ timeout: 30_000 });
  await expect(pill(page)).toHaveText('实时', { timeout: 10_000 });
});

test('while polling, a change still arrives', async ({ openAs, origin }) => {
  const stock = await openAs(reviewerOf(house), '/login');
  const line = await layLine(stock);
  line.cutSockets();
  await stock.goto('/stock?as=bags');
  await expect(pill(stock)).toHaveText('轮询', { timeout: 20_000 });
  await stockBags(origin, house, [{ abo: 'AB' }]);
  const stored = await storedFigures(openApi(origin, technicianOf(house)));
  await expect.poll(() => stockFigures(stock)).toEqual(stored);
});

test('another hospital hears the city’s figures and never this hospital’s records', async ({ openAs, origin }) => {
  const own = await openAs(reviewerOf(house), '/login');
  const other = await openAs(reviewerOf('H06'), '/login');
  const [ownLine, otherLine] = [await layLine(own), await layLine(other)];
  for (const page of [own, other]) {
    await page.goto('/stock');
    await expect(pill(page)).toHaveText('实时');
  }
  const api = openApi(origin, technicianOf(house));
  const patient = await registerPatient(api, { abo: 'A', rhd: 'positive' });
  const shipment = await sendShipment(origin, house, [{ abo: 'A' }]);
  await receiveElsewhere(origin, house, shipment);
  const awaited = await api.bagReceipts.list.query({});
  const receipt = awaited.rows[0];
  expect(receipt).toBeDefined();
  // Both have heard as far as the receipt: the house its record, the other the city's aggregate of it.
  const hasHeard = (line: Line, text: string) => line.heard.some((frame) => frame.includes(text));
  await expect.poll(() => hasHeard(ownLine, patient.id)).toBe(true);
  await expect.poll(() => otherLine.heard.some((frame) => /"kind":"receive"/.test(frame))).toBe(true);
  expect(hasHeard(otherLine, patient.id)).toBe(false);
  const foreign = otherLine.heard
    .filter((frame) => frame.startsWith('42["changes"'))
    .flatMap(
      (frame) => (JSON.parse(frame.slice(2)) as [string, { changes: { orgId: string; module: string }[] }])[1].changes,
    )
    .filter((change) => change.orgId === house);
  expect(foreign.map((change) => change.module)).not.toContain('patients');
  for (const bag of shipment.bags) expect(hasHeard(otherLine, bag.donationNo)).toBe(false);
});
