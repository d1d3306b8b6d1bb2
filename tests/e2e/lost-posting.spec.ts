import type { Page } from '@playwright/test';
import { encodeGroup } from '@/domain/blood/barcodes/encode';
import { groupDonationNumber } from '@/i18n/format';
import { openApi } from './support/api';
import { type MadeBag, receiveElsewhere, sendShipment } from './support/blood';
import { layLine } from './support/line';
import { clerk, loseAnswerUnderLock, reviewerOf, technicianOf } from './support/people';
import {
  draftUnits,
  enterTemperatures,
  lines,
  openScanList,
  openSigned,
  pick,
  postButton,
  scanBag,
  scannedCount,
  signBoth,
  tickException,
} from './support/receipt-desk';
import { expect, type OpenAs, test } from './support/test';
import { scanAll } from './support/wedge';

const house = 'H04';
const technician = technicianOf(house);

test('what is scanned while a post is under way stays on the list; what was sent cannot be changed', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}, {}]);
  const [first, second, third] = [pick(shipment.bags, 0), pick(shipment.bags, 1), pick(shipment.bags, 2)];
  const page = await openAs(technician, '/');
  await openSigned(page, shipment.id, [first]);
  let isCut = true;
  await page.route(/bagReceipts\.post/, (route) => (isCut ? route.abort('connectionreset') : route.continue()));
  await page.locator('h1').click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('不确定是否存上，正在向服务器核对。')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('这袋正在入库，等服务器答复后再改。')).toBeVisible();
  await expect(scannedCount(page)).toHaveText('1');
  await scanBag(page, second);
  await scanAll(page, [third.codes.donation, third.codes.product]);
  isCut = false;
  await expect(page.getByText(/已入库 .*1 袋入库，0 袋隔离/)).toBeVisible({ timeout: 20_000 });
  await expect(scannedCount(page)).toHaveText('1');
  await expect(lines(page).filter({ hasText: second.donationNo.slice(-6) })).toContainText('已扫待签');
  await expect(postButton(page)).toHaveText(/先入这 1 袋，还差接收签名/);
  // The bag that was half read goes on where it was.
  await scanAll(page, [third.codes.group, third.codes.expiry]);
  await expect(scannedCount(page)).toHaveText('2');
  // Kept for another PC as well, though the posting was sent more than once.
  await expect.poll(() => draftUnits(origin, technician, shipment.id)).toEqual([second.unitId, third.unitId]);
});

test('a posting whose answer was lost is asked for by its key, and the next one goes its own way', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [first, second] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openSigned(page, shipment.id, [first]);
  await page.locator('h1').click();
  await loseAnswerUnderLock(page, origin, /bagReceipts\.post/, () => page.keyboard.press('Control+Enter'));
  await expect(page.getByText('上一次提交的袋已入库')).toBeVisible();
  await expect(page.getByText(/已入库 .*1 袋入库，0 袋隔离/)).toBeVisible();
  await expect(scannedCount(page)).toHaveText('0');
  await scanBag(page, second);
  await signBoth(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 .*1 袋入库，0 袋隔离/)).toBeVisible();
});

test('a posting that never arrived is not taken for the one by which a colleague received its bags', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [first, second] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  for (const bag of [first, second]) {
    await scanBag(page, bag);
    await tickException(page, '密封、破损');
  }
  await enterTemperatures(page);
  await signBoth(page);
  await page.locator('h1').click();
  let postings = 0;
  page.on('request', (request) => {
    if (/bagReceipts\.post/.test(request.url())) postings += 1;
  });
  await loseAnswerUnderLock(page, origin, /bagReceipts\.post/, () => page.keyboard.press('Control+Enter'), {
    isTaken: false,
    whileLocked: () => receiveElsewhere(origin, house, shipment, [first]),
  });
  const told = page.getByRole('alert').filter({ hasText: groupDonationNumber(first.donationNo) });
  await expect(
    page.getByRole('alert').filter({ hasText: '上一次提交没有存上，列表上的 1 袋还没有入库' }),
  ).toBeVisible();
  await expect(told).toContainText(/此前已入库（.+，入库单 .+）/);
  await expect(told).toContainText('扫描时判了隔离（外观例外：密封、破损），没有存上：马上找到这袋，到库存隔离。');
  await expect(page.getByText('上一次提交的袋已入库')).toHaveCount(0);
  await expect(page.getByText('已由别人入库')).toHaveCount(0);
  // Lost, told of the lock, asked for by its key.
  expect(postings).toBe(3);
  // What is still awaited stands as it was found.
  await expect(scannedCount(page)).toHaveText('1');
  await expect(lines(page).filter({ hasText: second.donationNo.slice(-6) })).toContainText('外观例外，隔离');
  await expect(page.getByRole('textbox', { name: /红细胞.*℃/ })).toHaveValue('4.2');
  await signBoth(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 .*0 袋入库，1 袋隔离/)).toBeVisible();
});

