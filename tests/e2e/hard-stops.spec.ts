import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { encodeDonationNumber, encodeExpiry, encodeGroup, encodeProduct } from '@/domain/blood/barcodes/encode';
import { groupDonationNumber } from '@/i18n/format';
import { openApi } from './support/api';
import {
  codesOf,
  freshDonation,
  plasma,
  receiveElsewhere,
  redCells,
  sendShipment,
  stockBags,
  timeZone,
} from './support/blood';
import { pressAgain } from './support/line';
import { holdAnswer, loseAnswerUnderLock, technicianOf } from './support/people';
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
} from './support/receipt-desk';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

const house = 'H02';
const technician = technicianOf(house);

const stop = (page: Page) => page.getByRole('alert').filter({ has: page.getByRole('heading') });

test('a group other than the note’s stops everything until the bag is put on hold, and then only that bag is held', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{ abo: 'B' }, { abo: 'B' }]);
  const [wrong, right] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, right);
  await scanAll(page, [wrong.codes.donation, wrong.codes.product, encodeGroup({ abo: 'A', rhd: 'positive' })]);
  await expect(stop(page)).toContainText('血型不符');
  await expect(stop(page)).toContainText('单上');
  await expect(stop(page)).toContainText('B+');
  await expect(stop(page)).toContainText('A+');
  // Neither a further scan nor the post key gets past it.
  await scan(page, wrong.codes.expiry);
  await page.keyboard.press('Control+Enter');
  await expect(stop(page)).toContainText('血型不符');
  await expect(lines(page).filter({ hasText: right.donationNo.slice(-6) })).toContainText('已扫待签');

  await page.keyboard.press('Enter');
  await expect(stop(page)).toBeHidden();
  await expect(lines(page).filter({ hasText: wrong.donationNo.slice(-6) })).toContainText('隔离');
  await enterTemperatures(page);
  await page.getByRole('button', { name: '签名', exact: true }).waitFor();
  await signBoth(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已入库 .*1 袋入库，1 袋隔离/)).toBeVisible();
  const open = await openApi(origin, technician).bagReceipts.open.query({ shipmentId: shipment.id });
  expect(open.bags.map((bag) => [bag.donationNo, bag.state])).toEqual(
    expect.arrayContaining([
      [right.donationNo, 'received'],
      [wrong.donationNo, 'held'],
    ]),
  );
});

test('a hard stop is answered by holding the bag and by no key else, also after a reload @old-pc', async ({
  openAs,
  origin,
}, { project }) => {
  const where = project.name === 'chromium109' ? 'H05' : house;
  const shipment = await sendShipment(origin, where, [{ abo: 'B' }, { abo: 'B' }]);
  const [wrong, right] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technicianOf(where), '/');
  await openScanList(page, shipment.id);
  await scanBag(page, right);
  await page.locator('#typed-code').focus();
  await scanAll(page, [wrong.codes.donation, wrong.codes.product, encodeGroup({ abo: 'A', rhd: 'positive' })]);
  await expect(stop(page)).toContainText('血型不符');

  await scan(page, wrong.codes.expiry);
  await expect(stop(page)).toContainText('刚才扫的没有记录。先隔离此袋，再扫。');
  for (const key of ['Control+z', 'F6', 'Escape']) {
    await page.keyboard.press(key);
    await expect(stop(page)).toContainText('先隔离此袋，再做别的。');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await expect(page.getByRole('button', { name: '手工补录' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: '撤上一袋' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: '先处理上面这一袋' })).toBeVisible();
  await expect(lines(page).filter({ hasText: '已扫待签' })).toHaveCount(1);
  await expect(page).toHaveURL(new RegExp(shipment.id));

  await expect
    .poll(async () => {
      const draft = await openApi(origin, technicianOf(where)).bagReceipts.draft.query({ subjectId: shipment.id });
      return (draft?.body as { stop?: { unitId: string } | null } | undefined)?.stop?.unitId;
    })
    .toBe(wrong.unitId);
  await page.reload();
  await expect(stop(page)).toContainText('血型不符');
  await expect(stop(page)).toContainText('B+');
  await expect(stop(page)).toContainText('A+');
  await scan(page, wrong.codes.donation);
  await expect(stop(page)).toContainText('刚才扫的没有记录。');
  await page.keyboard.press('Enter');
  await expect(stop(page)).toBeHidden();
  await expect(lines(page).filter({ hasText: wrong.donationNo.slice(-6) })).toContainText('血型不符，隔离');
  await expect(lines(page).filter({ hasText: right.donationNo.slice(-6) })).toContainText('已扫待签');
});

