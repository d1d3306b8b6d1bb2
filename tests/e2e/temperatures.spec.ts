import { monthBeside } from '@/domain/storage-places/month';
import { formatDate, formatDateTime, formatTimeSeconds } from '@/i18n/format';
import { openApi } from './support/api';
import { stockBags } from './support/blood';
import { chooseFile } from './support/files';
import { reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';

const house = 'H04';

let serial = 0;
/** A fridge that no other test uses. */
async function openFridge(origin: string): Promise<{ id: string; code: string }> {
  serial += 1;
  const code = `T${Date.now().toString(36).toUpperCase()}${serial}`.slice(-12);
  return openApi(origin, reviewerOf(house)).storagePlaces.register.mutate({
    data: { code, name: '记录仪冰箱', placeClass: 'red_cells' },
  });
}

test('a recorder’s file says in red what it would hold, and holds it when somebody confirms; a wrong line stops all of it', async ({
  openAs,
  origin,
}) => {
  const fridge = await openFridge(origin);
  const [bag] = await stockBags(origin, house, [{ abo: 'AB' }]);
  if (!bag) throw new Error('one bag');
  const api = openApi(origin, technicianOf(house));
  await api.storagePlaces.move.mutate({ data: { placeId: fridge.id, unitIds: [bag.unitId] } });
  const { at } = await api.storagePlaces.findBags.query({ donationNo: bag.donationNo });
  // Nothing stood there two hours ago; since a second it does.
  const early = formatDateTime(new Date(at.getTime() - 2 * 3_600_000));
  const since = new Date(at.getTime() + 1000);
  const second = `${formatDate(since)} ${formatTimeSeconds(since)}`;
  const file = (lines: readonly string[]) => ({
    name: '一号记录仪.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['位置,时间,温度', ...lines].join('\r\n')),
  });

  const page = await openAs(technicianOf(house), '/stock/places');
  await page.getByRole('link', { name: '导入温度' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '导入温度记录' })).toBeVisible();
  const choose = async (lines: readonly string[]) => {
    const button = page.locator('button').filter({ hasText: /^(选文件|换一个文件)$/ });
    await chooseFile(page, button, file(lines));
  };
  await choose([`${fridge.code},${early},4.2`, `R99,${early},4.2`, `${fridge.code},${early.slice(0, 10)},OFF`]);
  await expect(page.getByText('没有储存位置 R99')).toBeVisible();
  await expect(page.getByText('时间读不出')).toBeVisible();
  await expect(page.getByText('不是温度')).toBeVisible();
  await expect(page.getByRole('button', { name: '先改好 2 行' })).toBeVisible();

  await choose([`${fridge.code},${early},4.2`, `${fridge.code},${second},9.4`]);
  await page.getByRole('button', { name: '导入 2 行' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '导入前核对' });
  await expect(dialog.getByText(`${fridge.code} 有超范围的读数`)).toContainText('1 袋转隔离');
  await expect(dialog.getByRole('row').filter({ hasText: fridge.code })).toContainText('9.4 ℃');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect((await api.storagePlaces.temperatures.query({ placeId: fridge.id })).readings).toEqual([]);

  await page.getByRole('button', { name: '导入 2 行' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '确认超范围，隔离 1 袋' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/stock\/places$/);
  const row = page.getByRole('row').filter({ hasText: fridge.code });
  await expect(row).toContainText('9.4 ℃');
  await expect(row).toContainText('超范围');
  const { bags } = await api.stock.holds.query({ unitIds: [bag.unitId] });
  expect(bags).toMatchObject([{ state: 'quarantined', holdReason: 'temperature' }]);
});

test('the monthly sheet of a fridge is opened by keyboard for any month, and an empty month says so', async ({
  openAs,
  origin,
}) => {
  const fridge = await openFridge(origin);
  const api = openApi(origin, technicianOf(house));
  await api.storagePlaces.readTemperature.mutate({ data: { placeId: fridge.id, celsius: 4.25 } });
  const { at } = await api.storagePlaces.findBags.query({ donationNo: '3100026000000' });
  const month = formatDate(at).slice(0, 7);
  const page = await openAs(technicianOf(house), '/stock/places');
  await page.getByRole('button', { name: `${fridge.code} 的温度月记录表` }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByRole('textbox', { name: '月份' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue(month);
  await page.keyboard.press('ArrowDown');
  await expect(field).toHaveValue(monthBeside(month, -1));
  await page.keyboard.press('ArrowUp');
  const opening = page.context().waitForEvent('page');
  await page.keyboard.press('Enter');
  const sheet = await opening;
  await expect(sheet.getByRole('heading', { name: '储存温度月记录表' })).toBeVisible();
  const row = sheet
    .getByRole('row')
    .filter({ has: sheet.getByRole('rowheader', { name: String(Number(formatDate(at).slice(8))), exact: true }) });
  await expect(row).toContainText('4.25');
  await expect(sheet.getByText('输血科负责人签名、日期')).toBeVisible();
  await sheet.getByRole('link', { name: '上月' }).focus();
  await sheet.keyboard.press('Enter');
  await expect(sheet.getByText('这个月没有温度记录')).toBeVisible();
  // Asked for without a month it is this month's; a month that is none is said in words.
  await sheet.goto(`/storage-places/${fridge.id}/temperatures/print?month=`);
  await expect(row).toContainText('4.25');
  await sheet.goto(`/storage-places/${fridge.id}/temperatures/print?month=2026-13`);
  await expect(sheet.getByText('没有这一页')).toBeVisible();
});