test('what was found on a bag is told to whoever opens the list again after a colleague took it into stock', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [torn, whole] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, whole);
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  await expect.poll(() => draftUnits(origin, technician, shipment.id)).toEqual([whole.unitId, torn.unitId]);
  await page.goto('/stock');
  await receiveElsewhere(origin, house, shipment, [torn]);
  await openScanList(page, shipment.id);
  const told = page.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await expect(told).toContainText('扫描时判了隔离（外观例外：密封、破损），没有存上：马上找到这袋，到库存隔离。');
  await expect(scannedCount(page)).toHaveText('1');
  await expect(lines(page).filter({ hasText: whole.donationNo.slice(-6) })).toBeVisible();
});

test('a posting that never arrived and whose bags nobody received can be sent again, and its exception with it', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const bag = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, bag);
  await tickException(page, '密封、破损');
  await enterTemperatures(page);
  await signBoth(page);
  await page.locator('h1').click();
  await loseAnswerUnderLock(page, origin, /bagReceipts\.post/, () => page.keyboard.press('Control+Enter'), {
    isTaken: false,
  });
  await page.getByRole('button', { name: '再存一次' }).click();
  await expect(page.getByText(/已入库 .*0 袋入库，1 袋隔离/)).toBeVisible();
  const open = await openApi(origin, technician).bagReceipts.open.query({ shipmentId: shipment.id });
  expect(open.bags.map(({ state }) => state)).toEqual(['held']);
});

test('a posting that turns out to be another than the one taken before it is sent anew', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [first, second] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openSigned(page, shipment.id, [first]);
  // This page does not hear that the first bag was received.
  let isDeaf = true;
  await page.route(/bagReceipts\.open/, (route) => (isDeaf ? route.abort('connectionreset') : route.continue()));
  await page.locator('h1').click();
  await loseAnswerUnderLock(page, origin, /bagReceipts\.post/, () => page.keyboard.press('Control+Enter'));
  await expect(page.getByText('不确定是否存上。再存一次不会重复。')).toBeVisible();
  // It may be in stock as it was sent: neither a defect nor another temperature would be in it.
  await page.keyboard.press('F6');
  await expect(page.getByText('这袋正在入库，等服务器答复后再改。')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: /红细胞.*℃/ })).not.toBeEditable();
  await scanBag(page, second);
  await signBoth(page);
  isDeaf = false;
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('上一次提交的袋已入库，列表上的还没有。')).toBeVisible();
  await expect(page.getByText(/已入库 .*1 袋入库，0 袋隔离/)).toBeVisible();
  await expect(lines(page).filter({ hasText: first.donationNo.slice(-6) })).toHaveCount(0);
  await expect(scannedCount(page)).toHaveText('1');
  await signBoth(page);
  await page.keyboard.press('Control+Enter');
  await expect(scannedCount(page)).toHaveText('0');
  await expect(page.getByText(/已入库 .*1 袋入库，0 袋隔离/)).toBeVisible();
});

test('a bag that a second PC posts leaves the open list by name, and the signatures fall', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, { abo: 'B' }]);
  const [shared, own] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openSigned(page, shipment.id, [shared, own]);
  await receiveElsewhere(origin, house, shipment, [shared]);
  await expect(page.getByRole('note').filter({ hasText: groupDonationNumber(shared.donationNo) })).toContainText(
    '此前已入库',
  );
  await expect(scannedCount(page)).toHaveText('1');
  await expect(postButton(page)).toHaveText(/先入这 1 袋，还差接收签名/);
});

test('a bag held on this list that a second PC takes into stock leaves the list in red, with what was found on it', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const bag = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, bag);
  await tickException(page, '密封、破损');
  await receiveElsewhere(origin, house, shipment);
  const told = page.getByRole('alert').filter({ hasText: groupDonationNumber(bag.donationNo) });
  await expect(told).toContainText('此前已入库');
  await expect(told).toContainText('扫描时判了隔离（外观例外：密封、破损），没有存上：马上找到这袋，到库存隔离。');
});