test('after a hard stop the focus is where the work was', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{ abo: 'B' }, { abo: 'B' }]);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  const wrongGroup = encodeGroup({ abo: 'A', rhd: 'positive' });
  await page.locator('#typed-code').focus();
  const [first, second] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  await scanAll(page, [first.codes.donation, first.codes.product, wrongGroup]);
  await expect(page.getByRole('button', { name: /隔离此袋/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#typed-code')).toBeFocused();
  await page.locator('#typed-code').blur();
  await scanAll(page, [second.codes.donation, second.codes.product, wrongGroup]);
  await page.keyboard.press('Enter');
  await expect(stop(page)).toBeHidden();
  await expect(page.locator('main')).toBeFocused();
});

test('a refetch that fails behind the desk takes nothing from it', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, {}, {}]);
  const [elsewhere, own, next] = [pick(shipment.bags, 0), pick(shipment.bags, 1), pick(shipment.bags, 2)];
  const page = await openAs(technician, '/');
  await openSigned(page, shipment.id, [own]);
  await page.locator('h1').click();
  let failed = 0;
  await page.route(/bagReceipts\.open/, (route) => {
    failed += 1;
    return route.abort('connectionreset');
  });
  await receiveElsewhere(origin, house, shipment, [elsewhere]);
  // The question and its two repetitions: after them the query has failed.
  await expect.poll(() => failed, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
  await expect(page.getByText('没有取到')).toHaveCount(0);
  await expect(postButton(page)).toHaveText(/先入这 1 袋(?!，)/);
  await scanAll(page, codesOf(next));
  await expect(scannedCount(page)).toHaveText('2');
});

test('a list that could not be opened is asked for again, its draft too', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const page = await openAs(technician, '/');
  let isCut = true;
  await page.route(/bagReceipts\.(open|draft|awaited)/, (route) =>
    isCut ? route.abort('connectionreset') : route.continue(),
  );
  await page.goto('/bag-receipts');
  await expect(page.getByText('没有取到在途发运单')).toBeVisible();
  await pressAgain(page, /bagReceipts\.awaited/);
  isCut = false;
  await expect(page.getByRole('listitem').filter({ hasText: shipment.no })).toBeVisible();
  isCut = true;
  await page.goto(`/bag-receipts/receive/${shipment.id}`);
  await expect(page.getByText('没有取到')).toBeVisible();
  await pressAgain(page, /bagReceipts\.(open|draft)/);
  isCut = false;
  await expect(page.locator('#typed-code')).toBeVisible();
});

test('with a dialog open no label is lost in silence, and none completes another bag', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, {}, {}]);
  const [first, second, third] = [pick(shipment.bags, 0), pick(shipment.bags, 1), pick(shipment.bags, 2)];
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, first);
  await scan(page, second.codes.donation);
  const sentence = '窗口开着，刚才扫的没有记录。关上窗口，这一袋从献血码扫起。';
  await page.keyboard.press('F6');
  await expect(page.getByRole('dialog')).not.toContainText(sentence);
  await scan(page, third.codes.donation);
  await expect(page.getByRole('dialog')).toContainText(sentence);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByText(/没扫完，缺/).first()).toBeVisible();
  await scanAll(page, [third.codes.product, third.codes.group, third.codes.expiry]);
  await expect(scannedCount(page)).toHaveText('1');
  await scan(page, third.codes.donation);
  await expect(scannedCount(page)).toHaveText('2');
  await expect(lines(page).filter({ hasText: third.donationNo.slice(-6) })).toContainText('已扫待签');

  await page.getByRole('button', { name: '手工补录' }).click();
  await expect(page.getByRole('dialog').getByRole('combobox').first()).toBeFocused();
  await scan(page, second.codes.donation);
  await expect(page.getByRole('dialog')).toContainText(sentence);
  // The picker that the first keys of the burst opened is closed again: one Esc closes the dialog, and leaves nothing else.
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await scanBag(page, second);
});

