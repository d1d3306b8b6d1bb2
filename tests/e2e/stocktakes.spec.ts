import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { freshDonation, plasma, stockBags } from './support/blood';
import { password, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

const house = 'H04';

/** The page knows the city's time, and so listens. */
const listening = async (page: Page, label: string) => {
  await expect(page.getByRole('textbox', { name: label })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
};

let serial = 0;
/** A fridge that no other test uses. */
async function openFridge(origin: string): Promise<{ id: string; code: string }> {
  serial += 1;
  const code = `E${Date.now().toString(36).toUpperCase()}${serial}`.slice(-12);
  return openApi(origin, reviewerOf(house)).storagePlaces.register.mutate({
    data: { code, name: '试验冰箱', placeClass: 'red_cells' },
  });
}

test('bags are put into a fridge and counted by scanner and keyboard; what is missing is searched for', async ({
  openAs,
  origin,
}) => {
  const [fridge, other] = [await openFridge(origin), await openFridge(origin)];
  const bags = await stockBags(origin, house, [{ abo: 'B' }, { abo: 'B' }, { abo: 'B' }, { abo: 'B' }]);
  const [frozen] = await stockBags(origin, house, [{ abo: 'B', productCode: plasma }]);
  const [first, second, third, stray] = bags;
  if (!first || !second || !third || !stray || !frozen) throw new Error('five bags');
  const api = openApi(origin, technicianOf(house));
  await api.storagePlaces.move.mutate({ data: { placeId: other.id, unitIds: [stray.unitId] } });

  const page = await openAs(technicianOf(house), '/stock/places');
  await listening(page, '扫描位置或血袋');
  await scan(page, first.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '先扫位置' })).toBeVisible();
  await scan(page, `XP-${fridge.code}`);
  await expect(page.getByText(`正放入 ${fridge.code}`)).toBeVisible();
  // Zero clicks between bags.
  for (const bag of [first, second, third]) await scan(page, bag.codes.donation);
  await expect(page.getByText('已放入 3 袋')).toBeVisible();
  await scan(page, third.codes.donation);
  await expect(page.getByText(`已在 ${fridge.code}`)).toBeVisible();
  await scan(page, frozen.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '要 ≤ −18 ℃' })).toBeVisible();

  await page.getByRole('link', { name: `盘点 ${fridge.code}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `盘点 ${fridge.code}` })).toBeVisible();
  await listening(page, '扫描血袋');
  await expect(page.getByRole('radio', { name: '还缺 3' })).toBeVisible();
  await scan(page, first.codes.donation);
  await expect(page.getByRole('radio', { name: '找到 1' })).toBeVisible();
  await scan(page, first.codes.donation);
  await expect(page.getByText('已扫过')).toBeVisible();
  await scan(page, stray.codes.donation);
  await expect(page.getByText(`应在 ${other.code}。放回去`)).toBeVisible();
  await scan(page, freshDonation());
  await expect(page.getByText('没有这袋的记录')).toBeVisible();
  await expect(page.getByRole('radio', { name: '不该在此 2' })).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await listening(page, '扫描血袋');
  await expect(page.getByRole('radio', { name: '找到 1' })).toBeVisible();
  await expect(page.getByRole('radio', { name: '不该在此 2' })).toBeVisible();

  // The stray bag is kept here: it counts from now on.
  await page.getByRole('radio', { name: '还缺 2' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: /改放到此$/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: '找到 2' })).toBeVisible();
  await scan(page, second.codes.donation);
  await expect(page.getByRole('radio', { name: '还缺 1' })).toBeVisible();

  await expect(page.getByRole('button', { name: '还差第二人' })).toBeVisible();
  await page.getByRole('textbox', { name: '第二人 工号' }).fill(reviewerOf(house).staffNo);
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已签$/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/stock\/stocktakes\?open=/);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('缺，转待查');
  await expect(drawer).toContainText('谁也不能用');
  const { bags: held } = await api.stock.holds.query({ unitIds: [third.unitId] });
  expect(held).toMatchObject([{ state: 'quarantined', holdReason: 'under_search' }]);

  const desk = await openAs(reviewerOf(house), '/stock/places');
  const row = desk.getByRole('row').filter({ hasText: fridge.code });
  await expect(row).toContainText('缺 1');
  await expect(row).toContainText('待查 1');

  // It turns up again: the next count says so, and it is released as every hold is.
  await desk.getByRole('link', { name: `盘点 ${fridge.code}` }).click();
  await listening(desk, '扫描血袋');
  await scan(desk, third.codes.donation);
  await expect(desk.getByText('原为待查')).toBeVisible();
});

test('a fridge is registered by the head of the department, and nobody takes its code again', async ({ openAs }) => {
  const page = await openAs(reviewerOf(house), '/stock/places');
  await page.getByRole('button', { name: '登记位置' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '登记储存位置' });
  await expect(dialog.getByRole('textbox', { name: '代码' })).toBeFocused();
  serial += 1;
  const code = `N${Date.now().toString(36).toUpperCase()}${serial}`.slice(-12);
  // As a hand types: faster, and it is a scan.
  await page.keyboard.type(code, { delay: 90 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('新冰箱');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /血小板/ })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('row').filter({ hasText: code })).toContainText('新冰箱');

  await page.getByRole('button', { name: '登记位置' }).click();
  await dialog.getByRole('textbox', { name: '代码' }).fill(code);
  await dialog.getByRole('textbox', { name: '名称' }).fill('又一台');
  await dialog.getByRole('radio', { name: /红细胞/ }).click();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText(`代码 ${code} 已有`);

  const technician = await openAs(technicianOf(house), '/stock/places');
  await expect(technician.getByRole('row').filter({ hasText: code })).toBeVisible();
  await expect(technician.getByRole('button', { name: '登记位置' })).toHaveCount(0);
});

test('a temperature out of range is typed twice, and then its bags are held', async ({ openAs, origin }) => {
  const fridge = await openFridge(origin);
  const [bag] = await stockBags(origin, house, [{ abo: 'AB' }]);
  if (!bag) throw new Error('one bag');
  const api = openApi(origin, technicianOf(house));
  await api.storagePlaces.move.mutate({ data: { placeId: fridge.id, unitIds: [bag.unitId] } });
  const page = await openAs(technicianOf(house), '/stock/places');
  await listening(page, '扫描位置或血袋');
  const row = page.getByRole('row').filter({ hasText: fridge.code });
  await expect(row).toContainText('未记过');
  const open = async () => {
    await page.getByRole('button', { name: `给 ${fridge.code} 记温度` }).focus();
    await page.keyboard.press('Enter');
  };
  const dialog = page.getByRole('dialog', { name: `记温度 ${fridge.code}` });
  const value = dialog.getByRole('textbox', { name: '温度', exact: true });
  await open();
  await expect(value).toBeFocused();
  // As a hand types: three keys faster than that are a scanner's.
  await page.keyboard.type('4.2', { delay: 80 });
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('4.2 ℃');

  // A slip of the finger holds nothing.
  await open();
  await expect(value).toBeFocused();
  await page.keyboard.type('42', { delay: 80 });
  await expect(dialog.getByRole('button', { name: '超范围，再输一遍' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await value.fill('9.5');
  await dialog.getByRole('textbox', { name: '再输一遍' }).fill('9.5');
  await expect(dialog.getByRole('button', { name: '记下并隔离' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('超范围');
  const { bags } = await api.stock.holds.query({ unitIds: [bag.unitId] });
  expect(bags).toMatchObject([{ state: 'quarantined', holdReason: 'temperature' }]);
});
