import type { Page } from '@playwright/test';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { openApi } from './support/api';
import { receiveElsewhere, registerPatient, sendShipment, stockBags, timeZone } from './support/blood';
import { loseAnswerUnderLock, official, password, reviewerOf, signInByKeyboard, technicianOf } from './support/people';
import { enterTemperatures, openScanList, postButton, scanBag, scannedCount } from './support/receipt-desk';
import { overviewFigure, overviewRow, stockFigure, storedRow } from './support/screens';
import { expect, test } from './support/test';
import { scan, scanAll, throughInputMethod } from './support/wedge';

const house = 'H01';
const technician = technicianOf(house);

interface PrintedBag {
  readonly donation: string;
  readonly group: string;
  readonly product: string;
  readonly expiry: string;
}

/** What a person sees on the printed page: four codes of every bag, and the badges of the house by staff number. */
async function readPrintedPage(page: Page): Promise<{ bags: PrintedBag[]; badges: Map<string, string> }> {
  await page.getByRole('heading', { name: /胸牌$/ }).waitFor();
  const codes = await page
    .locator('li[data-bag]')
    .evaluateAll((bags) => bags.map((bag) => [...bag.querySelectorAll('img')].map((image) => image.alt)));
  const badges = await page
    .locator('li', { has: page.locator('img[alt^="XB-"]') })
    .evaluateAll((items) =>
      items.map((item) => [item.querySelector('p')?.textContent ?? '', item.querySelector('img')?.alt ?? ''] as const),
    );
  return {
    bags: codes.map(([donation = '', group = '', product = '', expiry = '']) => ({ donation, group, product, expiry })),
    badges: new Map(badges.map(([words, code]) => [/\d{4}/.exec(words)?.[0] ?? '', code])),
  };
}

function groupOf(code: string) {
  const read = readScan(code, { now: new Date(), timeZone });
  if (read.kind !== 'group') throw new Error(`${code} is no group`);
  return { abo: read.abo, rhd: read.rhd };
}

test('a bag of the waiting shipment comes in by its four codes and goes out to a patient, on every screen at once', async ({
  page,
  openAs,
  origin,
}) => {
  test.setTimeout(120_000);
  await page.goto('/login?next=/bag-receipts');
  await signInByKeyboard(page, technician);
  await expect(page).toHaveURL(/\/bag-receipts/);

  const overview = await openAs(official, '/overview');
  const stock = await openAs(reviewerOf(house), '/stock?as=bags');

  const awaited = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: /开始扫描|接着扫描/ }) });
  const [labels] = await Promise.all([
    page.context().waitForEvent('page'),
    awaited.first().getByRole('link', { name: '打印演示条码' }).click(),
  ]);
  const { bags, badges } = await readPrintedPage(labels);
  await labels.close();
  const bag =
    bags.find((candidate) => candidate.product === '=<P0065H00' && candidate.group === '=%6200') ??
    bags.find((candidate) => candidate.product === '=<P0065H00');
  if (!bag) throw new Error('the waiting shipment has red cells');
  const group = groupOf(bag.group);

  await expect(stock.locator('[data-cell]').first()).toBeVisible();
  await expect(overview.getByRole('row', { name: /徐汇一院/ })).toBeVisible();
  const bagsBefore = await stockFigure(stock, 'rbc-lr', group);
  const unitsBefore = await overviewFigure(overview, '徐汇一院', group);

  await awaited
    .first()
    .getByRole('link', { name: /开始扫描|接着扫描/ })
    .click();
  await expect(postButton(page)).toHaveText(/还没有扫到血袋/);
  await scanAll(page, [bag.expiry, bag.product, bag.group, bag.donation]);
  await expect(scannedCount(page)).toHaveText('1');
  await expect(postButton(page)).toHaveText(/还差第 1 箱温度/);

  await page.getByRole('textbox', { name: /红细胞.*℃/ }).fill('4.2');
  await expect(postButton(page)).toHaveText(/还差接收签名/);
  await page.getByRole('button', { name: '签名', exact: true }).click();
  await expect(postButton(page)).toHaveText(/还差复核签名/);
  await scan(page, badges.get('1002') ?? '');
  await expect(page.getByText('陈立群')).toBeVisible();
  await expect(postButton(page)).toHaveText(/先入这 1 袋(?!，)/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 .*1 袋入库，0 袋隔离/)).toBeVisible();

  await expect.poll(() => stockFigure(stock, 'rbc-lr', group)).toBe(bagsBefore + 1);
  await expect.poll(() => overviewFigure(overview, '徐汇一院', group)).toBe(unitsBefore + 2);

  const api = openApi(origin, technician);
  const patient = await registerPatient(api, {
    abo: group.abo,
    rhd: group.rhd === 'negative' ? 'negative' : 'positive',
  });
  await issueByHand(page, patient.mrn, bag.donation, badges.get('3001') ?? '');

  await expect.poll(() => stockFigure(stock, 'rbc-lr', group)).toBe(bagsBefore);
  await expect.poll(() => overviewFigure(overview, '徐汇一院', group)).toBe(unitsBefore);
  expect(await overviewRow(overview, '徐汇一院')).toEqual(await storedRow(openApi(origin, official), '徐汇一院'));
});

