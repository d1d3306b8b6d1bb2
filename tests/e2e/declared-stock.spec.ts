import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { official, technicianOf } from './support/people';
import { expect, test } from './support/test';

const admin = { orgId: 'O01', staffNo: '9001' };
/** Works elsewhere, and the city hears of it by what it declares. */
const declaring = { orgId: 'H07', name: '青浦淀山湖' };
/** Declares beside its ledger, for it is in the trial of its going live. */
const inTrial = { orgId: 'H08', name: '嘉定北部' };

const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

test('a hospital declares by keyboard: empty is not zero, zeroes are confirmed, a correction has its reason, and the city sees it apart', async ({
  openAs,
  origin,
}) => {
  const { orgId } = declaring;
  const api = openApi(origin, technicianOf(orgId));
  const opened = await api.declaredStock.open.query({});
  const before = { ...opened, cells: opened.standing?.cells ?? [] };
  const amountOf = (cells: typeof before.cells, component: string, abo: string) =>
    cells.find((cell) => cell.component === component && cell.abo === abo && cell.rhd === 'positive')?.amount ?? 0;
  const wanted = (amountOf(before.cells, 'rbc-lr', 'A') / 100 + 7) % 1000;
  const overview = await openAs(official, '/overview');
  const row = overview.getByRole('row').filter({ hasText: declaring.name });
  await expect(row).toContainText('申报');
  // The bags of a trial are the ledger's already: laid beside it they would be twice in the city.
  await expect(overview.getByRole('row').filter({ hasText: inTrial.name })).not.toContainText('申报');

  const page = await openAs(technicianOf(orgId), '/declared-stock');
  await expect(page.getByRole('heading', { name: '申报库存' })).toBeVisible();
  const first = box(page, 'A+ 去白悬红');
  await expect(first).toHaveValue(before.standing ? /^\d/ : '');
  // What was said last is a hint and never a value.
  if (before.previous) await expect(first).toHaveAttribute('placeholder', /^\d/);

  await first.focus();
  await page.keyboard.type(String(wanted));
  await page.keyboard.press('Tab');
  await expect(box(page, 'B+ 去白悬红')).toBeFocused();
  await page.keyboard.type('0');
  await page.keyboard.press('ArrowRight');
  await expect(box(page, 'O+ 去白悬红')).toBeFocused();
  await page.keyboard.type('1.3');
  await expect(page.getByRole('button', { name: '先改红框里的数' })).toBeVisible();
  await expect(box(page, 'O+ 去白悬红')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1.5');
  await page.keyboard.press('ArrowUp');
  await expect(box(page, 'O+ 悬红')).toBeFocused();

  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('确实没有：')).toBeVisible();
  await expect(dialog.getByText('B+ 去白悬红', { exact: true })).toBeVisible();
  await expect(dialog.getByRole('button', { name: '先确认 0' })).toBeVisible();
  await dialog.getByRole('checkbox', { name: '已核对，确实没有' }).focus();
  await page.keyboard.press('Space');
  if (before.standing) {
    await expect(dialog.getByRole('button', { name: '先写更正原因' })).toBeVisible();
    await dialog.getByRole('textbox', { name: '更正原因' }).focus();
    await page.keyboard.type('重数一遍');
  }
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/^今日已(申报|更正)/)).toBeVisible();
  await expect(first).toHaveValue(String(wanted));

  // On the city's screen at once, all red cells of the group together, beside the live figures.
  const others = amountOf(before.cells, 'rbc-suspended', 'A') / 100;
  await expect(row.getByRole('cell').nth(2)).toHaveText(String(wanted + others));

  const after = await api.declaredStock.open.query({});
  const said = after.standing?.cells ?? [];
  expect(amountOf(said, 'rbc-lr', 'A')).toBe(wanted * 100);
  expect(said.find(({ component, abo, rhd }) => `${component} ${abo} ${rhd}` === 'rbc-lr B positive')?.amount).toBe(0);
  expect(after.standing?.version).toBe((before.standing?.version ?? 0) + 1);

  await page.getByRole('button', { name: '看 今日 的申报' }).click();
  const drawer = page.getByRole('complementary', { name: '今日 的申报' });
  if (before.standing) await expect(drawer.getByText('重数一遍').first()).toBeVisible();
  await expect(drawer.getByRole('heading', { name: '申报', exact: true })).toBeVisible();
});

test('a file fills the table when every line can be read, and declares nothing by itself', async ({
  openAs,
  origin,
}) => {
  const { orgId } = inTrial;
  const api = openApi(origin, technicianOf(orgId));
  const before = await api.declaredStock.open.query({});
  const page = await openAs(technicianOf(orgId), '/declared-stock');
  await page.getByRole('button', { name: 'Excel 导入' }).click();
  const dialog = page.getByRole('dialog');
  const upload = (text: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name: '库存.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await upload('品种,血型,数量\n红细胞,O+,12\n悬浮红细胞,AB,12\n');
  await expect(dialog.getByRole('row').filter({ hasText: '品种不在目录里' })).toContainText('2');
  await expect(dialog.getByRole('row').filter({ hasText: '没有写 RhD' })).toContainText('3');
  await upload('品种,血型,数量\n洗涤红细胞,O+,3\n悬浮红细胞,AB−,0\n');
  await dialog.getByRole('button', { name: /2/ }).last().click();
  await expect(dialog).toHaveCount(0);
  await expect(box(page, 'O+ 洗涤红')).toHaveValue('3');
  await expect(box(page, 'AB− 悬红')).toHaveValue('0');
  await expect(box(page, 'A+ 去白悬红')).toHaveValue('');
  await expect(page.getByText('已填 2 格')).toBeVisible();
  const after = await api.declaredStock.open.query({});
  expect(after.standing?.version).toBe(before.standing?.version);
});

test('the city administrator agrees with a hospital how it is heard of; who works here is not asked to declare', async ({
  openAs,
  origin,
}) => {
  const { orgId, name } = declaring;
  const api = openApi(origin, admin);
  const agreed = async () => (await api.declaredStock.houses.query({})).find((one) => one.orgId === orgId);
  const wanted = (await agreed())?.dueHour === 9 ? '10:00' : '09:00';
  const page = await openAs(admin, '/declared-stock');
  await page.getByRole('button', { name: `${name} 怎样报库存` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: '没有改动' })).toBeVisible();
  await dialog.getByRole('combobox', { name: '几点前' }).click();
  await page.getByRole('option', { name: wanted }).click();
  await expect(dialog.getByRole('button', { name: '先写修改原因' })).toBeVisible();
  await dialog.getByRole('textbox', { name: '修改原因' }).fill('夜班改点');
  await dialog.getByRole('button', { name: /保存/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: name })).toContainText(
    `每天 ${Number(wanted.slice(0, 2))}:00 前`,
  );
  expect((await agreed())?.dueHour).toBe(Number(wanted.slice(0, 2)));

  const working = await openAs(technicianOf('H02'), '/declared-stock');
  await expect(working.getByText('不用申报')).toBeVisible();
  await expect(working.getByRole('navigation', { name: '主菜单' }).getByText('申报库存')).toHaveCount(0);
});
