import { openApi } from './support/api';
import { receiveElsewhere, returnOneBag, sendShipment } from './support/blood';
import { holdAnswer, listenTo, loseAnswerUnderLock, reviewerOf } from './support/people';
import { expect, test } from './support/test';

const house = 'H05';

test('a void that nobody answered stands still, and is sent again as it was', async ({ openAs, origin }) => {
  const id = await returnOneBag(origin, house);
  const page = await openAs(reviewerOf(house), '/api/health/live');
  const sent = listenTo(page, /otherOutbounds\.void/);
  await page.goto(`/other-outbounds?open=${id}`);
  await page.getByRole('button', { name: '撤销', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^撤销/ });
  const reason = dialog.locator('textarea');
  await reason.fill('扫错一袋');
  await loseAnswerUnderLock(page, origin, /otherOutbounds\.void/, () => page.keyboard.press('Control+Enter'));
  await expect(dialog).toContainText('可能已存上。查网络，再提交一次');
  // Neither by mouse nor by keyboard is there a way into the words that were sent.
  await expect(dialog.locator('[inert] textarea')).toBeVisible();
  await page.keyboard.type('，另一句');
  await expect(reason).toHaveValue('扫错一袋');
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog', { name: '还不知道有没有存上' });
  await question.getByRole('button', { name: '留在这里' }).click();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  expect(sent).toHaveLength(3);
  expect(sent[2]).toEqual(sent[0]);
  const api = openApi(origin, reviewerOf(house));
  expect((await api.otherOutbounds.get.query({ id })).state).toBe('void');
  expect((await api.otherOutbounds.history.query({ id })).map(({ action }) => action)).toEqual([
    'other-outbounds.void',
    'other-outbounds.register',
  ]);
});

test('a receipt’s void that nobody answered is done once', async ({ openAs, origin }) => {
  const shipment = await sendShipment(origin, house, [{}]);
  const receipt = await receiveElsewhere(origin, house, shipment);
  const { no } = await openApi(origin, reviewerOf(house)).bagReceipts.get.query({ id: receipt.id });
  const page = await openAs(reviewerOf(house), '/api/health/live');
  const sent = listenTo(page, /bagReceipts\.void/);
  await page.goto(`/bag-receipts?open=${receipt.id}`);
  await page.getByRole('button', { name: '作废', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `作废 ${no}` });
  await dialog.getByRole('textbox', { name: '作废原因' }).fill('收错单');
  await loseAnswerUnderLock(page, origin, /bagReceipts\.void/, () =>
    dialog.getByRole('button', { name: '作废', exact: true }).click(),
  );
  await expect(dialog).toContainText('可能已存上。查网络，再提交一次');
  await expect(dialog.locator('[inert] textarea')).toBeVisible();
  await dialog.getByRole('button', { name: '作废', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(sent[2]).toEqual(sent[0]);
});

test('a change on its way cannot be changed, and what is refused can', async ({ openAs, origin }) => {
  const id = await returnOneBag(origin, house);
  const page = await openAs(reviewerOf(house), `/other-outbounds?open=${id}`);
  await page.getByRole('button', { name: '修改', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /^修改/ });
  await dialog.getByRole('textbox', { name: '说明' }).fill('近效期两天');
  const reason = dialog.getByRole('textbox', { name: '修改原因' });
  await reason.fill('补写');
  const answer = await holdAnswer(page, /otherOutbounds\.modify/);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('正在提交，先不能改。');
  await expect(dialog.locator('[inert] textarea')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  // A colleague was quicker.
  const colleague = openApi(origin, reviewerOf(house));
  const { version } = await colleague.otherOutbounds.get.query({ id });
  await colleague.otherOutbounds.modify.mutate({
    data: { id, version, reason: '先写的', fields: { words: '冷藏箱里' } },
  });
  answer();
  await expect(dialog.getByText('两人改了同一份')).toBeVisible();
  await dialog.getByRole('radio', { name: '我的' }).click();
  await dialog.getByRole('button', { name: '按所选保存' }).click();
  await expect(dialog).toBeHidden();
  expect((await colleague.otherOutbounds.get.query({ id })).words).toBe('近效期两天');
});
