import { openApi } from './support/api';
import { sendShipment, stockBags } from './support/blood';
import { makeOwnServer, type OwnServer } from './support/own-server';
import { reviewerOf, signIn, technicianOf } from './support/people';
import { enterTemperatures, openScanList, postButton, scanBag, scannedCount } from './support/receipt-desk';
import { stockFigures, storedFigures } from './support/screens';
import { expect, test } from './support/test';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const house = 'H02';
let server: OwnServer;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await makeOwnServer();
  await server.start();
});
test.afterAll(() => server.remove());

for (const end of ['stop', 'kill'] as const)
  test(`a server that is ended by ${end} in the middle of scanning loses nothing`, async ({
    browser,
    contextOptions,
  }) => {
    const { origin } = server;
    const shipment = await sendShipment(origin, house, [{ abo: 'A' }, { abo: 'B' }, { abo: 'O' }]);
    const [first, second, third] = shipment.bags;
    if (!first || !second || !third) throw new Error('three bags were sent');
    const context = await browser.newContext({ ...contextOptions, baseURL: origin });
    await signIn(context, origin, technicianOf(house));
    const page = await context.newPage();
    await openScanList(page, shipment.id);
    await scanBag(page, first);
    await server[end]();
    await scanBag(page, second);
    await expect(page.getByText('草稿没存上，内容还在本页')).toBeVisible({ timeout: 30_000 });
    await server.start();
    await scanBag(page, third);
    await expect(page.getByText(/草稿已存/)).toBeVisible({ timeout: 30_000 });
    await page.reload();
    await expect(scannedCount(page)).toHaveText('3');
    await enterTemperatures(page);
    await page.getByRole('button', { name: '签名', exact: true }).click();
    await expect(postButton(page)).toHaveText(/先入这 3 袋，还差复核签名/);
    await context.close();
  });

test('a failed draft is stored without another scan once the server is back', async ({ browser, contextOptions }) => {
  const { origin } = server;
  const shipment = await sendShipment(origin, house, [{ abo: 'AB' }]);
  const [bag] = shipment.bags;
  if (!bag) throw new Error('a bag was sent');
  const context = await browser.newContext({ ...contextOptions, baseURL: origin });
  await signIn(context, origin, technicianOf(house));
  const page = await context.newPage();
  await openScanList(page, shipment.id);
  await server.stop();
  await scanBag(page, bag);
  await expect(page.getByText('草稿没存上，内容还在本页')).toBeVisible({ timeout: 30_000 });
  await server.start();
  await expect(page.getByText(/草稿已存/)).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(scannedCount(page)).toHaveText('1');
  await context.close();
});

test('after a restart the stock screen ends in exactly the database’s numbers', async ({ browser, contextOptions }) => {
  const { origin } = server;
  const context = await browser.newContext({ ...contextOptions, baseURL: origin });
  await signIn(context, origin, reviewerOf(house));
  const page = await context.newPage();
  await page.goto('/stock?as=bags');
  const pill = page.getByRole('status').filter({ hasText: /实时|追赶中|延迟|陈旧|断开|部分|轮询/ });
  await expect(pill).toHaveText('实时');
  const before = await stockFigures(page);
  await server.kill();
  await expect(pill).toHaveText('断开', { timeout: 30_000 });
  await server.start();
  await stockBags(origin, house, [{ abo: 'A' }, { abo: 'B' }, { abo: 'B' }]);
  await expect(pill).toHaveText('实时', { timeout: 60_000 });
  const stored = await storedFigures(openApi(origin, technicianOf(house)));
  expect(stored['rbc-lr.B.positive']).toBe((before['rbc-lr.B.positive'] ?? 0) + 2);
  await expect.poll(() => stockFigures(page)).toEqual(stored);
  await context.close();
});