/** The register page from the wristband to the collector's badge. */
async function issueByHand(page: Page, mrn: string, donationCode: string, badge: string): Promise<void> {
  await page.goto('/clinical-issues/new');
  await page.getByRole('textbox', { name: '患者' }).fill(mrn);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/扫第一袋的任一条码/)).toBeVisible();
  await scan(page, donationCode);
  await expect(page.getByText('已选，第 1 行')).toBeVisible();
  await page.getByLabel('申请单号').fill('HIS26112301');
  await page.getByLabel('科室', { exact: true }).first().fill('骨科');
  await expect(page.getByRole('button', { name: /^还差 1 袋配血/ })).toBeVisible();
  await page.keyboard.press('F6');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radiogroup', { name: '主侧' }).getByRole('radio', { name: '相合' }).click();
  await dialog.getByRole('radiogroup', { name: '次侧' }).getByRole('radio', { name: '相合' }).click();
  await dialog.getByRole('radio', { name: '微柱凝胶' }).click();
  await dialog.getByLabel('标本号').fill('S260101');
  await dialog.getByLabel('采样时间').fill(cityMinute(-180));
  await dialog.getByLabel('检验人工号').fill('1001');
  await dialog.getByLabel('检验时间').fill(cityMinute(-60));
  await dialog.getByLabel('复核人工号').fill('1002');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  for (const box of await page.getByRole('checkbox').all()) await box.click();
  await page.getByRole('button', { name: '签名', exact: true }).click();
  await expect(page.getByRole('button', { name: /还差取血签名/ })).toBeVisible();
  await scan(page, badge);
  await expect(page.getByRole('button', { name: /^出库 1 袋/ })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已出库 .*：1 袋/)).toBeVisible();
}

/** `yyyy-MM-dd HH:mm` in the city, so many minutes from now. */
function cityMinute(minutes: number): string {
  const at = new Date(Date.now() + minutes * 60_000 + 8 * 3_600_000);
  return at.toISOString().slice(0, 16).replace('T', ' ');
}

test('codes typed as an input method leaves them are the same codes', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [first, second] = shipment.bags;
  if (!first || !second) throw new Error('two bags were sent');
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  const field = page.locator('#typed-code');
  for (const code of [first.codes.product, first.codes.donation, first.codes.group, first.codes.expiry]) {
    await field.fill(throughInputMethod(code));
    await field.press('Enter');
  }
  await expect(scannedCount(page)).toHaveText('1');
  // The same with the focus in the field and a scanner that ends with Tab: nothing of it stays in the field.
  await field.focus();
  for (const code of [second.codes.donation, second.codes.expiry, second.codes.group, second.codes.product])
    await scan(page, code, 'Tab');
  await expect(scannedCount(page)).toHaveText('2');
  await expect(field).toHaveValue('');
});

