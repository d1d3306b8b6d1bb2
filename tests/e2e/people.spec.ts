import { badgePrefix } from '@/domain/blood/barcodes/read-scan';
import { openApi } from './support/api';
import { chooseFile } from './support/files';
import { signInByKeyboard } from './support/people';
import { expect, test } from './support/test';

// One administrator, who holds three sessions.
test.describe.configure({ mode: 'default' });

const admin = { orgId: 'H01', staffNo: '9001' };
const city = { orgId: 'O01', staffNo: '9001' };
/** A staff number that no other test and no earlier run has used. */
const freshNo = () => `E${Date.now().toString(36).toUpperCase()}`;

test('somebody is registered by keyboard, given an account and a badge, signs in, and leaves', async ({
  openAs,
  page: theirs,
  origin,
}) => {
  const staffNo = freshNo();
  const page = await openAs(admin, '/people');
  await page.addInitScript(() => {
    window.print = () => sessionStorage.setItem('printed', document.body.innerText);
  });
  await page.reload();
  await page.getByRole('button', { name: '登记人员' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '登记人员' });
  await expect(dialog.getByRole('button', { name: '先填工号' })).toBeVisible();
  await page.keyboard.type(staffNo, { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('赵小青', { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('技师', { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.type('输血科', { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('F4');
  await page.getByRole('option', { name: '登记员', exact: true }).press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);

  await page.getByRole('textbox', { name: '姓名' }).fill(staffNo);
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: staffNo });
  await expect(row).toContainText('登记员');
  await row.getByRole('link').or(row.getByRole('button')).first().focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('输血科');
  await drawer.getByRole('button', { name: '开账号' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  const secret = page.getByRole('dialog', { name: '首次密码' });
  await expect(secret).toContainText(staffNo);
  const firstPassword = (await secret.getByRole('status').textContent())?.trim() ?? '';
  expect(firstPassword).toMatch(/^[A-Za-z2-9]{4}-[A-Za-z2-9]{4}-[A-Za-z2-9]{4}$/);
  await page.keyboard.press('Escape');
  await expect(secret).toHaveCount(0);
  await expect(drawer).toContainText('待改首次密码');
  await expect(page.getByText(firstPassword)).toHaveCount(0);

  await theirs.goto('/login');
  await signInByKeyboard(theirs, { orgId: 'H01', staffNo }, firstPassword);
  await expect(theirs).toHaveURL(/\/first-password/);
  // Where they are signed in shows when the drawer is opened again.
  await page.reload();
  await expect(drawer.getByRole('button', { name: '退出所有登录' })).toBeVisible();

  await drawer.getByRole('link', { name: '发胸牌' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('打印时生成', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('printed'))).toContain(badgePrefix);
  const printed = (await page.evaluate(() => sessionStorage.getItem('printed'))) ?? '';
  expect(printed).toContain('赵小青');
  await page.keyboard.press('Escape');
  await expect(drawer.getByRole('link', { name: '重发胸牌' })).toBeVisible();

  await drawer.getByRole('button', { name: '离岗' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('调到外院', { delay: 60 });
  await page.keyboard.press('Control+Enter');
  await expect(drawer).toContainText('没有胸牌');
  await expect(drawer.getByRole('button', { name: '返岗' })).toBeVisible();
  await theirs.goto('/stock');
  await expect(theirs).toHaveURL(/\/login/);
  const [person] = (await openApi(origin, admin).people.list.query({ filters: { staffNo } })).rows;
  expect(person).toMatchObject({ state: 'left', account: 'first_password', hasBadge: false });
});

test('a file of people says what is wrong in it line by line, and is then taken whole', async ({ openAs, origin }) => {
  const staffNo = freshNo();
  const page = await openAs(admin, '/people');
  await page.getByRole('link', { name: '导入' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '导入人员' })).toBeVisible();
  const choose = async (lines: readonly string[]) => {
    const button = page.locator('button').filter({ hasText: /^(选文件|换一个文件)$/ });
    await chooseFile(page, button, {
      name: '花名册.csv',
      buffer: Buffer.from(['工号,姓名,科室,角色', ...lines].join('\r\n')),
    });
  };
  await choose([`${staffNo},钱小红,骨科,院长`]);
  await expect(page.getByText(/角色认不得/)).toBeVisible();
  await choose([`${staffNo},钱小红,骨科,护士`]);
  await page.getByRole('button', { name: '导入 1 行' }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/people$/);
  const { rows } = await openApi(origin, admin).people.list.query({ filters: { staffNo } });
  expect(rows).toMatchObject([{ name: '钱小红', department: '骨科', roles: ['nurse'], account: 'none' }]);
});

test('the office opens an administrator’s account of a house, and no hospital sees that button', async ({ openAs }) => {
  const staffNo = freshNo();
  const page = await openAs(city, '/people');
  await page.getByRole('button', { name: '为外单位开账号' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '为外单位开管理员账号' });
  await dialog.getByRole('combobox', { name: '单位' }).fill('sjsn');
  await dialog.getByRole('combobox', { name: '单位' }).fill('松江');
  await page.getByRole('option', { name: /松江佘山/ }).click();
  await dialog.getByRole('textbox', { name: '工号' }).fill(staffNo);
  await dialog.getByRole('textbox', { name: '姓名' }).fill('新管理员');
  await expect(dialog.getByRole('button', { name: '先写理由' })).toBeVisible();
  await dialog.getByRole('textbox', { name: '理由' }).fill('原管理员调走');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog', { name: '首次密码' })).toContainText(staffNo);
  const theirs = await openAs(admin, '/people');
  await expect(theirs.getByRole('button', { name: '登记人员' })).toBeVisible();
  await expect(theirs.getByRole('button', { name: '为外单位开账号' })).toHaveCount(0);
});
