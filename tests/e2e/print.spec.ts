import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { stockBags } from './support/blood';
import { clerk, official, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';

const house = 'H05';

/** The page as it goes to paper. */
async function toPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/^打印 /)).toBeVisible();
}

async function expectNothingButThePage(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden();
  await expect(page.getByRole('button', { name: '查询' })).toBeHidden();
  await expect(page.getByRole('button', { name: '刷新' })).toBeHidden();
  await expect(page.getByText('演示，不作医疗用途').first()).toBeVisible();
}

test('a list prints with its filters, who printed it and when, and all of its rows @old-pc', async ({ openAs }) => {
  const page = await openAs(technicianOf(house), '/stock/bags?state=available');
  const rows = page.getByRole('row');
  await expect(rows.nth(20)).toBeAttached();
  await toPaper(page);
  await expectNothingButThePage(page);
  await expect(page.getByRole('paragraph').filter({ hasText: '第 1–' })).toContainText('状态 可用');
  // Nothing is left behind in a box that scrolls.
  const cut = await page.evaluate(
    () =>
      [...document.querySelectorAll('main, main *')].filter(
        (element) =>
          element.scrollHeight > element.clientHeight + 1 && getComputedStyle(element).overflowY !== 'visible',
      ).length,
  );
  expect(cut).toBe(0);
  expect(
    await page
      .locator('thead')
      .first()
      .evaluate((head) => getComputedStyle(head).display),
  ).toBe('table-header-group');
});

test('an open record prints alone', async ({ openAs, origin }) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'O' }]);
  if (!bag) throw new Error('one bag');
  const { id, no } = await openApi(origin, technicianOf(house)).otherOutbounds.register.mutate({
    data: { kind: 'return', reasonCode: 'near_expiry', unitIds: [bag.unitId], toOrgId: clerk.orgId },
  });
  const page = await openAs(reviewerOf(house), `/other-outbounds?open=${id}`);
  await expect(page.getByRole('button', { name: '撤销', exact: true })).toBeVisible();
  await toPaper(page);
  await expectNothingButThePage(page);
  await expect(page.getByRole('heading', { name: no })).toBeVisible();
  await expect(page.getByText('其它血袋出库', { exact: true }).filter({ visible: true })).toHaveCount(1);
  await expect(page.getByRole('button', { name: '撤销', exact: true })).toBeHidden();
  await expect(page.getByRole('region', { name: '其它血袋出库' })).toBeHidden();
});

test('the stock matrix prints whole, its plates solid and hollow', async ({ openAs }) => {
  const page = await openAs(technicianOf(house), '/stock');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await toPaper(page);
  await expect(page.getByText(/^数据截至 /).last()).toBeVisible();
  const plate = (name: string) =>
    page
      .getByRole('img', { name })
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await plate('O 型 RhD 阳性')).toBe('rgb(0, 0, 0)');
  expect(await plate('O 型 RhD 阴性')).toBe('rgb(255, 255, 255)');
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
});

test('a list fills its sheets and leaves none empty', async ({ openAs }) => {
  const page = await openAs(technicianOf(house), '/incidents');
  await expect(page.getByRole('heading', { name: '事件' })).toBeVisible();
  await toPaper(page);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test('movements and bags say on paper what was asked for, whose they are, and whether there is more', async ({
  openAs,
}) => {
  const page = await openAs(official, `/stock/movements?org=${house}&kind=receive`);
  await expect(page.getByText('再取 50 条')).toBeVisible();
  await toPaper(page);
  const line = page.locator('p').filter({ hasText: '第 1–' });
  await expect(line).toContainText('事由 入库');
  await expect(line).toContainText('后面还有，没有印上');
  for (const path of ['movements', 'bags']) {
    await page.goto(`/stock/${path}?org=${house}`);
    await toPaper(page);
    await expect(page.getByText(/的库存，只看/)).toBeVisible();
  }
});
