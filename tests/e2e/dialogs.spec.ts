import { randomInt } from 'node:crypto';
import { openApi } from './support/api';
import { nextDonationNumber, returnOneBag, stockBags } from './support/blood';
import { clerk, holdAnswer, listenTo, loseAnswerUnderLock, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

const house = 'H03';

/** Blood that had left when its fridge was read too warm, each bag on a note of its own. */
async function makeIncident(origin: string, count = 1) {
  const api = openApi(origin, technicianOf(house));
  const place = await openApi(origin, reviewerOf(house)).storagePlaces.register.mutate({
    data: { code: `T${randomInt(1_000_000)}`, name: '事件用冰箱', placeClass: 'red_cells' },
  });
  const made = await stockBags(
    origin,
    house,
    Array.from({ length: count }, () => ({ abo: 'O' as const })),
  );
  const unitIds = made.map((bag) => bag.unitId);
  await api.storagePlaces.move.mutate({ data: { placeId: place.id, unitIds } });
  const { at } = await api.storagePlaces.findBags.query({ donationNo: made[0]?.donationNo ?? '' });
  for (const unitId of unitIds)
    await api.otherOutbounds.register.mutate({
      data: { kind: 'return', reasonCode: 'near_expiry', unitIds: [unitId], toOrgId: clerk.orgId },
    });
  const { incidentNo } = await api.storagePlaces.readTemperature.mutate({
    data: { placeId: place.id, celsius: 12, again: 12, readAt: at },
  });
  const { waiting } = await api.incidents.list.query({ filters: { no: incidentNo ?? 'none' } });
  if (!waiting[0]) throw new Error('one incident');
  return api.incidents.get.query({ id: waiting[0].id });
}

test('from its key to its answer a dialog that signs is shut, and what it sends is what stood there', async ({
  openAs,
  origin,
}) => {
  const { id } = await makeIncident(origin);
  const page = await openAs(reviewerOf(house), `/incidents?open=${id}`);
  await page.getByRole('button', { name: '了结', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^了结/ });
  await dialog.getByRole('textbox', { name: '查明的情况' }).fill('记录仪故障');
  const answer = await holdAnswer(page, /signatures\.verify/);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('正在提交，先不能改。');
  await expect(dialog.locator('[inert] textarea')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(dialog).toBeVisible();
  answer();
  await expect(dialog).toBeHidden();
  const resolved = await openApi(origin, reviewerOf(house)).incidents.get.query({ id });
  expect([resolved.state, resolved.finding]).toEqual(['resolved', '记录仪故障']);
});

test('a label scanned beside a reason neither fills it in nor answers the question', async ({ openAs, origin }) => {
  const id = await returnOneBag(origin, house);
  const page = await openAs(reviewerOf(house), `/other-outbounds?open=${id}`);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^撤销/ });
  const reason = dialog.getByRole('textbox');
  await reason.fill('扫错');
  await scan(page, `=${nextDonationNumber()}00`);
  await expect(page.getByText('窗口开着，刚才扫的没有记录')).toBeVisible();
  await scan(page, 'XB-0123456789AB');
  await expect(reason).toHaveValue('扫错');
  await dialog.getByRole('button', { name: /^撤销/ }).focus();
  await scan(page, `=${nextDonationNumber()}00`);
  await scan(page, 'XB-0123456789AB');
  await expect(dialog).toBeVisible();
  await expect(reason).toHaveValue('扫错');
  expect((await openApi(origin, reviewerOf(house)).otherOutbounds.get.query({ id })).state).not.toBe('void');
});

test('two quick clicks are one command', async ({ openAs, origin }) => {
  const id = await returnOneBag(origin, house);
  const page = await openAs(reviewerOf(house), `/other-outbounds?open=${id}`);
  const sent = listenTo(page, /otherOutbounds\.void/);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^撤销/ });
  await dialog.getByRole('textbox').fill('扫错一袋');
  await dialog.getByRole('button', { name: /^撤销/ }).dblclick();
  await expect(dialog).toBeHidden();
  expect(sent).toHaveLength(1);
});

