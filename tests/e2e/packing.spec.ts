import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { groupDonationNumber } from '@/i18n/format';
import { freshDonation, nextDonationNumber, plasma, releaseBags } from './support/blood';
import { pressAgain } from './support/line';
import { makeOwnServer, type OwnServer } from './support/own-server';
import { clerk, holdAnswer, password, signIn } from './support/people';
import { expect, test } from './support/test';
import { scan, scanAll, scanComposing } from './support/wedge';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

// The note of a clerk is gone once another is sent in his name, as the other tests do all the time.
let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await makeOwnServer();
  await server.start();
});
test.afterAll(() => server.remove());

async function openClerk(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...options, baseURL: server.origin });
  await signIn(context, server.origin, clerk);
  return context.newPage();
}

/** A hand that pauses: what follows is no part of the keys before. */
const restHand = (page: Page) => page.waitForTimeout(400);
const onNote = (page: Page) => page.getByText(/^单上 \d+ 袋$/);
const rowOf = (page: Page, donationNo: string) => page.getByRole('row').filter({ hasText: donationNo.slice(-6) });
const named = (page: Page, donationNo: string) => page.getByRole('alert').filter({ hasText: donationNo.slice(-6) });

test('a note left half packed is found again from the menu, and never opens before it is known', async ({
  browser,
  contextOptions,
}) => {
  const [first, second] = await releaseBags(server.origin, [{ abo: 'A' }, { abo: 'B' }]);
  if (!first || !second) throw new Error('two bags were released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  await scan(page, first.codes.donation);
  await expect(onNote(page)).toHaveText('单上 1 袋');
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.goto('/shipments');

  // Without an answer nobody can say that the note is empty.
  const question = /\/api\/trpc\/[^?]*shipments\.draft/;
  await page.route(question, (route) => route.abort('connectionrefused'));
  await page.goto('/shipments/new');
  await expect(page.getByRole('button', { name: '再试一次' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toHaveCount(0);
  await pressAgain(page, question);
  await page.unroute(question);
  await expect(onNote(page)).toHaveText('单上 1 袋');

  await scan(page, second.codes.donation);
  await expect(onNote(page)).toHaveText('单上 2 袋');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/shipments$/);
  await page.goBack();
  await expect(onNote(page)).toHaveText('单上 2 袋');

  // The last saving of a page that is being left does not get through at once: what comes back waits for it.
  const saving = /\/api\/trpc\/[^?]*shipments\.saveDraft/;
  await page.route(saving, (route) => route.abort('connectionrefused'), { times: 2 });
  await page.getByRole('textbox', { name: '送血人' }).fill('陈立');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/shipments$/);
  await page.goBack();
  await expect(onNote(page)).toHaveText('单上 2 袋');
  await expect(page.getByRole('textbox', { name: '送血人' })).toHaveValue('陈立');
  await page.context().close();
});

test('a bag that could not be looked up stays named until the same bag is scanned well', async ({
  browser,
  contextOptions,
}) => {
  const [lost, other] = await releaseBags(server.origin, [{ abo: 'A' }, { abo: 'O' }]);
  if (!lost || !other) throw new Error('two bags were released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  const question = /\/api\/trpc\/[^?]*shipments\.findBags/;
  await page.route(question, (route) => route.abort('connectionrefused'));
  await scan(page, lost.codes.donation);
  await expect(named(page, lost.donationNo)).toContainText('没有查成，没有列上。再扫一次。');
  await page.unroute(question);
  await scan(page, other.codes.donation);
  await expect(rowOf(page, other.donationNo)).toBeVisible();
  await expect(named(page, lost.donationNo)).toBeVisible();
  await scan(page, lost.codes.donation);
  await expect(rowOf(page, lost.donationNo)).toBeVisible();
  await expect(named(page, lost.donationNo)).toHaveCount(0);
  await page.context().close();
});

test('while a note is on its way no bag slips onto it, and the posted note leaves no draft behind', async ({
  browser,
  contextOptions,
}) => {
  const [first, second] = await releaseBags(server.origin, [{ abo: 'A' }, { abo: 'B' }]);
  if (!first || !second) throw new Error('two bags were released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  await page.getByRole('combobox', { name: '收血单位' }).click();
  await page.getByRole('option').first().click();
  await page.getByRole('textbox', { name: '送血人', exact: true }).fill('吴建国');
  const answer = await holdAnswer(page, /shipments\.ship(\?|$)/);
  await scan(page, first.codes.donation);
  await expect(rowOf(page, first.donationNo)).toBeVisible();
  const count = (await onNote(page).textContent()) ?? '';
  // At once, before the entry rested long enough to be saved.
  await page.keyboard.press('Control+Enter');
  await expect(
    page.getByText('正在提交，名单和各项先不能改。').or(page.getByText('还没有收到服务器答复')),
  ).toBeVisible();
  // The labels of a bag that is on the note are known, each as it comes, and the next bag's are nobody else's.
  await scan(page, first.codes.donation);
  await expect(page.getByText(/有一袋在第 \d+ 行。若是另一袋，有答复后再扫/)).toBeVisible();
  await scan(page, first.codes.product);
  await expect(page.getByText(/已在第 \d+ 行/)).toBeVisible();
  await expect(named(page, first.donationNo)).toHaveCount(0);
  await scan(page, second.codes.donation);
  await scan(page, second.codes.product);
  await expect(named(page, second.donationNo)).toContainText('不在这一单里');
  await expect(onNote(page)).toHaveText(count);
  answer();
  // The note is taken, and the page is not left before somebody has read which bag lies here.
  const leftOut = page.getByRole('alert').filter({ hasText: '提交时又扫的不在其中' });
  await expect(leftOut).toContainText(second.donationNo.slice(-6));
  await expect(leftOut).not.toContainText(first.donationNo.slice(-6));
  await expect(page.getByRole('button', { name: '知道了' })).toBeFocused();
  await expect(named(page, second.donationNo)).toHaveCount(1);
  // Sent it is, and not a second time.
  await expect(page.getByRole('button', { name: '已提交，先看没有列上的血袋' })).toBeDisabled();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=/);
  await page.goto('/shipments/new');
  await expect(page.getByText('还没有血袋。')).toBeVisible();
  await expect(rowOf(page, first.donationNo)).toHaveCount(0);
  await page.context().close();
});

test('a product label that comes before its own donation number is not taken for the last bag’s, and bags being chosen are waited for', async ({
  browser,
  contextOptions,
}) => {
  const donationNo = nextDonationNumber();
  const [first] = await releaseBags(server.origin, [
    { donationNo, abo: 'A' },
    { donationNo, abo: 'A', productCode: plasma },
  ]);
  const [other] = await releaseBags(server.origin, [{ abo: 'A', productCode: plasma }]);
  if (!first || !other) throw new Error('three bags were released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  await expect(page.getByText('还没有血袋。')).toBeVisible();
  // Both bags of the donation: the number waits for the product code.
  await scan(page, first.codes.donation);
  await expect(named(page, first.donationNo)).toContainText('再扫产品码');
  await scan(page, first.codes.product);
  await expect(onNote(page)).toHaveText('单上 1 袋');
  await scan(page, other.codes.product);
  await expect(page.getByText('没有读出献血码')).toBeVisible();
  await expect(onNote(page)).toHaveText('单上 1 袋');
  await scan(page, other.codes.donation);
  await expect(onNote(page)).toHaveText('单上 2 袋');
  // Taken off on purpose, it does not come back by the label that another bag bears as well.
  await rowOf(page, other.donationNo).getByRole('button', { name: /^移出/ }).click();
  await expect(onNote(page)).toHaveText('单上 1 袋');
  await scan(page, other.codes.product);
  await expect(page.getByText('没有读出献血码')).toBeVisible();
  await expect(onNote(page)).toHaveText('单上 1 袋');
  await scan(page, other.codes.donation);
  await expect(onNote(page)).toHaveText('单上 2 袋');

  const answer = await holdAnswer(page, /shipments\.proposeLines/);
  await page.getByRole('button', { name: '按近效期选入' }).click();
  await expect(page.getByRole('button', { name: '正在选血' })).toBeVisible();
  answer();
  await expect(page.getByRole('button', { name: '正在选血' })).toHaveCount(0);
  // The note is left empty for whoever comes next.
  const off = page.getByRole('table').getByRole('button', { name: /^移出/ });
  for (let left = await off.count(); left > 0; left--) await off.first().click();
  await expect(page.getByText('还没有血袋。')).toBeVisible();
  await page.context().close();
});

test('a label scanned under the list of keys is not lost in silence', async ({ browser, contextOptions }) => {
  const [bag] = await releaseBags(server.origin, [{ abo: 'A' }]);
  if (!bag) throw new Error('a bag was released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog')).toBeVisible();
  await scan(page, bag.codes.donation);
  await expect(page.getByText('窗口开着，刚才扫的没有记录')).toBeVisible();
  await page.context().close();
});

test('three keys struck as fast as a scanner’s, and no code: they stay in the field', async ({
  browser,
  contextOptions,
}) => {
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  const carrier = page.getByRole('textbox', { name: '送血人', exact: true });
  await carrier.click();
  await page.keyboard.type('4.2');
  await expect(carrier).toHaveValue('4.2');
  // Without a rest the last of these keys and the next three are one burst of four, and a Tab makes it a code.
  await restHand(page);
  await page.keyboard.type('abc');
  await page.keyboard.press('Tab');
  await expect(carrier).toHaveValue('4.2abc');
  await page.context().close();
});

test('three fast keys in the middle of a field leave the caret behind them, and no more than the field takes', async ({
  browser,
  contextOptions,
}) => {
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  const carrier = page.getByRole('textbox', { name: '送血人', exact: true });
  await carrier.fill('ABCDEF');
  await carrier.evaluate((field: HTMLInputElement) => field.setSelectionRange(2, 2));
  await scan(page, 'xyz', null);
  await expect(carrier).toHaveValue('ABxyzCDEF');
  await restHand(page);
  await page.keyboard.type('w');
  await expect(carrier).toHaveValue('ABxyzwCDEF');

  await restHand(page);
  await carrier.evaluate((field: HTMLInputElement) => {
    field.maxLength = 12;
  });
  await scan(page, 'uvs', null);
  await restHand(page);
  await expect(carrier).toHaveValue('ABxyzwuvCDEF');
  await page.context().close();
});

test('what an input method leaves in a field after the scan is taken out as well', async ({
  browser,
  contextOptions,
}) => {
  const [bag] = await releaseBags(server.origin, [{ abo: 'A' }]);
  if (!bag) throw new Error('a bag was released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  const carrier = page.getByRole('textbox', { name: '送血人', exact: true });
  await carrier.fill('吴');
  await carrier.press('End');
  await scanComposing(page, bag.codes.donation);
  await expect(rowOf(page, bag.donationNo)).toBeVisible();
  await expect(carrier).toHaveValue('吴');
  await page.context().close();
});

test('Ctrl Enter sends no note from inside the palette nor under the lock', async ({ browser, contextOptions }) => {
  const [bag] = await releaseBags(server.origin, [{ abo: 'A' }]);
  if (!bag) throw new Error('a bag was released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/shipments/new');
  await expect(page.getByRole('textbox', { name: '扫描血袋' })).toBeVisible();
  await scan(page, bag.codes.donation);
  await expect(rowOf(page, bag.donationNo)).toBeVisible();
  await page.getByRole('combobox', { name: '收血单位' }).click();
  await page.getByRole('option').first().click();
  await page.getByRole('textbox', { name: '送血人', exact: true }).fill('吴建国');
  await expect(page.getByRole('button', { name: /发运 \d+ 袋/ })).toBeEnabled();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('shipments.ship')) sent.push(request.url());
  });
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  // Nothing is found by this, so that Enter chooses nothing in the palette either.
  await page.keyboard.type('zz');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('dialog', { name: '已锁屏' })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  expect(sent).toEqual([]);

  // What was refused under the lock is read again; the open note stays as it is.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const again = page.waitForResponse((response) => response.url().includes('shipments.receivers') && response.ok());
  await page.getByLabel('密码或胸牌').fill(password);
  await page.keyboard.press('Enter');
  await again;
  await expect(rowOf(page, bag.donationNo)).toBeVisible();
  expect(asked.filter((url) => url.includes('shipments.draft'))).toEqual([]);
  await page.context().close();
});

test('a release waits while a bag lacks labels, and names which', async ({ browser, contextOptions }) => {
  const [model] = await releaseBags(server.origin, [{ abo: 'A' }]);
  if (!model) throw new Error('a bag was released');
  const { group, product, expiry } = model.codes;
  const page = await openClerk(browser, contextOptions);
  await page.goto('/station-stock/new');
  await expect(page.getByText('还没有血袋。扫描第一袋的任一条码。')).toBeVisible();
  const [one, two] = [freshDonation(), freshDonation()];
  await scanAll(page, [one, group, product]);
  await scanAll(page, [two, expiry, group, product]);
  const row = page.getByRole('row').filter({ hasText: '还差 失效' });
  await expect(row).toBeVisible();
  await expect(page.getByRole('button', { name: /1 袋还没扫全，先补扫或移除/ })).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await scanAll(page, [one, expiry]);
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('button', { name: '放行 2 袋' })).toBeEnabled();
  const answer = await holdAnswer(page, /stationStock\.release(\?|$)/);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('正在提交').or(page.getByText('还没有收到服务器答复')).first()).toBeVisible();
  const [third, fourth] = [nextDonationNumber(), nextDonationNumber()];
  // What is on it, and what is no bag, is not told of.
  await scanAll(page, [two, group, `XB-${'7Q'.repeat(13)}`]);
  await scan(page, encodeDonationNumber(third));
  await expect(page.getByRole('alert').filter({ hasText: '不在这一批里' })).toBeVisible();
  answer();
  // Released, and the page is not left before somebody has read which label came too late.
  const leftOut = page.getByRole('alert').filter({ hasText: '提交时又扫的不在其中' });
  await expect(leftOut.getByRole('listitem')).toHaveText([groupDonationNumber(third)]);
  await scan(page, encodeDonationNumber(fourth));
  await expect(leftOut.getByRole('listitem')).toHaveText([groupDonationNumber(third), groupDonationNumber(fourth)]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/station-stock\?open=/);
  await page.context().close();
});

