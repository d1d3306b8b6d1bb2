import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { openApi } from './support/api';
import { codesOf, nextDonationNumber, plasma, releaseBags, sendShipment } from './support/blood';
import { clerk, password, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

const checker = { orgId: 'S01', staffNo: '1002' };

test('a clerk relabels bags by scanner and keyboard, a second one signs, and every desk answers the old label with the new', async ({
  openAs,
  origin,
}) => {
  const [bag, other] = await releaseBags(origin, [{ abo: 'B' }, { abo: 'B' }]);
  if (!bag || !other) throw new Error('two bags');
  const [to, toOther] = [nextDonationNumber(), nextDonationNumber()];
  const shown = (no: string) => no.slice(-6);

  const page = await openAs(clerk, '/station-stock');
  await page.getByRole('link', { name: '改贴记录' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '改贴标签' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '改贴标签' })).toBeVisible();
  await expect(page.getByText('先扫旧标签的献血码和产品码')).toBeVisible();
  const said = page.getByRole('status').filter({ hasText: /标签|袋|码/ });

  // The number alone is not the old label: its product code is asked for.
  await scan(page, bag.codes.donation);
  await expect(said.filter({ hasText: '再扫旧标签的产品码' })).toBeVisible();
  await scan(page, bag.codes.product);
  await expect(said.filter({ hasText: '现在扫新标签的四个码' })).toBeVisible();
  await expect(page.getByRole('button', { name: '手里这袋还没扫全' })).toBeVisible();
  await scanAll(page, [encodeDonationNumber(to), bag.codes.expiry, bag.codes.group]);
  await expect(said.filter({ hasText: '还差 产品码' })).toBeVisible();
  await scan(page, bag.codes.product);
  await expect(page.getByText('本单 1 袋')).toBeVisible();

  // A label of another group is named on its line, and nobody can sign it.
  await scanAll(page, [other.codes.donation, other.codes.product]);
  await scanAll(page, [encodeDonationNumber(toOther), '=%6200', other.codes.expiry, other.codes.product]);
  await expect(page.getByRole('alert').filter({ hasText: '血型不同不能贴' })).toBeVisible();
  await expect(said.filter({ hasText: '血型不同不能贴' })).toBeVisible();
  await expect(page.getByRole('button', { name: '1 袋不能这样改贴' })).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('本单 2 袋')).toBeVisible();
  await page.getByRole('button', { name: `移出 ${other.donationNo} ${other.productCode}` }).focus();
  await page.keyboard.press('Enter');
  await scanAll(page, [other.codes.donation, other.codes.product]);
  await scanAll(page, [encodeDonationNumber(toOther), other.codes.group, other.codes.expiry, other.codes.product]);
  await expect(page.getByText('本单 2 袋')).toBeVisible();

  await expect(page.getByRole('button', { name: '先写原因' })).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(page.getByRole('textbox', { name: '原因' })).toHaveValue('标签打印错误');
  await expect(page.getByRole('button', { name: '还差核对人' })).toBeVisible();
  await page.getByRole('textbox', { name: '第二人 工号' }).fill(clerk.staffNo);
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '第二人不能是本人' })).toBeVisible();
  await page.getByRole('textbox', { name: '第二人 工号' }).fill(checker.staffNo);
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已签$/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/station-stock\/relabellings\?open=/);
  const drawer = page.getByRole('complementary').last();
  for (const no of [bag.donationNo, to, toOther]) await expect(drawer).toContainText(shown(no));
  await expect(drawer).toContainText('1002 高岚');

  // The packing desk, with the bag in the hand and its old label still on it.
  const packing = await openAs(clerk, '/shipments/new');
  await expect(packing.getByRole('textbox', { name: '送血人', exact: true })).toBeVisible();
  await scan(packing, bag.codes.donation);
  const refusal = packing.getByRole('alert').filter({ hasText: '已改贴为' });
  await expect(refusal).toContainText(shown(to));
  await expect(refusal).toContainText('扫新标签');
  await scan(packing, encodeDonationNumber(to));
  await expect(packing.getByText(shown(to)).last()).toBeVisible();

  // A hospital that receives: the old label is on no note, and the new one is told.
  const { id } = await sendShipment(origin, 'H04', [{ abo: 'B' }]);
  const receipt = await openAs(technicianOf('H04'), `/bag-receipts/receive/${id}`);
  await expect(receipt.locator('#typed-code')).toBeVisible();
  await scanAll(receipt, codesOf(bag));
  await expect(receipt.getByText('已改贴为').first()).toContainText(shown(to));

  // The search of the frame, and the trace.
  const search = await openAs(clerk, `/units?q=${bag.donationNo}`);
  await expect(search.getByText('已改贴为')).toBeVisible();
  await search.getByRole('link', { name: new RegExp(`追溯 ${to}`) }).focus();
  await search.keyboard.press('Enter');
  await expect(search.getByRole('cell', { name: '改贴', exact: false }).first()).toBeVisible();
  await expect(search.getByRole('link', { name: /^改贴 \d{8}-\d{4}$/ })).toBeVisible();
  const trace = await openApi(origin, clerk).units.trace.query({ id: bag.unitId });
  expect(trace.steps.find(({ kind }) => kind === 'relabel')?.record?.checkedBy).toBe('1002 高岚');
});

test('before anybody signs, a label that is another bag’s is told, and so are the other bags of its donation', async ({
  openAs,
  origin,
}) => {
  const [bag, other, sister] = await releaseBags(origin, [
    { abo: 'A' },
    { abo: 'A' },
    { abo: 'B', productCode: plasma },
  ]);
  if (!bag || !other || !sister) throw new Error('three bags');
  const page = await openAs(checker, '/station-stock/relabellings/new');
  await expect(page.getByText('先扫旧标签的献血码和产品码')).toBeVisible();
  await scanAll(page, [bag.codes.donation, bag.codes.product, ...codesOf(other)]);
  await expect(page.getByText('本单 1 袋')).toBeVisible();
  for (const role of ['status', 'alert'] as const)
    await expect(page.getByRole(role).filter({ hasText: '是本站另一袋现在的标签' })).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expect(page.getByRole('textbox', { name: '原因' })).toHaveValue('标签打印错误');
  await expect(page.getByRole('button', { name: '1 袋不能这样改贴' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: '第二人 工号' })).toHaveCount(0);
  await page.getByRole('button', { name: `移出 ${bag.donationNo} ${bag.productCode}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('先扫旧标签的献血码和产品码')).toBeVisible();

  // A donation that another bag bears with another group: a warning on the line and beside the signature, and no refusal.
  await scanAll(page, [bag.codes.donation, bag.codes.product]);
  await scanAll(page, [sister.codes.donation, bag.codes.group, bag.codes.expiry, bag.codes.product]);
  await expect(page.getByRole('status').filter({ hasText: '1 袋血型不同' })).toBeVisible();
  const line = page.getByRole('cell').filter({ hasText: '已有别的血袋 1 袋，其中 1 袋在本站' });
  await expect(line).toContainText(sister.productCode);
  await expect(line).toContainText(`血型不同：这袋是 A+，同一献血码的 ${sister.productCode} B+`);
  await expect(page.getByRole('note').filter({ hasText: '其中 1 袋血型不同' })).toBeVisible();
  await page.getByRole('textbox', { name: '第二人 工号' }).fill(clerk.staffNo);
  await page.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/已签$/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/station-stock\/relabellings\?open=/);
  await expect(page.getByRole('complementary').last()).toContainText(sister.donationNo.slice(-6));
});