test('the reviewer may sign by staff number and own password, and not as the receiver', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{ abo: 'B' }]);
  const [bag] = shipment.bags;
  if (!bag) throw new Error('a bag was sent');
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, bag);
  await enterTemperatures(page);
  await page.getByRole('button', { name: '签名', exact: true }).click();
  const staffNo = page.getByRole('textbox', { name: '工号' });
  await staffNo.fill('1001');
  await page.getByLabel('本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '复核人不能是接收人' })).toBeVisible();
  // A nurse may not review a receipt, and is told before anything counts as signed.
  await staffNo.fill('3001');
  await page.getByLabel('本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '不能复核入库。换一人签。' })).toBeVisible();
  await staffNo.fill('1002');
  await page.getByLabel('本人密码').fill('Falsch-2026');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: '工号或密码不对' })).toBeVisible();
  await page.getByLabel('本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(postButton(page)).toHaveText(/先入这 1 袋(?!，)/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 /)).toBeVisible();
  const open = await openApi(origin, technician).bagReceipts.open.query({ shipmentId: shipment.id });
  expect(open.bags.map((other) => other.state)).toEqual(['received']);
});

test('one more scan voids both signatures', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [first, second] = shipment.bags;
  if (!first || !second) throw new Error('two bags were sent');
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, first);
  await enterTemperatures(page);
  await page.getByRole('button', { name: '签名', exact: true }).click();
  await page.getByRole('textbox', { name: '工号' }).fill('1002');
  await page.getByLabel('本人密码').fill(password);
  await page.keyboard.press('Enter');
  await expect(postButton(page)).toHaveText(/先入这 1 袋(?!，)/);
  await page.locator('h1').click();
  await scanBag(page, second);
  await expect(postButton(page)).toHaveText(/先入这 2 袋，还差接收签名/);
  await expect(page.getByText('已作废，重签')).toHaveCount(2);
  await expect(page.getByRole('button', { name: '签名', exact: true })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const open = await openApi(origin, technician).bagReceipts.open.query({ shipmentId: shipment.id });
  expect(open.bags.map((bag) => bag.state)).toEqual(['expected', 'expected']);
});

test('a recheck that nobody answered is sent again as it was signed', async ({ openAs, origin }) => {
  // There one person may be on duty alone at any hour.
  const island = 'H05';
  const shipment = await sendShipment(origin, island, [{}]);
  await receiveElsewhere(origin, island, shipment, shipment.bags, 'single');
  const page = await openAs(reviewerOf(island), '/api/health/live');
  const sent: unknown[] = [];
  page.on('request', (request) => {
    if (/bagReceipts\.recheck/.test(request.url())) sent.push(request.postDataJSON());
  });
  await page.goto('/bag-receipts');
  await page.getByRole('button', { name: '补核', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: /^补核/ });
  await dialog.getByRole('textbox', { name: '核对结果' }).fill('与发血单一致');
  const sign = dialog.getByRole('button', { name: '签名补核' });
  await loseAnswerUnderLock(page, origin, /bagReceipts\.recheck/, () => sign.click());
  await expect(dialog).toContainText('可能已存上。查网络，再提交一次');
  const third = page.waitForResponse(/bagReceipts\.recheck/);
  await sign.click();
  await third;
  expect(sent).toHaveLength(3);
  expect(sent[2]).toEqual(sent[0]);
});

test('an emergency takes at most four fields and one scan a bag', async ({ openAs, origin }) => {
  const bags = await stockBags(origin, house, [{ abo: 'O' }, { abo: 'O' }]);
  const stock = await openAs(reviewerOf(house), '/stock?as=bags');
  const group = { abo: 'O', rhd: 'positive' } as const;
  await expect(stock.locator('[data-cell]').first()).toBeVisible();
  const before = await stockFigure(stock, 'rbc-lr', group);

  const page = await openAs(technician, '/clinical-issues/emergency');
  await expect(page.getByText('身份不明')).toBeVisible();
  // Wristband, sex and age, who asks, why: what stands there is right for somebody nobody knows.
  expect(await page.locator('main').getByRole('textbox').count()).toBeLessThanOrEqual(4);
  await page.getByLabel('谁要血').fill('急诊 李医师');
  await page.getByRole('button', { name: '多发伤' }).click();
  await page.locator('h1').click();
  for (const bag of bags) {
    await scan(page, bag.codes.donation);
    await expect(page.getByText(`已选，第 ${bags.indexOf(bag) + 1} 行`)).toBeVisible();
  }
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已发 .*：2 袋/)).toBeVisible();
  await expect(page.getByText('补做配血')).toBeVisible();
  await expect.poll(() => stockFigure(stock, 'rbc-lr', group)).toBe(before - 2);
});