test('a dialog stays what it was opened as, with its words, whatever becomes of its bag', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'AB' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(reviewerOf(house), `/stock/bags?donationNo=${bag.donationNo}&state=available`);
  await page.locator(`button[data-row="${bag.unitId}"]`).click();
  await page.getByRole('button', { name: /^隔离 3100/ }).click();
  const dialog = page.getByRole('dialog', { name: '隔离 1 袋' });
  await dialog.getByRole('radio', { name: '温度异常' }).click();
  await dialog.getByRole('textbox', { name: '说明' }).fill('2 号冰箱停机');
  await openApi(origin, technicianOf(house)).stock.hold.mutate({
    data: { unitIds: [bag.unitId], cause: 'appearance', words: '渗漏' },
  });
  // The list has heard of it: the row is gone.
  await expect(page.locator(`button[data-row="${bag.unitId}"]`)).toHaveCount(0);
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: '说明' })).toHaveValue('2 号冰箱停机');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText(bag.donationNo.slice(-6));
  await expect(dialog.getByRole('textbox', { name: '说明' })).toHaveValue('2 号冰箱停机');
});

test('what a colleague changed is read before it is passed over', async ({ openAs, origin }) => {
  const { id, version } = await makeIncident(origin);
  const colleague = openApi(origin, reviewerOf(house));
  const [first, second] = await colleague.incidents.owners.query({});
  if (!first || !second) throw new Error('two who may own it');
  const page = await openAs(reviewerOf(house), `/incidents?open=${id}`);
  await page.getByRole('button', { name: '了结', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^了结/ });
  await dialog.getByRole('textbox', { name: '查明的情况' }).fill('记录仪故障，已换');
  await colleague.incidents.assign.mutate({ data: { id, version, personId: first.personId } });
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('有人先改了这条');
  await expect(dialog.getByText(/^指派/)).toBeVisible();
  await page.keyboard.press('Control+Enter');
  expect((await colleague.incidents.get.query({ id })).state).toBe('assigned');
  await dialog.getByRole('button', { name: '看过了，接着办' }).click();
  await expect(dialog.getByRole('textbox', { name: '查明的情况' })).toHaveValue('记录仪故障，已换');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  expect((await colleague.incidents.get.query({ id })).finding).toBe('记录仪故障，已换');
});

test('a dialog that was left with its page does not come back with it, and closing gives the focus back', async ({
  openAs,
  origin,
}) => {
  const id = await returnOneBag(origin, house);
  const page = await openAs(reviewerOf(house), '/other-outbounds');
  await page.locator(`button[data-row="${id}"]`).click();
  const button = page.getByRole('button', { name: '撤销', exact: true });
  await button.click();
  const dialog = page.getByRole('dialog', { name: /^撤销/ });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox').fill('扫错一袋');
  const answer = await holdAnswer(page, /otherOutbounds\.void/);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('正在提交');
  await page.evaluate(() => [...document.querySelectorAll('a')].find((link) => link.pathname === '/stock')?.click());
  await expect(page).toHaveURL(/\/stock$/);
  await expect(dialog).toBeHidden();
  answer();
  await expect
    .poll(async () => (await openApi(origin, reviewerOf(house)).otherOutbounds.get.query({ id })).state)
    .toBe('void');
  await page.getByRole('link', { name: '其它血袋出库' }).click();
  await expect(page.getByRole('heading', { name: '其它血袋出库' })).toBeVisible();
  await expect(page.getByText('已撤销').first()).toBeVisible();
  await expect(dialog).toBeHidden();
});

/** The bag that had left is on hold here again: the lorry has not gone. */
async function callBack(origin: string, donationNo: string) {
  const colleague = openApi(origin, reviewerOf(house));
  const { rows, waiting } = await colleague.otherOutbounds.list.query({ filters: {} });
  const sent = await Promise.all([...waiting, ...rows].map(({ id }) => colleague.otherOutbounds.get.query({ id })));
  const back = sent.find((one) => one.state !== 'void' && one.lines.some((line) => line.donationNo === donationNo));
  if (!back) throw new Error('its return');
  await colleague.otherOutbounds.void.mutate({ data: { id: back.id, version: back.version, reason: '车没走' } });
}