test('a bag that a second PC gives up as not delivered leaves the open list as that, and nobody calls it received', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [early, late] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  await receiveElsewhere(origin, house, shipment, [early]);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, late);
  await expect(page.getByRole('button', { name: '先入已扫的，再关单' })).toBeDisabled();
  await openApi(origin, technician).bagReceipts.closeShort.mutate({
    data: { shipmentId: shipment.id, reason: '车上没有' },
  });
  const told = page.getByRole('alert').filter({ hasText: groupDonationNumber(late.donationNo) });
  await expect(told).toContainText('此前记为未到，不在库存里');
  await expect(page.getByText('此前已入库')).toHaveCount(0);
});

test('a second PC that posts the same bags unheard is refused in a clear sentence, and nothing is half posted', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, { abo: 'B' }]);
  const [shared, own] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/login');
  const line = await layLine(page);
  line.cut();
  await openSigned(page, shipment.id, [shared, own]);
  await receiveElsewhere(origin, house, shipment, [shared]);
  await page.keyboard.press('Control+Enter');
  const sentence = `${groupDonationNumber(shared.donationNo)} 已由别人入库，刷新后接着扫。`;
  await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible();
  const open = await openApi(origin, technician).bagReceipts.open.query({ shipmentId: shipment.id });
  expect(Object.fromEntries(open.bags.map((bag) => [bag.donationNo, bag.state]))).toEqual({
    [shared.donationNo]: 'received',
    [own.donationNo]: 'expected',
  });
  await page.reload();
  await expect(scannedCount(page)).toHaveText('1');
  await expect(lines(page).filter({ hasText: own.donationNo.slice(-6) })).toBeVisible();
});

/** Another PC writes the draft of the note: what is scanned here is saved by nobody. */
async function openUnsaved(openAs: OpenAs, origin: string, shipmentId: string, other: MadeBag) {
  const page = await openAs(technician, '/');
  await openScanList(page, shipmentId);
  const first = await openAs(reviewerOf(house), '/');
  await openScanList(first, shipmentId);
  await scanBag(first, other);
  await expect.poll(() => draftUnits(origin, technician, shipmentId)).toEqual([other.unitId]);
  return { page, first };
}

const findNow = '没有存上：马上找到这袋，到库存隔离。';
const dealt = (page: Page) => page.getByRole('button', { name: '已找到，已处理' });

test('what was found on a bag of a note that a colleague finished is told to whoever comes, until somebody has found the bag', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [torn, whole] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, whole);
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  await expect.poll(() => foundOf(origin, shipment.id)).toEqual(['sealing']);
  await page.goto('/stock');
  await receiveElsewhere(origin, house, shipment);

  const colleague = await openAs(reviewerOf(house), '/bag-receipts');
  const note = colleague.getByRole('alert').filter({ hasText: shipment.no });
  await expect(note).toContainText('有 1 袋扫描时停下或判了隔离、退回，没有存上。');
  await note.getByRole('link', { name: '打开，逐袋找到' }).click();
  const told = colleague.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await expect(told).toContainText(/此前已入库（.+，入库单 .+）。扫描时判了隔离（外观例外：密封、破损）/);
  await expect(told).toContainText(findNow);
  await expect(colleague.getByRole('alert').filter({ hasText: groupDonationNumber(whole.donationNo) })).toHaveCount(0);
  await colleague.reload();
  await expect(told).toContainText(findNow);

  await openScanList(page, shipment.id);
  const toldHere = page.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await expect(toldHere).toContainText(findNow);
  await dealt(colleague).click();
  await expect(told).toHaveCount(0);
  await expect(toldHere).toHaveCount(0);
  await colleague.goto('/bag-receipts');
  await expect(colleague.getByRole('heading', { name: '在途发运单' })).toBeVisible();
  await expect(note).toHaveCount(0);
});

async function foundOf(origin: string, shipmentId: string): Promise<string[]> {
  const draft = await openApi(origin, technician).bagReceipts.draft.query({ subjectId: shipmentId });
  const { findings } = (draft?.body ?? { findings: [] }) as { findings?: { exceptions: string[]; reason: string }[] };
  return findings?.flatMap(({ exceptions, reason }) => (exceptions.length > 0 ? exceptions : [reason])) ?? [];
}

