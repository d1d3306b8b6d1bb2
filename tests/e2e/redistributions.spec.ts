import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { openApi } from './support/api';
import { receiveElsewhere, timeZone } from './support/blood';
import { makeOwnServer, type OwnServer, openOn } from './support/own-server';
import { official, type Person, technicianOf } from './support/people';

import { expect, test } from './support/test';

test.describe.configure({ mode: 'default', timeout: 180_000 });

// What this house gives is counted here, and the demo city goes on elsewhere.
let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await makeOwnServer();
  await server.start();
});
test.afterAll(() => server.remove());

const open = (browser: Browser, person: Person, path: string, options: BrowserContextOptions) =>
  openOn(server.origin, browser, person, path, options);

const status = (page: Page, word: string) => page.getByRole('complementary').getByText(word, { exact: true }).first();

test('what will not be used here is offered by one key, taken there, sent with a transfer and received: each window follows by itself', async ({
  browser,
  contextOptions,
}) => {
  const giver = 'H01';
  const desk = await open(browser, technicianOf(giver), '/redistributions/offer', contextOptions);
  await expect(desk.getByRole('heading', { name: '今日近效期建议' })).toBeVisible();
  const api = openApi(server.origin, technicianOf(giver));
  const { bags } = await api.redistributions.morning.query({});
  const [first] = bags;
  if (!first) throw new Error('the demo city has no short-dated bags');
  const { redistributionId: id, partyOrgId: taker } = first;
  const mine = bags.filter((bag) => bag.redistributionId === id);

  // The taker's list has nothing of it yet, and has it by itself.
  const theirs = await open(browser, technicianOf(taker), '/redistributions?tab=taken', contextOptions);
  await expect(theirs.getByRole('heading', { name: '近效期调剂' })).toBeVisible();
  const no = (await api.redistributions.get.query({ id })).no;
  const row = theirs.getByRole('row').filter({ hasText: no }).filter({ hasText: '徐汇一院' });
  await expect(theirs.getByRole('row').nth(1)).toBeVisible();
  await expect(row).toHaveCount(0);

  // Everything is chosen; one bag is left out by the keyboard.
  const boxes = desk.getByRole('checkbox', { name: /^选 / });
  await expect(boxes).toHaveCount(bags.length);
  await boxes.first().focus();
  await desk.keyboard.press('Space');
  await expect(desk.getByRole('button', { name: `提供 ${bags.length - 1} 袋` })).toBeVisible();
  await desk.keyboard.press('Space');
  await desk.keyboard.press('Control+Enter');
  await expect(desk).toHaveURL(/\/redistributions$/);

  await expect(row).toContainText('待接收');
  await theirs.goto(`/redistributions?tab=taken&open=${id}`);
  await desk.goto(`/redistributions?open=${id}`);
  await expect(status(desk, '待接收')).toBeVisible();
  await expect(theirs.getByRole('button', { name: new RegExp(`^接收 ${mine.length} 袋`) })).toBeVisible();
  await theirs.keyboard.press('Control+Enter');
  await expect(status(theirs, '待送出')).toBeVisible();
  await expect(status(desk, '待送出')).toBeVisible();

  // One click, and the transfer is filled in.
  await desk.getByRole('link', { name: `登记调剂出库 ${mine.length} 袋` }).click();
  await expect(desk.getByRole('radio', { name: '院际调剂出库' })).toBeChecked();
  await expect(desk.getByRole('radio', { name: '近效期' })).toBeChecked();
  await expect(desk.getByRole('textbox', { name: '说明' })).toHaveValue(new RegExp(no));
  await expect(desk.getByText(`已列 ${mine.length} 袋`)).toBeVisible();
  await desk.keyboard.press('Control+Enter');
  await expect(desk).toHaveURL(/\/other-outbounds\?open=/);
  await expect(status(theirs, '在途')).toBeVisible();

  const href = await theirs.getByRole('link', { name: '去入库' }).getAttribute('href');
  const sent = (await api.redistributions.get.query({ id })).bags.filter((bag) => bag.state === 'sent');
  expect(sent).toHaveLength(mine.length);
  await desk.goto(`/redistributions?open=${id}`);
  await expect(status(desk, '在途')).toBeVisible();
  const arrived = sent.map((bag) => ({
    ...bag,
    boxNo: 1,
    codes: {
      donation: encodeDonationNumber(bag.donationNo),
      group: encodeGroup(bag),
      product: encodeProduct(bag.productCode),
      expiry: encodeExpiry(bag.expiresAt, timeZone),
    },
  }));
  await receiveElsewhere(server.origin, taker, { id: href?.split('/').at(-1) ?? '', no: '', bags: arrived });
  await expect(status(theirs, '已入库')).toBeVisible();
  await expect(status(desk, '已入库')).toBeVisible();

  const city = await open(browser, official, '/redistributions/statistics', contextOptions);
  await expect(city.getByRole('heading', { name: '近效期调剂统计' })).toBeVisible();
  await expect(city.getByRole('row').filter({ hasText: '徐汇一院' }).first()).toBeVisible();
  for (const page of [desk, theirs, city]) await page.context().close();
});

test('an offer is declined with its reason, and withdrawn with its own; both sides read why', async ({
  browser,
  contextOptions,
}) => {
  const giver = 'H01';
  const api = openApi(server.origin, technicianOf(giver));
  const { rows, waiting } = await api.redistributions.list.query({ side: 'owner' });
  expect([...rows, ...waiting].length).toBeGreaterThan(0);
  const neighbour = openApi(server.origin, technicianOf('H03'));
  const theirs = await neighbour.redistributions.list.query({ side: 'owner' });
  const record = [...theirs.waiting, ...theirs.rows].find(({ state }) => state === 'offered');
  if (!record) throw new Error('the demo city has no open offer');
  const { partyOrgId, bags } = await neighbour.redistributions.get.query({ id: record.id });
  const taker = await open(
    browser,
    technicianOf(partyOrgId),
    `/redistributions?tab=taken&open=${record.id}`,
    contextOptions,
  );
  const desk = await open(browser, technicianOf('H03'), `/redistributions?open=${record.id}`, contextOptions);
  if (bags.length > 1) await taker.getByRole('checkbox', { name: /^选 / }).first().click();
  await taker.getByRole('button', { name: /^不接收 \d+ 袋$/ }).click();
  const dialog = taker.getByRole('dialog', { name: /^不接收 / });
  await expect(dialog.getByRole('button', { name: '先选原因' })).toBeVisible();
  await dialog.getByText('够用了', { exact: true }).click();
  await taker.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(desk.getByRole('complementary').getByText('够用了').first()).toBeVisible();
  if (bags.length > 1) {
    // What takes a word back is chosen bag by bag.
    await expect(desk.getByRole('button', { name: /^收回/ })).toHaveCount(0);
    await desk.getByRole('checkbox', { name: /^选 / }).first().click();
    await desk.getByRole('button', { name: '收回 1 袋' }).click();
    const back = desk.getByRole('dialog', { name: /^收回 / });
    await back.getByRole('textbox').fill('手术要用');
    await desk.keyboard.press('Control+Enter');
    await expect(back).toBeHidden();
    await expect(taker.getByRole('complementary').getByText('手术要用').first()).toBeVisible();
  }
  for (const page of [desk, taker]) await page.context().close();
});
