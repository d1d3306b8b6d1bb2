import { openApi } from './support/api';
import { expect, test } from './support/test';

const admin = { orgId: 'H02', staffNo: '9001' };

test('a wall screen is registered by keyboard, its address opened once, and it goes dark when it is taken out of use', async ({
  openAs,
  browser,
  origin,
}) => {
  const label = `取血窗口 ${Date.now() % 100_000}`;
  const page = await openAs(admin, '/devices');
  await page.getByRole('button', { name: '登记大屏' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: '登记大屏' }).getByRole('button', { name: '先写位置' })).toBeVisible();
  await page.keyboard.type(label, { delay: 60 });
  await page.keyboard.press('Control+Enter');
  const link = page.getByRole('dialog', { name: `${label} 的网址` });
  const address = (await link.getByRole('status').textContent()) ?? '';
  expect(address).toMatch(new RegExp(`^${origin}/enrol/.{20,}$`));
  await page.keyboard.press('Escape');
  await expect(link).toHaveCount(0);
  const row = page.getByRole('row').filter({ hasText: label });
  await expect(row).toContainText('等大屏打开网址');

  const wall = await (await browser.newContext()).newPage();
  await wall.goto(address);
  await wall.getByRole('button', { name: '登记这台电脑' }).click();
  await wall.getByRole('link').last().click();
  await expect(wall).toHaveURL(/\/wall\/city/);
  await expect(wall.getByText('徐汇一院').first()).toBeVisible();
  await page.reload();
  await expect(row).toContainText('在用');

  await row.getByRole('button', { name: /停用/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('搬走了', { delay: 60 });
  await page.keyboard.press('Control+Enter');
  await expect(row).toContainText('停用');
  await expect(wall).not.toHaveURL(/\/wall/);
  await wall.context().close();

  const trail = await openApi(origin, admin).audit.list.query({ module: 'devices' });
  expect(trail.rows.slice(0, 3).map(({ action, reason }) => `${action} ${reason ?? ''}`.trim())).toEqual([
    'devices.revoke 搬走了',
    'devices.enrolled',
    'devices.enrol',
  ]);
});

test('the audit trail says who did what, field by field, and no patient to whom none is shown', async ({ openAs }) => {
  const page = await openAs({ ...admin, orgId: 'H01' }, '/audit?module=storage-places');
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText('储存位置');
  await first.getByRole('button').focus();
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('complementary').last();
  await expect(drawer.getByRole('columnheader', { name: '之后' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary')).toHaveCount(0);

  await page.goto('/audit?module=patients');
  await page.getByRole('row').nth(1).getByRole('button').click();
  await expect(drawer).toContainText('这类记录不由你的角色查看');
});
