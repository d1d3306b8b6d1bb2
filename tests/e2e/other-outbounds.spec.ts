import { openApi } from './support/api';
import { codesOf, stockBags } from './support/blood';
import { clerk, password, reviewerOf, technicianOf } from './support/people';
import { enterTemperatures, openScanList, postButton, scanBag } from './support/receipt-desk';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

// One person may be on duty alone there at any hour.
const sender = 'H05';
const receiver = 'H06';

test('bags are discarded by keyboard and scanner, agreed to by a second person, and nothing scanned is lost', async ({
  openAs,
  origin,
}) => {
  const [first, second] = await stockBags(origin, sender, [{ abo: 'B' }, { abo: 'B' }]);
  if (!first || !second) throw new Error('two bags');
  const api = openApi(origin, technicianOf(sender));

  const page = await openAs(technicianOf(sender), '/other-outbounds');
  await page.getByRole('link', { name: '登记出库' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '其它血袋出库登记' })).toBeVisible();
  // The kind comes first, and has the focus.
  await expect(page.getByRole('radio', { name: '退回血站' })).toBeFocused();
  await expect(page.getByRole('button', { name: '先选出库类型' })).toBeVisible();
  await scan(page, first.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '先选出库类型，再扫' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '报废' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '凝块' })).toBeChecked();
  await expect(page.getByRole('button', { name: '先扫血袋' })).toBeVisible();

  // Zero clicks between bags; a bag of another house is named.
  const [theirs] = await stockBags(origin, receiver, [{ abo: 'B' }]);
  for (const bag of [first, theirs, second, second]) if (bag) await scan(page, bag.codes.donation);
  await expect(page.getByText('已列 2 袋')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: '不在本院' })).toContainText(
    theirs?.donationNo.slice(-6) ?? '?',
  );
  await expect(page.getByText('已在第 2 行')).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('已列 2 袋')).toBeVisible();
  await expect(page.getByRole('radio', { name: '凝块' })).toBeChecked();

  await expect(page.getByRole('button', { name: '还差第二人' })).toBeVisible();
  // Who may not be the second is told at once, and nothing is signed.
  await page.getByRole('textbox', { name: '第二人 工号' }).fill('3001');
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '不是登记员或输血科负责人' })).toBeVisible();
  await page.getByRole('textbox', { name: '第二人 工号' }).fill(reviewerOf(sender).staffNo);
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已签$/)).toBeVisible();
  // One word more, and it is not what was signed.
  await page.getByRole('textbox', { name: '说明' }).fill('两袋均见凝块');
  await expect(page.getByRole('button', { name: '还差第二人' })).toBeVisible();
  await page.getByRole('textbox', { name: '说明' }).fill('');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/other-outbounds\?open=/);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('凝块');
  await expect(drawer).toContainText('原可用');
  expect((await api.stock.holds.query({ unitIds: [first.unitId] })).bags).toEqual([]);

  const desk = await openAs(reviewerOf(sender), page.url());
  await desk.getByRole('button', { name: '撤销', exact: true }).click();
  const dialog = desk.getByRole('dialog', { name: /^撤销 .*2 袋转回本院/ });
  await expect(dialog).toContainText('血袋转为隔离');
  await dialog.getByRole('textbox', { name: '撤销原因' }).fill('扫错一袋');
  await desk.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => (await api.stock.holds.query({ unitIds: [first.unitId] })).bags.map(({ state }) => state))
    .toEqual(['quarantined']);
});