test('without a note a bag that was not read whole is shown, named, and holds the entry back', async ({ openAs }) => {
  const donation = () =>
    `31000${String((new Date().getFullYear() - 1) % 100)}9${String(randomInt(100_000)).padStart(5, '0')}`;
  const [first, second] = [donation(), donation()];
  const rest = [
    encodeProduct(redCells),
    encodeGroup({ abo: 'O', rhd: 'positive' }),
    encodeExpiry(new Date(Date.now() + 4 * 86_400_000), timeZone),
  ];
  const page = await openAs(technicianOf('H03'), '/bag-receipts/unnoted');
  const news = page.getByRole('status').filter({ hasText: /。/ });
  await expect(news).toContainText('扫第一袋的任一条码。');
  await scanAll(page, [encodeDonationNumber(first), ...rest.slice(0, 2)]);
  await expect(news).toContainText('正在读，还差 失效。');
  await scan(page, encodeGroup({ abo: 'A', rhd: 'positive' }));
  await expect(news).toContainText('两个标签不一致');
  await scan(page, encodeDonationNumber(second));
  await expect(news).toContainText(`${groupDonationNumber(first)} 没扫完，缺 失效。`);
  await scanAll(page, rest);
  await expect(news).toContainText('第 2 行扫全了，接着扫下一袋。');
  await scan(page, `${encodeDonationNumber(first).slice(0, -2)}99`);
  await expect(news).toContainText(/没读懂：/);
  await expect(page.getByRole('listitem').filter({ hasText: first.slice(-6) })).toContainText('缺 失效');
  await expect(page.getByRole('button', { name: '还有 1 袋没扫全，补扫或移除' })).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await scanAll(page, [encodeDonationNumber(first), rest[2] ?? '']);
  await expect(news).toContainText('第 1 行扫全了');
  await expect(page.getByRole('button', { name: /先写明为何没有单|先选发出血站/ })).toBeVisible();
  await scanAll(page, [encodeDonationNumber(second), rest[0] ?? '']);
  await expect(news).toContainText('这袋已在第 2 行。');
  // A code that no scanner reads is typed; what was not understood stays to be mended.
  await page.keyboard.press('F2');
  const typed = page.getByRole('textbox', { name: '扫描登记' });
  await expect(typed).toBeFocused();
  await typed.fill('KEIN CODE');
  await page.keyboard.press('Enter');
  await expect(news).toContainText(/没读懂：/);
  await expect(typed).toHaveValue('KEIN CODE');
  await typed.fill(encodeDonationNumber(donation()));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ hasText: '缺 产品码、血型、失效' })).toHaveCount(1);
  await expect(typed).toHaveValue('');
});

