import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { type Person, technicianOf } from './support/people';
import { expect, test } from './support/test';

test.use({ actionTimeout: 10_000 });

const clerk: Person = { orgId: 'O01', staffNo: '3001' };
const reviewer: Person = { orgId: 'O01', staffNo: '3002' };
const house = 'H06';
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

/** Opens the record of a row and waits for its panel. */
async function openRow(page: Page, text: string) {
  await rowOf(page, text).getByRole('button').first().press('Enter');
  return page.getByRole('complementary').last();
}

test('a plan goes from the hospital over the reviewer to the approver, each window by itself, and by keyboard', async ({
  openAs,
}) => {
  const desk = await openAs(clerk, '/blood-use-plans?tab=waiting');
  await expect(desk.getByRole('heading', { name: '用血计划', level: 1 })).toBeVisible();
  const page = await openAs(technicianOf(house), '/blood-use-plans/new');
  await page.getByRole('textbox', { name: '红细胞' }).fill('3000');
  await page.getByRole('textbox', { name: '血浆' }).fill('500000');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/open=/);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('待审核');

  // Nobody pressed anything here.
  await expect(rowOf(desk, '3,000')).toContainText('待审核');
  await openRow(desk, '3,000');
  await desk.getByRole('button', { name: '审核', exact: true }).press('Enter');
  const review = desk.getByRole('dialog');
  await review.getByRole('textbox', { name: '红细胞' }).fill('2800');
  await expect(review.getByRole('button', { name: /改了数量，先写意见/ })).toBeVisible();
  await review.getByRole('textbox', { name: '意见' }).fill('按去年实际核减');
  await desk.keyboard.press('Control+Enter');
  await expect(review).toHaveCount(0);
  await expect(drawer).toContainText('待批准');

  const second = await openAs(reviewer, '/blood-use-plans?tab=waiting');
  await openRow(second, '2,800');
  await second.getByRole('button', { name: '批准', exact: true }).press('Enter');
  await second.getByRole('dialog').getByRole('textbox', { name: '红细胞' }).waitFor();
  await second.keyboard.press('Control+Enter');
  await expect(second.getByRole('dialog')).toHaveCount(0);
  await expect(drawer).toContainText('已批准');
  await expect(drawer).toContainText('执行率');

  // The grid says what is left before anybody orders.
  await page.goto('/blood-orders/new');
  await expect(page.getByText(/本年计划余 .*红细胞 2,?800 U/)).toBeVisible();
});

test('what was ordered beyond the plan stands on the record until the approver settles it by keyboard', async ({
  openAs,
  origin,
}) => {
  const orgId = 'H03';
  const hospital = openApi(origin, technicianOf(orgId));
  const office = openApi(origin, clerk);
  const approver = openApi(origin, reviewer);
  const neededAt = new Date(Date.now() + 2 * 3_600_000);
  const year = Number(new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', year: 'numeric' }).format(neededAt));
  const lines = [{ measure: 'red_cells' as const, amount: 200 }];
  const key = randomUUID;
  const sent = await hospital.bloodUsePlans.register.mutate({ key: key(), data: { year, lines, isSubmitted: true } });
  const seen = await office.bloodUsePlans.review.mutate({
    key: key(),
    data: { id: sent.id, version: sent.version, lines },
  });
  await approver.bloodUsePlans.approve.mutate({ key: key(), data: { id: sent.id, version: seen.version, lines } });
  const ordered = await hospital.bloodOrders.submit.mutate({
    key: key(),
    data: {
      stationId: 'S01',
      priority: 'urgent',
      deliveryMethod: 'express',
      neededAt,
      lines: [{ component: 'rbc-lr', abo: 'O', rhd: 'positive', amount: 1000 }],
    },
  });

  // Beside what the demo’s own orders of the year have drawn.
  const overdraft = async () =>
    (await office.bloodUsePlans.get.query({ id: sent.id })).accounts.find(({ kind }) => kind === 'overdraft');
  const over = ((await overdraft())?.pledged ?? 0) / 100;
  expect(over).toBeGreaterThanOrEqual(8);
  const page = await openAs(reviewer, `/blood-use-plans?open=${sent.id}`);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText(`超计划待结 红细胞 ${over} U`);
  await expect(drawer).toContainText('前结算');
  await drawer.getByRole('button', { name: '调整', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog');
  // What is over is proposed; more than that cannot be settled.
  await expect(dialog.getByRole('textbox', { name: '数量' })).toHaveValue(String(over));
  await expect(dialog.getByRole('button', { name: /理由/ })).toBeVisible();
  await dialog.getByRole('textbox', { name: '理由' }).focus();
  await page.keyboard.type('抢救用血，核定');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(drawer).not.toContainText('超计划待结');
  await expect(drawer).toContainText('抢救用血，核定');
  expect(await overdraft()).toMatchObject({ granted: over * 100, pledged: over * 100 });
  // Nobody waits for this blood.
  await hospital.bloodOrders.cancel.mutate({ key: key(), data: { id: ordered.id, version: 1, reason: '重复下单' } });
});

test('the office gives a share of donors, the hospital’s open window shows it and activates a part', async ({
  openAs,
}) => {
  const page = await openAs(technicianOf('H05'), '/donor-plans');
  await expect(page.getByRole('heading', { name: '献血者用血计划管理' })).toBeVisible();
  const desk = await openAs(clerk, '/donor-plans/new');
  const hospital = desk.getByRole('combobox', { name: '医院' });
  await hospital.focus();
  await desk.keyboard.type('H05', { delay: 40 });
  await desk.getByRole('option').first().waitFor();
  await desk.keyboard.press('Enter');
  await desk.getByRole('textbox', { name: '献血单位' }).fill('临江示范中学');
  await desk.getByRole('textbox', { name: '份额' }).fill('20');
  await desk.keyboard.press('Control+Enter');
  await expect(desk).toHaveURL(/open=/);

  await expect(rowOf(page, '临江示范中学')).toContainText('待激活');
  await openRow(page, '临江示范中学');
  await page.getByRole('button', { name: '激活', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '激活份额' }).fill('30');
  await expect(dialog.getByRole('button', { name: /最多 20 U/ })).toBeVisible();
  await dialog.getByRole('textbox', { name: '激活份额' }).fill('8');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('complementary').last()).toContainText('已激活');
  await expect(desk.getByRole('complementary').last()).toContainText('已激活');
});