test('a release says that a bag is on the list already and what it refused, until the next bag is complete', async ({
  browser,
  contextOptions,
}) => {
  const [model] = await releaseBags(server.origin, [{ abo: 'A' }]);
  if (!model) throw new Error('a bag was released');
  const { group, product, expiry } = model.codes;
  const page = await openClerk(browser, contextOptions);
  await page.goto('/station-stock/new');
  await expect(page.getByText('还没有血袋。扫描第一袋的任一条码。')).toBeVisible();
  const [one, two, half] = [freshDonation(), freshDonation(), freshDonation()];
  const said = page.locator('[role=alert]:not(#__next-route-announcer__)');
  await scanAll(page, [one, group, product, expiry]);
  await scanAll(page, [one, product, group, expiry]);
  await expect(said).toContainText('这袋已在第 1 行。');
  await scanAll(page, [two, group, product, expiry]);
  await expect(said).toHaveCount(0);

  await scanAll(page, [half, '=<Z9999V00']);
  await expect(said).toContainText('不在本市产品表里');
  await scanAll(page, [group]);
  await expect(said).toContainText('不在本市产品表里');
  await said.getByRole('button').click();
  await expect(said).toHaveCount(0);
  await page.context().close();
});

test('labels scanned while the product table cannot be had wait in sight, and go in once it comes', async ({
  browser,
  contextOptions,
}) => {
  const [model] = await releaseBags(server.origin, [{ abo: 'A' }]);
  if (!model) throw new Error('a bag was released');
  const { group, product, expiry } = model.codes;
  const donation = freshDonation();
  const page = await openClerk(browser, contextOptions);
  await page.route(/stationStock\.readLabels/, (route) => route.abort('connectionrefused'));
  await page.goto('/station-stock/new');
  await expect(page.getByText('还没有血袋。扫描第一袋的任一条码。')).toBeVisible();
  await scanAll(page, [donation, group]);
  await expect(page.getByText(/产品表还没有取到，扫过的 2 个条码/).first()).toBeVisible();
  await pressAgain(page, /stationStock\.readLabels/);
  await page.unroute(/stationStock\.readLabels/);
  await expect(page.getByText(/产品表还没有取到/)).toHaveCount(0);
  await scanAll(page, [product, expiry]);
  await expect(page.getByRole('button', { name: '放行 1 袋' })).toBeEnabled();
  await page.context().close();
});

test('a release names two groups of one donation on the line, and waits', async ({ browser, contextOptions }) => {
  const [a, b] = await releaseBags(server.origin, [{ abo: 'A' }, { abo: 'B' }]);
  if (!a || !b) throw new Error('two bags were released');
  const page = await openClerk(browser, contextOptions);
  await page.goto('/station-stock/new');
  await expect(page.getByText('还没有血袋。扫描第一袋的任一条码。')).toBeVisible();
  const one = freshDonation();
  const half = a.codes.product.replace(/.{2}$/, 'A0');
  await scanAll(page, [one, a.codes.group, a.codes.product, a.codes.expiry]);
  await scanAll(page, [one, half, b.codes.group, b.codes.expiry]);
  await expect(page.getByRole('row').filter({ hasText: '同一献血码只有一个血型' })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /1 袋不能放行，先移除或重扫/ })).toBeVisible();
  await page.context().close();
});
