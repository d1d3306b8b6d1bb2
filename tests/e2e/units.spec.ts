import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import { openApi } from './support/api';
import { plasma, redCells, sendShipment, stockBags } from './support/blood';
import { clerk, official, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan, throughInputMethod, typeByHand } from './support/wedge';

const house = 'H04';

test('a label scanned into the palette leads to the trace, the record behind a step, and a paper that holds', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'B' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(technicianOf(house), '/stock');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await scan(page, bag.codes.donation);
  await expect(page.getByRole('option').filter({ hasText: bag.donationNo.slice(7) })).toBeVisible();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
  const steps = page.locator('tbody tr');
  await expect(steps).toHaveCount(4);
  await expect(steps.nth(2)).toContainText('发运');
  await expect(steps.nth(3)).toContainText('入库');
  await expect(steps.nth(3)).toContainText('到货 4.2 ℃');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  const [paper] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+p')]);
  await expect(paper.getByRole('heading', { name: '血袋追溯报告' })).toBeVisible();
  const digest = (await paper.locator('footer .font-code').innerText()).replaceAll(/\s/g, '');
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  await paper.close();

  const field = page.getByRole('textbox', { name: '纸件页脚的摘要' });
  await field.fill(digest.slice(0, 16).toUpperCase());
  await field.press('Enter');
  await expect(page.getByText('与系统一致，是最新的一步。')).toBeVisible();
  // The bag moves at another desk, and the open page follows: the paper was printed one step before.
  const api = openApi(origin, technicianOf(house));
  await api.stock.hold.mutate({ data: { unitIds: [bag.unitId], cause: 'appearance', words: '有凝块' } });
  await expect(steps).toHaveCount(5);
  await expect(page.getByText(/印在第 2 步之后。其后又有 1 步/)).toBeVisible();
  await field.fill(digest.replace(/^./, (first) => (first === '0' ? '1' : '0')));
  await field.press('Enter');
  await expect(page.getByText(/与系统不一致/)).toBeVisible();

  await steps
    .nth(3)
    .getByRole('link', { name: /^入库单/ })
    .click();
  await expect(page).toHaveURL(/\/bag-receipts\?open=/);
});

test('a label scanned where no page asks for it opens the palette; a badge does not, and fields keep what is typed', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'A' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(technicianOf(house), '/incidents');
  const palette = page.getByRole('dialog', { name: '查血袋、单号、患者、菜单' });
  const filter = page.getByRole('textbox', { name: '事件号', includeHidden: true });
  await expect(filter).toBeVisible();
  await scan(page, `XB-${'A'.repeat(26)}`);
  await expect(page.getByText(/这一页不收这个码/)).toBeVisible();
  await filter.focus();
  await typeByHand(page, '=310');
  await expect(filter).toHaveValue('=310');
  await scan(page, `XB-${'B'.repeat(26)}`);
  await expect(filter).toHaveValue('=310');
  expect(page.url()).not.toContain('XB-');
  await scan(page, bag.codes.donation);
  await expect(palette.getByRole('option').filter({ hasText: bag.donationNo.slice(7) })).toBeVisible();
  await expect(filter).toHaveValue('=310');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
  // The page of a bag listens itself.
  await scan(page, bag.codes.expiry);
  await expect(page.getByText('这是失效码。扫献血码。')).toBeVisible();
  await expect(palette).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('xjjg', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/processings\/new$/);
});

test('any form of the label finds the bag, and what names none says what it was read as', async ({
  openAs,
  origin,
}) => {
  const { bags } = await sendShipment(origin, house, [{ abo: 'O' }]);
  const [bag] = bags;
  if (!bag) throw new Error('one bag');
  const page = await openAs(technicianOf(house), '/units');
  const field = page.getByRole('textbox', { name: '血袋标签' });
  await expect(field).toBeFocused();
  for (const text of [
    bag.donationNo,
    throughInputMethod(bag.codes.donation),
    `${bag.donationNo} ${computeCheckCharacter(bag.donationNo)}`,
    `${bag.donationNo}${bag.productCode}`,
  ]) {
    await field.fill(text);
    await field.press('Enter');
    await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
    await page.keyboard.press('Escape');
    await expect(field).toBeVisible();
  }
  await scan(page, bag.codes.donation);
  await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
  // The next bag is scanned on the page of the last one.
  await scan(page, '=310009999999900');
  await expect(page.getByRole('status').filter({ hasText: '读作献血码 31000 99 999999' })).toBeVisible();
  const wrong = computeCheckCharacter(bag.donationNo) === 'A' ? 'B' : 'A';
  await field.fill(`${bag.donationNo}${wrong}`);
  await field.press('Enter');
  await expect(page.getByText(/校验符不符/)).toBeVisible();
  await scan(page, `XB-${'A'.repeat(26)}`);
  await expect(page.getByText(/这是胸牌/)).toBeVisible();
  expect(page.url()).not.toContain('XB-');
});

test('several bags of one donation are chosen from, and each trace shows the other', async ({ openAs, origin }) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'O', productCode: redCells }]);
  if (!bag) throw new Error('one bag');
  await openApi(origin, clerk).stationStock.release.mutate({
    data: {
      lines: [
        {
          donation: bag.codes.donation,
          productCode: plasma,
          abo: 'O',
          rhd: 'positive',
          expiresAt: bag.expiresAt,
          collectedAt: new Date(bag.expiresAt.getTime() - 5 * 86_400_000),
        },
      ],
    },
  });
  const page = await openAs(clerk, '/units');
  await scan(page, bag.codes.donation);
  await expect(page.getByRole('heading', { name: '2 袋符合，选一袋' })).toBeVisible();
  await page.getByRole('link', { name: new RegExp(bag.productCode) }).focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
  const sisters = page.locator('section').filter({ has: page.getByRole('heading', { name: '同一次献血' }) });
  await expect(sisters).toContainText(plasma);
  await expect(sisters).toContainText('血液中心');
  // Both codes name one bag.
  await page.keyboard.press('F2');
  await expect(page).toHaveURL(/\/units$/);
  await expect(page.getByRole('textbox', { name: '血袋标签' })).toBeFocused();
  await scan(page, `${bag.codes.donation}${bag.codes.product}`);
  await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
});

test('another hospital does not find it, the station and an official see it as far as they may', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'A' }]);
  if (!bag) throw new Error('one bag');
  const stranger = await openAs(technicianOf('H05'), `/units?q=${bag.donationNo}`);
  await expect(stranger.getByText(/本机构看得到的血袋里没有它/)).toBeVisible();
  await stranger.goto(`/units/${bag.unitId}`);
  await expect(stranger.getByRole('alert').filter({ has: stranger.getByRole('heading') })).toBeVisible();

  for (const who of [clerk, official]) {
    const page = await openAs(who, `/units?q=${bag.donationNo}`);
    await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
    const received = page.locator('tbody tr').filter({ hasText: '入库' }).first();
    await expect(received).toContainText('的人');
  }
});

test('the bag drawer of the stock leads to the trace', async ({ openAs, origin }) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'AB' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(technicianOf(house), `/stock/bags?donationNo=${bag.donationNo}`);
  await page.locator(`button[data-row="${bag.unitId}"]`).click();
  await page.getByRole('complementary').getByRole('link', { name: '追溯' }).click();
  await expect(page).toHaveURL(new RegExp(`/units/${bag.unitId}$`));
  await expect(page.getByRole('link', { name: '血袋追溯' })).toHaveAttribute('aria-current', 'page');
});
