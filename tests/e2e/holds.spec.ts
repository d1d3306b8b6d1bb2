import { openApi } from './support/api';
import { stockBags } from './support/blood';
import { password, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';

const house = 'H06';

test('a bag is taken off the shelf by one person from the list, by keyboard, and comes back by two who see why', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'AB' }]);
  if (!bag) throw new Error('one bag');
  const api = openApi(origin, technicianOf(house));
  const stateOf = async () => (await api.stock.holds.query({ unitIds: [bag.unitId] })).bags[0]?.state;
  const at = `/stock/bags?donationNo=${bag.donationNo}`;

  const page = await openAs(technicianOf(house), at);
  await page.locator(`button[data-row="${bag.unitId}"]`).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^隔离 3100/ }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '隔离 1 袋' });
  await expect(dialog.getByRole('button', { name: '先选原因' })).toBeVisible();
  await dialog.getByRole('radio', { name: '温度异常' }).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('textbox', { name: '说明' }).fill('2 号冰箱停机');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(page.locator('tbody tr').filter({ hasText: '隔离' })).toContainText('温度异常');
  expect(await stateOf()).toBe('quarantined');
  // Who put it there does not bring it back.
  await expect(page.getByRole('button', { name: /解除/ })).toHaveCount(0);

  const desk = await openAs(reviewerOf(house), at);
  await desk.locator(`button[data-row="${bag.unitId}"]`).click();
  await expect(desk.getByText('2 号冰箱停机')).toBeVisible();
  await desk.getByRole('button', { name: /^解除隔离 3100/ }).click();
  const release = desk.getByRole('dialog', { name: '解除隔离 1 袋' });
  await expect(release).toContainText('2 号冰箱停机');
  await release.getByRole('textbox', { name: '依据' }).fill('记录仪复核合格');
  await release.getByRole('textbox', { name: '工号' }).fill(technicianOf(house).staffNo);
  await release.getByLabel('本人密码').fill(password);
  await desk.keyboard.press('Enter');
  await expect(release).toContainText('已签');
  // One more word, and it is not what was signed.
  await release.getByRole('textbox', { name: '依据' }).fill('记录仪复核合格，2 小时内');
  await expect(release.getByRole('button', { name: '还差第二人' })).toBeVisible();
  await release.getByRole('textbox', { name: '依据' }).fill('记录仪复核合格');
  await release.getByRole('button', { name: '解除 1 袋' }).click();
  await expect(release).toBeHidden();
  await expect.poll(stateOf).toBe('available');
});

test('what is filtered is held at once, and in the drawer of a cell each bag by itself', async ({ openAs, origin }) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'AB', rhd: 'negative' }]);
  if (!bag) throw new Error('one bag');
  const api = openApi(origin, technicianOf(house));
  const before = await api.stock.holds.query({ unitIds: [bag.unitId] });
  const component = before.bags[0]?.component ?? '';

  const page = await openAs(technicianOf(house), '/stock/bags');
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /隔离所列/ })).toHaveCount(0);
  await page.goto(`/stock/bags?component=${component}&group=AB.negative&state=available`);
  await page.getByRole('button', { name: /隔离所列 \d+ 袋/ }).click();
  await expect(page.getByRole('dialog')).toContainText('一人即可，立即生效');

  await page.goto('/stock');
  await page.locator(`[data-cell="${component}.AB.negative"]`).click();
  const rows = page.getByRole('button', { name: /^隔离 3100/ });
  await expect(rows.first()).toBeVisible();
  // All of the row is seen: nothing in the drawer is wider than it.
  const right = (box: { x: number; width: number } | null) => (box ? box.x + box.width : Number.NaN);
  expect(right(await rows.first().boundingBox())).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  await rows.first().click();
  const dialog = page.getByRole('dialog', { name: '隔离 1 袋' });
  await dialog.getByRole('radio', { name: '血站通知' }).click();
  await expect(dialog.getByRole('button', { name: '先写说明' })).toBeVisible();
});