test('what is entered without a note stands still while it is on its way', async ({ openAs }) => {
  const page = await openAs(technicianOf('H04'), '/bag-receipts/unnoted');
  await expect(page.getByRole('status').filter({ hasText: '扫第一袋的任一条码。' })).toBeVisible();
  await page.getByRole('textbox', { name: '为何没有单' }).fill('送血单没有随车');
  const rows = page.getByRole('listitem').filter({ hasText: /^第 \d+ 行/ });
  const bag = () => [
    freshDonation(),
    encodeProduct(redCells),
    encodeGroup({ abo: 'O', rhd: 'positive' }),
    encodeExpiry(new Date(Date.now() + 4 * 86_400_000), timeZone),
  ];
  await scanAll(page, bag());
  await scanAll(page, bag());
  await expect(rows).toHaveCount(2);
  const answer = await holdAnswer(page, /bagReceipts\.announce/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('正在提交').or(page.getByText('还没有收到服务器答复'))).toBeVisible();
  const press = rows.first().getByRole('button', { name: '移除' }).click({ trial: true, timeout: 1_000 });
  await expect(press).rejects.toThrow();
  await scan(page, freshDonation());
  await expect(page.getByText('正在提交，刚才扫的不在这一单里。')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/unnoted/);
  answer();
  await expect(page.getByRole('button', { name: '知道了' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/bag-receipts\/receive\//);
  await expect(page.getByText('/ 2 袋')).toBeVisible();
});

test('a note file whose import nobody answered is imported again from the page, and with scanned bags none is offered', async ({
  openAs,
  origin,
}) => {
  const own = technicianOf('H05');
  const page = await openAs(own, '/bag-receipts/unnoted');
  await expect(page.getByRole('status').filter({ hasText: '扫第一袋的任一条码。' })).toBeVisible();
  await page.getByRole('textbox', { name: '为何没有单' }).fill('血站停机');
  await scan(page, freshDonation());
  await expect(page.getByText('已扫了血袋，不能再导入文件')).toBeVisible();
  await expect(page.getByLabel('选文件')).toHaveCount(0);
  await page
    .getByRole('listitem')
    .filter({ hasText: /^第 1 行/ })
    .getByRole('button', { name: '移除' })
    .click();
  const until = `${new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10)} 23:59`;
  await page.getByLabel('选文件').setInputFiles({
    name: '发血单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`献血码,产品码,血型,失效时间\r\n${freshDonation()},${redCells},A+,${until}`),
  });
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.locator('h1').click();
  await loseAnswerUnderLock(page, origin, /bagReceipts\.applyImport/, () =>
    page.getByRole('button', { name: /^导入 1 / }).click(),
  );
  await expect(page.getByText('服务器一直没有答复，可能已存上。')).toBeVisible();
  await expect(page.getByRole('button', { name: '再导入一次' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/bag-receipts\/receive\//);
  await page.goto('/bag-receipts/unnoted');
  await expect(page.getByRole('textbox', { name: '为何没有单' })).toHaveValue('');
});

test('an expired bag, and one whose label names another expiry, are stopped', async ({ openAs, origin }) => {
  const soon = new Date(Date.now() + 12_000);
  const shipment = await sendShipment(origin, house, [{ productCode: 'P0120V00', expiresAt: soon }, { abo: 'O' }]);
  const [expiring, other] = [pick(shipment.bags, 0), pick(shipment.bags, 1)];
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanAll(page, [other.codes.donation, other.codes.product, expiring.codes.expiry]);
  await expect(stop(page)).toContainText('失效时间不符');
  await page.keyboard.press('Enter');
  await expect(stop(page)).toBeHidden();
  await expect.poll(() => Date.now(), { timeout: 15_000 }).toBeGreaterThan(soon.getTime() + 1_000);
  await scanAll(page, [expiring.codes.donation, expiring.codes.product]);
  await expect(stop(page)).toContainText('血袋已过期');
});

test('a bag scanned twice is led back to its line, one not on the note and one already received are named', async ({
  openAs,
  origin,
}) => {
  const shipment = await sendShipment(origin, house, [{}, { abo: 'B' }, { abo: 'O' }]);
  const foreign = pick((await sendShipment(origin, 'H03', [{ abo: 'AB' }])).bags, 0);
  const [first, second, gone] = [pick(shipment.bags, 0), pick(shipment.bags, 1), pick(shipment.bags, 2)];
  await receiveElsewhere(origin, house, shipment, [gone]);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, first);
  await scanBag(page, second);
  await scanAll(page, [first.codes.donation, first.codes.product]);
  await expect(page.getByText('重复，第 1 行').first()).toBeVisible();
  await scanAll(page, codesOf(foreign));
  await expect(page.getByText('不在单上').first()).toBeVisible();
  await scanAll(page, codesOf(gone));
  await expect(page.getByText('此前已入库').first()).toBeVisible();
  await expect(scannedCount(page)).toHaveText('2');
  await expect(page.getByText(/单外 1/)).toBeVisible();
});

test('what cannot be read says why, also through an input method', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const bag = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scan(page, `${encodeDonationNumber(bag.donationNo).slice(0, -2)}99`);
  await expect(page.getByText(/没读懂：.*重扫/).first()).toBeVisible();
  await page.locator('#typed-code').fill('的我们血袋');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/没读懂：输入法打开了，切到英文再扫/).first()).toBeVisible();
  await page.locator('#typed-code').fill('HTTPS://EXAMPLE.CN/1');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/没读懂：/).first()).toBeVisible();
  await expect(scannedCount(page)).toHaveText('0');
  await scanBag(page, bag);
});

test('physical keys are read while an input method composes', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const bag = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await page.locator('#typed-code').focus();
  // What Windows reports under a Chinese input method: the physical code, but "Process" as the key and 229 as its number.
  for (const code of codesOf(bag))
    await page.evaluate((text) => {
      const names: Record<string, [string, boolean]> = {
        '=': ['Equal', false],
        '<': ['Comma', true],
        '>': ['Period', true],
        '%': ['Digit5', true],
        '&': ['Digit7', true],
      };
      const send = (code: string, shiftKey: boolean, key: string) => {
        for (const type of ['keydown', 'keyup'])
          document.activeElement?.dispatchEvent(
            new KeyboardEvent(type, { code, key, keyCode: 229, shiftKey, bubbles: true, cancelable: true }),
          );
      };
      for (const character of text) {
        const [name, isShifted] = names[character] ?? [
          /\d/.test(character) ? `Digit${character}` : `Key${character}`,
          /[A-Z]/.test(character),
        ];
        send(name, isShifted, 'Process');
      }
      send('Enter', false, 'Enter');
    }, code);
  await expect(scannedCount(page)).toHaveText('1');
  await expect(page.locator('#typed-code')).toHaveValue('');
});

