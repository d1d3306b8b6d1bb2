import type { Browser, BrowserContextOptions } from '@playwright/test';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { openApi } from './support/api';
import { plasma, releaseBags, stockBags } from './support/blood';
import { makeOwnServer, type OwnServer, openOn } from './support/own-server';
import { clerk, official, type Person, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';

test.describe.configure({ mode: 'default', timeout: 240_000 });

// Every screen of a house sounds: not in the city of the other tests.
let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  server = await makeOwnServer();
  await server.start();
});
test.afterAll(() => server.remove());

const open = (browser: Browser, person: Person, path: string, options: BrowserContextOptions) =>
  openOn(server.origin, browser, person, path, options);

test('the station recalls by keyboard; every screen of the hospital says so until somebody acknowledges, and each bag has its fate', async ({
  browser,
  contextOptions,
}) => {
  const [shelved] = await stockBags(server.origin, 'H02', [{ abo: 'A' }]);
  if (!shelved) throw new Error('a bag');
  await releaseBags(server.origin, [{ donationNo: shelved.donationNo, productCode: plasma }]);
  const ward = await open(browser, technicianOf('H02'), '/stock', contextOptions);
  await expect(ward.getByRole('heading', { name: '库存管理' })).toBeVisible();

  const station = await open(browser, clerk, '/recalls/new', contextOptions);
  await expect(station.getByRole('heading', { name: '发出召回' })).toBeVisible();
  await station.waitForLoadState('networkidle');
  await station.keyboard.press('F2');
  await station.keyboard.type(shelved.donationNo, { delay: 80 });
  await station.keyboard.press('Enter');
  await expect(station.getByText('1 次献血')).toBeVisible();
  await station.getByRole('radio', { name: '一类' }).focus();
  await station.keyboard.press('Space');
  await station.keyboard.press('Alt+1');
  await expect(station.getByRole('textbox', { name: /^原因/ })).toHaveValue('血小板细菌培养报阳');
  await station.keyboard.press('Control+Enter');
  await expect(station).toHaveURL(/\/recalls\?open=/);
  const drawer = station.getByRole('complementary');
  await expect(drawer.getByText('待确认')).toBeVisible();

  // The page that lay open in the hospital, and every other one.
  const alarm = ward.locator('[data-recall-alarm]');
  await expect(alarm).toContainText('一类召回，立即停用 1 次献血的全部成分', { timeout: 30_000 });
  await expect(alarm).toContainText('库内 1 袋');
  await ward.goto('/bag-receipts');
  await expect(alarm).toBeVisible();
  // The key is deaf for a moment to what has just come to stand: pressed again, it is heard.
  await expect(async () => {
    await ward.keyboard.press('Alt+r');
    await expect(alarm).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  await expect(drawer.getByText('处理中').first()).toBeVisible();

  const id = new URL(station.url()).searchParams.get('open') ?? '';
  await ward.goto(`/recalls?open=${id}`);
  const own = ward.getByRole('complementary');
  await expect(own.getByText('隔离')).toBeVisible();
  await ward.waitForLoadState('networkidle');
  await ward.keyboard.press('F2');
  const dialog = ward.getByRole('dialog');
  await expect(dialog).toBeVisible();
  // A label of another donation is refused in words; the bag's own chooses it.
  await ward.keyboard.type(encodeDonationNumber('3100026999999'), { delay: 4 });
  await ward.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('不在这张召回单里');
  await ward.keyboard.type(shelved.codes.donation, { delay: 4 });
  await ward.keyboard.press('Enter');
  await expect(dialog.getByRole('radio', { name: '找到' })).toBeChecked();
  await ward.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(own.getByText(/已找到，单独存放/)).toBeVisible();

  // It goes back by the way that there is, and has its fate by itself.
  await openApi(server.origin, technicianOf('H02')).otherOutbounds.register.mutate({
    data: { kind: 'return', reasonCode: 'other', words: '召回', unitIds: [shelved.unitId], toOrgId: clerk.orgId },
  });
  await expect(own.getByText(/已退血站/)).toBeVisible({ timeout: 20_000 });

  const office = await open(browser, official, '/overview', contextOptions);
  await expect(office.getByText('召回中 1 单')).toBeVisible();

  // The log on paper.
  await station.goto(`/recalls/${id}/print`);
  await expect(station.getByRole('heading', { name: '血液召回经过' })).toBeVisible();
  await expect(station.getByText('已退血站')).toBeVisible();
});

test('the station releases it with a reason, and the hospital’s bag stays on hold', async ({
  browser,
  contextOptions,
}) => {
  const [bag] = await stockBags(server.origin, 'H03', [{ abo: 'B' }]);
  if (!bag) throw new Error('a bag');
  const { id, no } = await openApi(server.origin, clerk).recalls.register.mutate({
    data: { donations: [bag.donationNo], recallClass: '2', reason: '检测结果更正' },
  });
  const station = await open(browser, clerk, `/recalls?open=${id}`, contextOptions);
  await station.getByRole('button', { name: '解除召回' }).click();
  const dialog = station.getByRole('dialog');
  await dialog.getByRole('textbox').fill('复检阴性');
  await station.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(station.getByRole('complementary').getByText('已解除').first()).toBeVisible();
  const trace = await openApi(server.origin, reviewerOf('H03')).recalls.get.query({ id });
  expect(trace.no).toBe(no);
  expect(trace.bags.map(({ state, holdReason }) => [state, holdReason])).toEqual([['quarantined', 'station_notice']]);
});
