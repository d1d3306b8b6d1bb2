import type { Page } from '@playwright/test';
import { badgePrefix } from '@/domain/blood/barcodes/read-scan';
import { openApi } from './support/api';
import { sendShipment, stockBags } from './support/blood';
import { reviewerOf, signInByKeyboard, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

// One guest, in one house.
test.describe.configure({ mode: 'default' });

const admin = { orgId: 'H01', staffNo: '9001' };
/** Kept by H04; where she works too she is written with it. */
const kept = reviewerOf('H04');
const written = `${kept.orgId}/${kept.staffNo}`;

/** A badge as the demo prints it beside a shipment of its own house. */
async function readBadge(page: Page, shipmentId: string, staffNo: string): Promise<string> {
  await page.goto(`/demo-labels/${shipmentId}`);
  await page.getByRole('heading', { name: /胸牌$/ }).waitFor();
  const badges = await page
    .locator('li', { has: page.locator(`img[alt^="${badgePrefix}"]`) })
    .evaluateAll((items) =>
      items.map((item) => [item.querySelector('p')?.textContent ?? '', item.querySelector('img')?.alt ?? ''] as const),
    );
  return badges.find(([words]) => words.includes(staffNo))?.[1] ?? '';
}

/** Runs of before may have left her here. */
async function endBefore(origin: string) {
  const api = openApi(origin, admin);
  const { rows } = await api.people.list.query({ filters: { staffNo: written, state: 'active' } });
  for (const { id, version } of rows)
    await api.people.endGuest.mutate({ data: { id, orgId: 'H01', version, reason: '重新试验' } });
}

test('somebody of another house is asked in by keyboard, signs in there, is the second of two by her own badge, and is gone again', async ({
  openAs,
  page: theirs,
  origin,
}) => {
  await endBefore(origin);
  const page = await openAs(admin, '/people');
  await page.getByRole('button', { name: '外单位人员兼任' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '外单位人员在此兼任' });
  await expect(dialog.getByRole('button', { name: '先选单位' })).toBeVisible();
  await dialog.getByRole('combobox', { name: '所属单位' }).focus();
  await page.keyboard.type(kept.orgId, { delay: 60 });
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.type('77777', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/没有工号 77777 的在岗人员/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: '先查找此人' })).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(kept.staffNo, { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status').filter({ hasText: '秦岚' })).toBeVisible();
  await dialog.getByRole('textbox', { name: '科室' }).focus();
  await page.keyboard.type('输血科', { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('F4');
  await page.getByRole('option', { name: '登记员', exact: true }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await dialog.getByRole('textbox', { name: '理由' }).focus();
  await page.keyboard.type('夜班支援', { delay: 60 });
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText(written);
  await expect(drawer.getByRole('heading', { name: /^来自 / })).toBeVisible();
  await expect(drawer).toContainText('夜班支援');
  // Her account and her badge are her own house's.
  await expect(drawer.getByRole('button', { name: '新的首次密码' })).toHaveCount(0);
  await expect(drawer.getByRole('link', { name: /胸牌/ })).toHaveCount(0);
  await page
    .getByRole('tab', { name: '外单位' })
    .or(page.getByRole('link', { name: '外单位' }))
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: written })).toBeVisible();

  // In the house where she works, by her number at home.
  await theirs.goto('/login');
  await signInByKeyboard(theirs, { orgId: 'H01', staffNo: written });
  await expect(theirs).not.toHaveURL(/\/login/);
  await expect(theirs.getByRole('banner')).toContainText('秦岚');
  await theirs.goto('/stock');
  await expect(theirs.getByRole('button', { name: /徐汇第一/ })).toBeVisible();

  // The second of two, by her one badge.
  const awaited = await sendShipment(origin, kept.orgId, [{}]);
  const badge = await readBadge(await openAs(kept, '/'), awaited.id, kept.staffNo);
  const [bag] = await stockBags(origin, 'H01', [{ abo: 'AB' }]);
  if (!bag) throw new Error('one bag');
  const bench = openApi(origin, technicianOf('H01'));
  const stateOf = async () => (await bench.stock.holds.query({ unitIds: [bag.unitId] })).bags[0]?.state;
  await bench.stock.hold.mutate({ data: { unitIds: [bag.unitId], cause: 'temperature', words: '停机' } });
  const desk = await openAs(reviewerOf('H01'), `/stock/bags?donationNo=${bag.donationNo}`);
  await desk.locator(`button[data-row="${bag.unitId}"]`).focus();
  await desk.keyboard.press('Enter');
  await desk.getByRole('button', { name: /^解除隔离 3100/ }).focus();
  await desk.keyboard.press('Enter');
  const release = desk.getByRole('dialog', { name: '解除隔离 1 袋' });
  await release.getByRole('textbox', { name: '依据' }).focus();
  await desk.keyboard.type('记录仪复核合格', { delay: 60 });
  await scan(desk, badge);
  await expect(release).toContainText('秦岚（松江佘山） 已签');
  await desk.keyboard.press('Control+Enter');
  await expect(release).toBeHidden();
  await expect.poll(stateOf).toBe('available');

  // Ended: what she has open here is over.
  await page.getByRole('row').filter({ hasText: written }).getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await drawer.getByRole('button', { name: '结束兼任' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('支援结束', { delay: 60 });
  await page.keyboard.press('Control+Enter');
  await expect(drawer).toContainText('本单位结束');
  await theirs.goto('/stock');
  await expect(theirs).toHaveURL(/\/login/);
});

test('the house that keeps somebody sees where else she works, and the other one whose she is', async ({ openAs }) => {
  // H03’s reviewer does nights in H02, since the demo began.
  const page = await openAs({ orgId: 'H02', staffNo: '9001' }, '/people');
  const row = page.getByRole('row').filter({ hasText: 'H03/1002' });
  await expect(row).toContainText('朱琳');
  await expect(row).toContainText('闵行南部');
});