test('a hard stop that nobody answered is told when a colleague took its bag into stock', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{ abo: 'B' }, { abo: 'B' }]);
  const wrong = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanAll(page, [wrong.codes.donation, wrong.codes.product, encodeGroup({ abo: 'A', rhd: 'positive' })]);
  await expect(page.getByRole('button', { name: /隔离此袋/ })).toBeVisible();
  await expect.poll(() => foundOf(origin, shipment.id)).toEqual(['group_mismatch']);
  await page.goto('/stock');
  await receiveElsewhere(origin, house, shipment, [wrong]);
  const told = page.getByRole('alert').filter({ hasText: groupDonationNumber(wrong.donationNo) });
  for (const time of ['opened again', 'once more']) {
    await test.step(time, async () => {
      await openScanList(page, shipment.id);
      await expect(told).toContainText('扫描时停下（血型不符），没有人处理：马上找到这袋，到库存隔离。');
      await expect(told).toHaveCount(1);
    });
  }
  await dealt(page).click();
  await expect(told).toHaveCount(0);
  await page.reload();
  await expect(page.locator('#typed-code')).toBeVisible();
  await expect(told).toHaveCount(0);
});

test('what was found at a PC whose list no draft keeps is told after a reload as well, and so is a stop that still stands', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{ abo: 'B' }, { abo: 'B' }, { abo: 'B' }]);
  const [torn, wrong, other] = [pick(shipment.bags, 0), pick(shipment.bags, 1), pick(shipment.bags, 2)];
  const { page } = await openUnsaved(openAs, origin, shipment.id, other);
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  await scanAll(page, [wrong.codes.donation, wrong.codes.product, encodeGroup({ abo: 'A', rhd: 'positive' })]);
  await expect(page.getByText('另一台电脑')).toBeVisible();
  await receiveElsewhere(origin, house, shipment, [torn, wrong]);
  const told = page.getByRole('alert').filter({ has: dealt(page) });
  const all = async () => {
    await expect(told.getByRole('listitem')).toHaveText([/扫描时停下（血型不符）/, /外观例外：密封、破损/]);
    await expect(dealt(page)).toHaveCount(2);
  };
  await all();
  // The stop is answered as ever, and what it found is told once.
  await page.getByRole('button', { name: /隔离此袋/ }).click();
  await expect(scannedCount(page)).toHaveText('0');
  await all();
  await page.reload();
  await all();
});

test('what was found at such a PC is told to the others before they receive the bag, also when that PC has left its list', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [torn, other] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const { page, first } = await openUnsaved(openAs, origin, shipment.id, other);
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  const told = first.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await expect(told).toContainText('还没有入库。扫描时判了隔离（外观例外：密封、破损），没有存上：再扫时先查这一项。');
  await expect(dealt(page)).toHaveCount(0);
  await page.goto('/stock');
  await receiveElsewhere(origin, house, shipment, [torn]);
  await expect(told).toContainText(findNow);
});

test('what such a PC finds and corrects is taken back, and what the server could not take is given to it again', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [torn, other] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const { page, first } = await openUnsaved(openAs, origin, shipment.id, other);
  const told = first.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  await expect(told).toContainText('再扫时先查这一项');
  await tickException(page, '密封、破损');
  await expect(told).toHaveCount(0);

  await expect(page.getByText('另一台电脑')).toBeVisible();
  let refusals = 0;
  await page.route(/bagReceipts\.keepFindings/, async (route) => {
    refusals += 1;
    await (refusals === 1 ? route.abort('connectionreset') : route.continue());
  });
  await tickException(page, '血量');
  await expect.poll(() => refusals).toBe(1);
  await expect(told).toContainText('再扫时先查这一项', { timeout: 15_000 });
});

test('what such a PC has found and could not give to the server is given to it when the page is left', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [torn, other] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const { page, first } = await openUnsaved(openAs, origin, shipment.id, other);
  await page.route(/bagReceipts\.keepFindings/, (route) => route.abort('connectionreset'));
  await scanBag(page, torn);
  await expect(page.getByText('另一台电脑')).toBeVisible();
  const tried = page.waitForRequest(/bagReceipts\.keepFindings/);
  await tickException(page, '密封、破损');
  await tried;
  await page.unroute(/bagReceipts\.keepFindings/);
  await page.getByRole('link', { name: '换一张发血单' }).click();
  await expect(first.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) })).toContainText(
    '再扫时先查这一项',
    { timeout: 4_000 },
  );
});