test('what becomes of the bag of an incident meanwhile is what can be decided', async ({ openAs, origin }) => {
  const { id, bags } = await makeIncident(origin);
  const colleague = openApi(origin, reviewerOf(house));
  const page = await openAs(reviewerOf(house), `/incidents?open=${id}`);
  await page.getByRole('button', { name: '了结', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^了结/ });
  await dialog.getByRole('textbox', { name: '查明的情况' }).fill('记录仪故障，袋已追回');
  await expect(dialog.getByRole('radio', { name: '记录备查' })).toBeChecked();
  await callBack(origin, bags[0]?.donationNo ?? '');
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('radio', { name: '继续隔离' })).toBeVisible();
  await dialog.getByRole('radio', { name: '继续隔离' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const resolved = await colleague.incidents.get.query({ id });
  expect([resolved.decision, resolved.finding]).toEqual(['keep', '记录仪故障，袋已追回']);
});

test('what was chosen for a bag of an incident is not signed for another that came back since', async ({
  openAs,
  origin,
}) => {
  const { id, bags } = await makeIncident(origin, 2);
  const [first, second] = bags;
  if (!first || !second) throw new Error('two bags');
  await callBack(origin, first.donationNo);
  const page = await openAs(reviewerOf(house), `/incidents?open=${id}`);
  await page.getByRole('button', { name: '了结', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^了结/ });
  await dialog.getByRole('textbox', { name: '查明的情况' }).fill('血袋受热，报废');
  await dialog.getByRole('radio', { name: '待报废' }).click();
  const listed = dialog.getByRole('list', { name: '血袋' }).getByRole('listitem');
  await expect(listed).toHaveCount(1);
  await callBack(origin, second.donationNo);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('原来选的“待报废”不再算');
  await expect(dialog.getByRole('button', { name: '血袋有变化，重选处理' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const colleague = openApi(origin, reviewerOf(house));
  expect((await colleague.incidents.get.query({ id })).state).toBe('open');
  await dialog.getByRole('radio', { name: '待报废' }).click();
  await expect(listed).toHaveCount(2);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const { bags: held } = await colleague.stock.holds.query({ unitIds: bags.map((bag) => bag.unitId) });
  expect(held.map((bag) => bag.holdReason)).toEqual(['to_discard', 'to_discard']);
});

test('after two versions were merged, a lost answer still stands still and goes again as it was', async ({
  openAs,
  origin,
}) => {
  const id = await returnOneBag(origin, house);
  const page = await openAs(reviewerOf(house), `/other-outbounds?open=${id}`);
  const sent = listenTo(page, /otherOutbounds\.modify/);
  await page.getByRole('button', { name: '修改', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^修改/ });
  await dialog.getByRole('textbox', { name: '说明' }).fill('近效期两天');
  await dialog.getByRole('textbox', { name: '修改原因' }).fill('补写');
  const colleague = openApi(origin, reviewerOf(house));
  const { version } = await colleague.otherOutbounds.get.query({ id });
  await colleague.otherOutbounds.modify.mutate({
    data: { id, version, reason: '先写的', fields: { words: '冷藏箱里' } },
  });
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByText('两人改了同一份')).toBeVisible();
  await dialog.getByRole('radio', { name: '我的' }).click();
  await loseAnswerUnderLock(page, origin, /otherOutbounds\.modify/, () =>
    dialog.getByRole('button', { name: '按所选保存' }).click(),
  );
  await expect(dialog).toContainText('可能已存上。查网络，再提交一次');
  await expect(dialog.locator('[inert] textarea')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  const [, merged, , again] = sent;
  expect(again).toEqual(merged);
  expect((await colleague.otherOutbounds.get.query({ id })).words).toBe('近效期两天');
});