test('a temperature out of range holds only the bags of that class', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, { productCode: plasma, abo: 'B' }]);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  for (const bag of shipment.bags) await scanBag(page, bag);
  await page.getByRole('textbox', { name: /红细胞.*℃/ }).fill('14');
  await page.getByRole('textbox', { name: /冰冻.*℃/ }).fill('－２１．４');
  await expect(page.getByText('只暂存本箱')).toHaveCount(1);
  await expect(lines(page).filter({ hasText: '温度不合格，隔离' })).toHaveCount(1);
  await signBoth(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/1 袋入库，1 袋隔离/)).toBeVisible();
});

test('a temperature is judged as it was typed, and what is no number is no reading', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, pick(shipment.bags, 0));
  const field = page.getByRole('textbox', { name: /红细胞.*℃/ });
  for (const text of ['abc', '4.2.1', '4,2']) {
    await field.fill(text);
    await expect(page.getByText('不是数字')).toBeVisible();
    await expect(postButton(page)).toHaveText(/还差第 1 箱温度/);
    await expect(page.getByRole('button', { name: '签名', exact: true })).toHaveCount(0);
  }
  await field.fill('10.004');
  await expect(page.getByText('最多两位小数')).toBeVisible();
  await field.fill('10.04');
  await expect(lines(page).filter({ hasText: '温度不合格，隔离' })).toHaveCount(1);
  await field.fill('４。２５');
  await expect(page.getByText('合格', { exact: true })).toBeVisible();
  await field.blur();
  await expect(field).toHaveValue('4.25');
  await expect(page.getByRole('button', { name: '签名', exact: true })).toBeVisible();
});

test('the draft outlives a reload and opens in another tab', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}, { abo: 'B' }, { abo: 'O' }]);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanBag(page, pick(shipment.bags, 0));
  await scanBag(page, pick(shipment.bags, 1));
  await enterTemperatures(page);
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await expect.poll(async () => (await draftUnits(origin, technician, shipment.id)).length).toBe(2);
  await page.reload();
  await expect(scannedCount(page)).toHaveText('2');
  await expect(page.getByRole('textbox', { name: /红细胞.*℃/ })).toHaveValue('4.2');
  await scanBag(page, pick(shipment.bags, 2));
  await expect.poll(async () => (await draftUnits(origin, technician, shipment.id)).length).toBe(3);
  const tab = await page.context().newPage();
  await openScanList(tab, shipment.id);
  await expect(scannedCount(tab)).toHaveText('3');
});

test('a bag unfit for the patient is refused at issue with both groups, and nobody gets past it', async ({
  openAs,
  origin,
}) => {
  const bag = pick(await stockBags(origin, house, [{ abo: 'A', productCode: redCells }]), 0);
  const api = openApi(origin, technician);
  const mrn = `E2EB-${Date.now().toString(36).toUpperCase()}`;
  await api.patients.register.mutate({
    data: {
      mrn,
      name: '乔万里',
      abo: 'B',
      rhd: 'positive',
      sex: 'male',
      birthDate: '1970-01-01',
      groupDeterminations: 2,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    },
  });
  const page = await openAs(technician, '/clinical-issues/new');
  await page.getByRole('textbox', { name: '患者' }).fill(mrn);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/扫第一袋的任一条码/)).toBeVisible();
  await scan(page, bag.codes.donation);
  await expect(stop(page)).toContainText('血型不合，此袋不发');
  await expect(stop(page)).toContainText('B+');
  await expect(stop(page)).toContainText('A+');
  await expect(page.getByRole('button', { name: /^先处理上面这一袋/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^还没有选血袋/ })).toBeVisible();
  // The label says another group than the stock: a hard stop as well.
  const fitting = pick(await stockBags(origin, house, [{ abo: 'B' }]), 0);
  await scan(page, fitting.codes.donation);
  await expect(page.getByText('已选，第 1 行')).toBeVisible();
  await scan(page, encodeGroup({ abo: 'O', rhd: 'positive' }));
  await expect(stop(page)).toContainText('袋上血型与库里不符');
});

test('a product code that nobody knows does not become a bag', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const bag = pick(shipment.bags, 0);
  const page = await openAs(technician, '/');
  await openScanList(page, shipment.id);
  await scanAll(page, [bag.codes.donation, encodeProduct('E9999V00'), bag.codes.group, bag.codes.expiry]);
  await expect(page.getByText('不在单上').first()).toBeVisible();
  await expect(scannedCount(page)).toHaveText('0');
});