test('what such a PC has found and a void brings back is told to everybody, while its page stays open', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [torn, other] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const { page, first } = await openUnsaved(openAs, origin, shipment.id, other);
  const told = (at: Page) => at.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  await expect(told(first)).toContainText('再扫时先查这一项');
  const { id } = await receiveElsewhere(origin, house, shipment, [torn]);
  await expect(told(page)).toContainText(findNow);
  let sent = 0;
  page.on('request', (request) => {
    if (/bagReceipts\.keepFindings/.test(request.url())) sent += 1;
  });
  await openApi(origin, reviewerOf(house)).bagReceipts.void.mutate({ data: { id, version: 1, reason: '收错了单' } });
  for (const at of [page, first]) await expect(told(at)).toContainText('再扫时先查这一项');
  await first.reload();
  await expect(told(first)).toContainText('再扫时先查这一项');
  expect(sent).toBeLessThan(3);
});

test('what was found on bags of a note that its sender took back is told on the page of receipts', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const torn = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, torn);
  await tickException(page, '密封、破损');
  await expect.poll(() => foundOf(origin, shipment.id)).toEqual(['sealing']);
  await page.goto('/bag-receipts');
  const note = page.getByRole('alert').filter({ hasText: shipment.no });
  await expect(page.getByRole('heading', { name: '在途发运单' })).toBeVisible();
  await expect(note).toHaveCount(0);
  const { version } = await openApi(origin, clerk).shipments.get.query({ id: shipment.id });
  await openApi(origin, clerk).shipments.void.mutate({ data: { id: shipment.id, version, reason: '装错了车' } });
  await note.getByRole('link', { name: '打开，逐袋找到' }).click();
  const told = page.getByRole('alert').filter({ hasText: groupDonationNumber(torn.donationNo) });
  await expect(told).toContainText('发运已撤回，不在库存里。扫描时判了隔离（外观例外：密封、破损）');
  await expect(page.getByText('发货方撤回了这张单')).toBeVisible();
  await expect(page.getByText('原因：装错了车。')).toBeVisible();
  await dealt(page).click();
  await expect(dealt(page)).toHaveCount(0);
  await page.goto('/bag-receipts');
  await expect(page.getByRole('heading', { name: '在途发运单' })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test('a posting of which only an earlier sending was taken leaves the other bags on the list', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, {}]);
  const [first, second] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openSigned(page, shipment.id, [first]);
  await page.locator('h1').click();
  const sent = page.waitForRequest(/bagReceipts\.post/);
  let elsewhere = { id: '' };
  await loseAnswerUnderLock(page, origin, /bagReceipts\.post/, () => page.keyboard.press('Control+Enter'), {
    isTaken: false,
    whileLocked: async () => {
      elsewhere = await receiveElsewhere(origin, house, shipment, [first]);
    },
  });
  await expect(page.getByText('上一次提交没有存上。')).toBeVisible();
  await openApi(origin, reviewerOf(house)).bagReceipts.void.mutate({
    data: { id: elsewhere.id, version: 1, reason: '收错了单' },
  });
  await expect(page.getByText('已入 0 袋')).toBeVisible();
  await scanBag(page, first);
  await scanBag(page, second);
  await tickException(page, '密封、破损');
  await signBoth(page);
  await page.locator('h1').click();
  const stuck = await sent;
  await page.unroute(/bagReceipts\.post/);
  await loseAnswerUnderLock(page, origin, /bagReceipts\.post/, () => page.keyboard.press('Control+Enter'), {
    isTaken: false,
    beforeLock: async () => {
      // The very first sending arrives after all.
      const late = await page.context().request.post(stuck.url(), {
        headers: await stuck.allHeaders(),
        data: stuck.postData() ?? '',
      });
      expect(late.status(), await late.text()).toBe(200);
    },
  });
  await expect(page.getByText('上一次提交的袋已入库，列表上的还没有。')).toBeVisible();
  await expect(scannedCount(page)).toHaveText('1');
  await expect(lines(page).filter({ hasText: second.donationNo.slice(-6) })).toContainText('外观例外，隔离');
});
