import { openApi } from './support/api';
import { clerk } from './support/people';
import { expect, test } from './support/test';

// Administrators hold three sessions each.
test.describe.configure({ mode: 'default' });

const city = { orgId: 'O01', staffNo: '9001' };
const admin = { orgId: 'H02', staffNo: '9001' };
/** A code that no earlier run has used. */
const freshCode = () => `E${Date.now().toString(36).toUpperCase().slice(-8)}`;

test('a hospital and its campus are registered by keyboard, offered at sign-in and to the station, and led to their first account', async ({
  openAs,
  page: stranger,
  origin,
}) => {
  const code = freshCode();
  // Retired again at the end; until then other tests of this server may see it.
  const name = `Lingang Hospital ${code}`;
  const packing = await openAs(clerk, '/shipments/new');
  const page = await openAs(city, '/organisations');
  const create = page.getByRole('button', { name: '登记机构' });
  await create.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '登记机构' });
  await expect(dialog.getByRole('button', { name: /先填代码/ })).toBeVisible();
  const type = async (text: string) => {
    if (text) await page.keyboard.type(text, { delay: 60 });
    await page.keyboard.press('Tab');
  };
  // Code, kind (a hospital already), full and short name, English name, district.
  for (const text of [code.toLowerCase(), '', name, `Lingang ${code.slice(-4)}`, 'Lingang Demo Hospital', '浦东'])
    await type(text);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText(code);
  await expect(drawer).toContainText('还没有管理员账号');

  await create.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await type(`${code}N`);
  await page.keyboard.press('F4');
  await page.getByRole('option', { name: '院区' }).press('Enter');
  // The list gives the focus back when it is gone.
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: '类别' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type(code, { delay: 60 });
  await page.getByRole('option', { name: new RegExp(code) }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  for (const text of [`${name} North`, `North ${code.slice(-4)}`, '', '浦东']) await type(text);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(drawer).toContainText('院区');
  await expect(drawer).toContainText(`${code}N`);

  // At once, in a browser that nobody signed in to, and at the packing desk that was open before.
  await stranger.goto('/login');
  await stranger.locator('form[data-ready]').waitFor();
  await stranger.getByRole('combobox', { name: '机构' }).fill(`lingang hospital ${code.toLowerCase()}`);
  await expect(stranger.getByRole('option', { name: new RegExp(code) }).first()).toBeVisible();
  await packing.getByRole('combobox', { name: '收血单位' }).fill(`${code}N`);
  await expect(packing.getByRole('option', { name: new RegExp(`${code}N`) })).toBeVisible();

  await drawer.getByRole('link', { name: '开第一个账号' }).focus();
  await page.keyboard.press('Enter');
  const account = page.getByRole('dialog', { name: '为外单位开管理员账号' });
  await expect(account.getByRole('combobox', { name: '单位' })).toHaveValue(new RegExp(`${name} North`));
  for (const [field, text] of [
    ['工号', '9001'],
    ['姓名', '首位管理员'],
    ['理由', '新登记的院区'],
  ] as const)
    await account.getByRole('textbox', { name: field }).fill(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: '首次密码' })).toContainText('9001');
  const { rows } = await openApi(origin, city).organisations.list.query({ filters: { search: code } });
  expect(rows.map((row) => [row.code, row.kind])).toEqual([
    [code, 'hospital'],
    [`${code}N`, 'campus'],
  ]);
  for (const row of rows.toReversed())
    await openApi(origin, city).organisations.retire.mutate({
      data: { id: row.id, version: 1, reason: '登记错了' },
    });
  await stranger.reload();
  await stranger.locator('form[data-ready]').waitFor();
  await stranger.getByRole('combobox', { name: '机构' }).fill(code.toLowerCase());
  await expect(stranger.getByRole('option', { name: new RegExp(code) })).toHaveCount(0);
});

test('a hospital changes its duty telephone and a switch; another window shows both by itself', async ({ openAs }) => {
  const phone = `021-58${Date.now() % 1_000_000}`;
  const watching = await openAs(city, '/organisations');
  const watched = watching.getByRole('row').filter({ hasText: '浦东滨江' });
  await watched.getByRole('link').or(watched.getByRole('button')).first().click();
  const beside = watching.getByRole('complementary').last();
  await expect(beside).toContainText('浦东滨江示范医院');

  const page = await openAs(admin, '/organisations');
  await expect(page.getByRole('button', { name: '登记机构' })).toHaveCount(0);
  const row = page.getByRole('row').filter({ hasText: '浦东滨江' });
  await row.getByRole('link').or(row.getByRole('button')).first().focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary').last();
  await drawer.getByRole('button', { name: '修改', exact: true }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '修改 浦东滨江' });
  await expect(dialog.getByRole('textbox', { name: '全称' })).toHaveCount(0);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(phone, { delay: 60 });
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(watched).toContainText(phone);
  await expect(beside).toContainText(phone);

  await drawer.getByRole('button', { name: '改开关' }).focus();
  await page.keyboard.press('Enter');
  const switches = page.getByRole('dialog', { name: '浦东滨江 的开关' });
  const hours = switches.getByRole('textbox', { name: '预留时长' });
  const before = await hours.inputValue();
  await hours.fill(before === '36' ? '30' : '36');
  await expect(switches.getByRole('button', { name: '先写修改原因' })).toBeVisible();
  await switches.getByRole('textbox', { name: '修改原因' }).fill('手术排到后天');
  await page.keyboard.press('Control+Enter');
  await expect(switches).toHaveCount(0);
  await expect(beside).toContainText(before === '36' ? '30 小时' : '36 小时');
  await expect(beside).toContainText('手术排到后天');
  // Of another house the hospital sees whom to call, and no switch.
  const other = page.getByRole('row').filter({ hasText: '徐汇一院' });
  await other.getByRole('link').or(other.getByRole('button')).first().click();
  await expect(drawer).toContainText('徐汇第一示范医院');
  await expect(drawer.getByRole('button', { name: '修改', exact: true })).toHaveCount(0);
  await expect(drawer).not.toContainText('相容表');
});