test('who agreed by telephone agreed to these bags by this kind: one bag more, or another kind in between, and he is asked again', async ({
  openAs,
  origin,
}) => {
  const [bag, more] = await stockBags(origin, sender, [{ abo: 'B' }, { abo: 'B' }]);
  if (!bag || !more) throw new Error('two bags');
  const page = await openAs(reviewerOf(sender), '/other-outbounds/new');
  await expect(page.getByRole('radio', { name: '退回血站' })).toBeFocused();
  await page.getByRole('radio', { name: '报废' }).click();
  await page.getByRole('radio', { name: '凝块' }).click();
  await scan(page, bag.codes.donation);
  await expect(page.getByText('已列 1 袋')).toBeVisible();
  await page.getByRole('radio', { name: '电话同意' }).click();
  await page.getByRole('textbox', { name: '工号' }).fill(technicianOf(sender).staffNo);
  const called = new Date(Date.now() + 8 * 3_600_000 - 60_000).toISOString().slice(0, 16).replace('T', ' ');
  await page.getByRole('region', { name: '第二人' }).getByPlaceholder('yyyy-MM-dd HH:mm').fill(called);
  await expect(page.getByRole('button', { name: '登记报废 1 袋' })).toBeEnabled();

  await scan(page, more.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '电话同意的不是现在这一份' })).toBeVisible();
  await expect(page.getByRole('button', { name: '还差第二人' })).toBeVisible();
  await page.getByRole('button', { name: '已再打过电话' }).click();
  await expect(page.getByRole('button', { name: '登记报废 2 袋' })).toBeEnabled();

  // Another kind and back: nobody has agreed to anything.
  await page.getByRole('radio', { name: '退回血站' }).click();
  await expect(page.getByRole('region', { name: '第二人' })).toHaveCount(0);
  await page.getByRole('radio', { name: '报废' }).click();
  await expect(page.getByRole('region', { name: '第二人' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^登记报废/ })).toHaveCount(0);

  // There and back between the two ways: what stands on the screen is what the desk has.
  await page.getByRole('radio', { name: '凝块' }).click();
  await page.getByRole('textbox', { name: '第二人 工号' }).fill(technicianOf(sender).staffNo);
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '登记报废 2 袋' })).toBeEnabled();
  await page.getByRole('radio', { name: '电话同意' }).click();
  await expect(page.getByRole('button', { name: '还差第二人' })).toBeVisible();
  await page.getByRole('radio', { name: '本人签名' }).click();
  await expect(page.getByText(/已签$/)).toBeVisible();
  await expect(page.getByRole('button', { name: '登记报废 2 袋' })).toBeEnabled();
});

test('a transfer is received by the other hospital at its scan desk, and the sender sees it without asking', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, sender, [{ abo: 'O' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(technicianOf(sender), '/other-outbounds/new');
  await expect(page.getByRole('radio', { name: '退回血站' })).toBeFocused();
  // Too early, and scanned again later: nobody is told at the end that this bag was left out.
  await scan(page, bag.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '先选出库类型，再扫' })).toBeVisible();
  await page.getByRole('radio', { name: '院际调剂出库' }).click();
  await page.getByRole('radio', { name: '对方缺血' }).click();
  await page.getByRole('textbox', { name: '说明' }).fill('急诊备血');
  await page.getByRole('combobox', { name: '调剂到哪家医院' }).fill(receiver);
  await page.getByRole('option', { name: receiver }).click();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('option')).toHaveCount(0);
  await scan(page, bag.codes.donation);
  await expect(page.getByText('已列 1 袋')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/other-outbounds\?open=/);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('待对方收');
  const id = new URL(page.url()).searchParams.get('open') ?? '';
  const { shipmentId } = await openApi(origin, technicianOf(sender)).otherOutbounds.get.query({ id });

  const desk = await openAs(technicianOf(receiver), '/bag-receipts');
  await expect(desk.getByRole('listitem').filter({ hasText: '院际调剂' }).first()).toBeVisible();
  await openScanList(desk, shipmentId ?? '');
  await expect(desk.getByText('院际调剂。原因：对方缺血')).toContainText('急诊备血');
  await scanBag(desk, bag);
  await enterTemperatures(desk);
  await desk.getByRole('button', { name: '签名', exact: true }).first().click();
  await desk.getByRole('textbox', { name: /工号/ }).fill(reviewerOf(receiver).staffNo);
  await desk.getByLabel(/本人密码/).fill(password);
  await desk.keyboard.press('Enter');
  await expect(postButton(desk)).toBeEnabled();
  await desk.keyboard.press('Control+Enter');
  await expect(desk.getByText(/已入库 .*1 袋入库/)).toBeVisible();
  await expect(drawer).toContainText('对方已收');
});

test('a return stands in the station’s menu and comes in on hold, whatever it looks like', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, sender, [{ abo: 'A' }]);
  if (!bag) throw new Error('one bag');
  const hospital = openApi(origin, technicianOf(sender));
  const { shipmentId } = await hospital.otherOutbounds.register.mutate({
    data: { kind: 'return', reasonCode: 'near_expiry', unitIds: [bag.unitId], toOrgId: clerk.orgId },
  });
  const page = await openAs(clerk, '/shipments');
  await page.getByRole('link', { name: /^血袋入库/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '医院退血' }).first()).toBeVisible();
  await expect(page.getByRole('link', { name: '无单到货' })).toHaveCount(0);
  await openScanList(page, shipmentId ?? '');
  await expect(page.getByText('收下的血袋都转隔离')).toBeVisible();
  await scanAll(page, codesOf(bag));
  await expect(page.getByText(/医院退回，隔离/).first()).toBeVisible();
  await expect(page.getByText('都不入库')).toContainText('医院退回');
});
