import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { openApi } from './support/api';
import { releaseBags } from './support/blood';
import { makeOwnServer, type OwnServer, openOn } from './support/own-server';
import { clerk, type Person, reviewerOf, technicianOf } from './support/people';
import { enterTemperatures, openScanList, postButton, scanBag, signBoth } from './support/receipt-desk';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

test.describe.configure({ mode: 'default', timeout: 300_000 });

// Orders of this house are counted here, and the demo city goes on elsewhere.
let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await makeOwnServer();
  await server.start();
});
test.afterAll(() => server.remove());

const open = (browser: Browser, person: Person, path: string, options: BrowserContextOptions) =>
  openOn(server.origin, browser, person, path, options);

const officeClerk: Person = { orgId: 'O01', staffNo: '3001' };
const approver: Person = { orgId: 'O01', staffNo: '3002' };
const name = '静安中心';
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first();

/** A year's plan of 2 U, seen and agreed to by two of the office, and a share of donors beside it: every window has it by itself. */
async function planAndShare(hospital: Page, city: Page, second: Page): Promise<void> {
  await hospital.goto('/blood-use-plans/new');
  await hospital.getByRole('textbox', { name: '红细胞' }).fill('2');
  await hospital.keyboard.press('Control+Enter');
  const drawer = hospital.getByRole('complementary').last();
  await expect(drawer).toContainText('待审核');
  await expect(rowOf(city, name)).toContainText('待审核');
  await rowOf(city, name).getByRole('button').first().press('Enter');
  await city.getByRole('button', { name: '审核', exact: true }).press('Enter');
  await city.getByRole('dialog').getByRole('textbox', { name: '红细胞' }).waitFor();
  await city.keyboard.press('Control+Enter');
  await expect(drawer).toContainText('待批准');
  await expect(rowOf(second, name)).toContainText('待批准');
  await rowOf(second, name).getByRole('button').first().press('Enter');
  await second.getByRole('button', { name: '批准', exact: true }).press('Enter');
  await second.getByRole('dialog').getByRole('textbox', { name: '红细胞' }).waitFor();
  await second.keyboard.press('Control+Enter');
  await expect(drawer).toContainText('已批准');

  await hospital.goto('/donor-plans');
  await expect(hospital.getByRole('heading', { name: '献血者用血计划管理' })).toBeVisible();
  await city.goto('/donor-plans/new');
  await city.getByRole('combobox', { name: '医院' }).focus();
  await city.keyboard.type('H06', { delay: 40 });
  await city.getByRole('option').first().waitFor();
  await city.keyboard.press('Enter');
  await city.getByRole('textbox', { name: '献血单位' }).fill('静安示范中学');
  await city.getByRole('textbox', { name: '份额' }).fill('20');
  await city.keyboard.press('Control+Enter');
  await expect(rowOf(hospital, '静安示范中学')).toContainText('待激活');
}

/** Some of the share is put beside the plan, in a window of its own: the order that waits is not touched. */
async function activateShare(hospital: Page, units: string): Promise<void> {
  const page = await hospital.context().newPage();
  await page.goto('/donor-plans');
  await rowOf(page, '静安示范中学').getByRole('button').first().press('Enter');
  await page.getByRole('button', { name: '激活', exact: true }).press('Enter');
  await page.getByRole('dialog').getByRole('textbox', { name: '激活份额' }).fill(units);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.close();
}

const cell = (page: Page, component: string, group: string) => page.locator(`[data-cell="${component}|${group}"]`);
const status = (page: Page, word: string) => page.getByRole('complementary').getByText(word, { exact: true }).first();

test('from the year’s plan to what is owed, in the windows of hospital, station and office: both sides follow by themselves, and the grid needs no mouse', async ({
  browser,
  contextOptions,
}) => {
  const hospital = await open(browser, technicianOf('H06'), '/', contextOptions);
  const city = await open(browser, officeClerk, '/blood-use-plans?tab=waiting', contextOptions);
  const second = await open(browser, approver, '/blood-use-plans?tab=waiting', contextOptions);
  await planAndShare(hospital, city, second);
  await second.context().close();

  await hospital.goto('/blood-orders/new');
  await city.goto('/blood-orders');
  const station = await open(browser, clerk, '/blood-orders?tab=toAnswer', contextOptions);
  await expect(station.getByRole('heading', { name: '血液预订管理' })).toBeVisible();

  // The hands are on the grid at once; what is typed is bold, the rest stays as proposed.
  const first = hospital.locator('[data-cell]').first();
  await expect(first).toBeFocused();
  const box = cell(hospital, 'rbc-lr', 'AB|positive');
  await box.focus();
  await hospital.keyboard.type('3');
  await hospital.keyboard.press('Enter');
  await expect(hospital.locator('[data-cell]:focus')).not.toHaveAttribute('data-cell', 'rbc-lr|AB|positive');
  await box.focus();
  await hospital.keyboard.press('=');
  await expect(box).not.toHaveValue('3');
  // What no bags make is said, and not sent.
  await hospital.keyboard.type('3.3');
  await expect(hospital.getByRole('button', { name: /先改 AB\+ 去白悬红/ })).toBeVisible();
  await box.selectText();
  await hospital.keyboard.type('4');
  await hospital.keyboard.press('ArrowUp');
  await hospital.keyboard.press('ArrowDown');
  await expect(box).toBeFocused();
  for (const other of await hospital.locator('[data-cell]').all()) {
    if ((await other.getAttribute('data-cell')) === 'rbc-lr|AB|positive') continue;
    if ((await other.inputValue()) !== '') await other.fill('0');
  }

  await hospital.keyboard.press('Alt+n');
  const dialog = hospital.getByRole('dialog', { name: /添一行/ });
  await expect(dialog.getByRole('button', { name: /先选品种/ })).toBeVisible();
  await dialog.getByLabel('品种').press('F4');
  await hospital.getByRole('option', { name: '去白细胞悬浮红细胞', exact: true }).click();
  await dialog.getByLabel('血型').press('F4');
  await hospital.getByRole('option', { name: 'B+', exact: true }).click();
  await dialog.getByLabel('数量').fill('2');
  await dialog.getByLabel(/另述/).fill('IgA 缺乏');
  await hospital.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(hospital.getByText('IgA 缺乏')).toBeVisible();

  // Six units of a plan of two: said before, and refused with what can be done. With some of the share they pass.
  await expect(hospital.getByText(/超出计划，常规订血会被退回/)).toBeVisible();
  await hospital.keyboard.press('Control+Enter');
  await expect(hospital.getByText(/超出本年计划/).first()).toBeVisible();
  await activateShare(hospital, '8');
  await hospital.keyboard.press('Control+Enter');
  await expect(hospital).toHaveURL(/\/blood-orders\?open=/);
  await expect(status(hospital, '待受理')).toBeVisible();
  const id = new URL(hospital.url()).searchParams.get('open') ?? '';

  // The station's list and the office's have it by themselves.
  const row = station.getByRole('row').filter({ hasText: name });
  await expect(row.first()).toBeVisible();
  await expect(city.getByRole('row').filter({ hasText: name }).first()).toBeVisible();

  // Half of the first line now, the rest later; the other line now, as the shelf has it.
  const [ab, b, wrong] = await releaseBags(server.origin, [{ abo: 'AB' }, { abo: 'B' }, { abo: 'O' }]);
  if (!ab || !b || !wrong) throw new Error('three bags were released');
  await station.goto(`/blood-orders/${id}/answer`);
  await station.getByLabel(/1 .* 现在供/).fill('2');
  await expect(station.getByLabel(/1 .* 以后供/)).toHaveValue('2');
  await expect(station.getByRole('button', { name: /还差日期或原因/ })).toBeVisible();
  await station.getByLabel(/1 .* 哪天/).fill('2099-01-01');
  await station.keyboard.press('Control+Enter');
  await expect(station).toHaveURL(new RegExp(`/blood-orders/${id}/pick`));
  await expect(status(hospital, '已受理')).toBeVisible();

  // Picked by scan. What fits no line is refused by name and stays put aside until somebody has read it.
  await expect(station.getByRole('textbox', { name: '扫描拣出的血袋' })).toBeVisible();
  await scan(station, encodeDonationNumber(wrong.donationNo));
  await expect(station.getByRole('alert').filter({ hasText: '血型和第' })).toBeVisible();
  await scan(station, encodeDonationNumber(ab.donationNo));
  await expect(station.getByText('已拣 1 袋')).toBeVisible();
  await expect(status(hospital, '拣血中')).toBeVisible();
  await scan(station, encodeDonationNumber(b.donationNo));
  await expect(station.getByText('已拣 2 袋')).toBeVisible();
  await station.getByLabel(/1 号箱/).fill('4.1');
  await station.keyboard.press('Control+Enter');
  await expect(status(hospital, '已装箱')).toBeVisible();
  await station.getByLabel('送血人').fill('吴建国');
  await station.getByLabel(/车牌/).fill('示A·3180');
  await station.keyboard.press('Control+Enter');
  await expect(station).toHaveURL(/\/blood-orders\?open=/);
  await expect(status(hospital, '在途')).toBeVisible();
  await expect(hospital.getByText(/吴建国.*示A·3180/)).toBeVisible();

  await hospital.getByRole('button', { name: '血已送到' }).click();
  await expect(status(hospital, '已送到')).toBeVisible();
  await expect(status(station, '已送到')).toBeVisible();

  // Received in parts: one bag now, the other when it is found in the box.
  const link = hospital.getByRole('link', { name: '去入库' });
  const shipmentId = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
  const desk = await hospital.context().newPage();
  for (const bag of [ab, b]) {
    await openScanList(desk, shipmentId);
    await scanBag(desk, bag);
    await enterTemperatures(desk);
    await signBoth(desk);
    await postButton(desk).click();
    await expect(desk.getByText(/已入库/).first()).toBeVisible();
  }
  await expect(status(hospital, '部分接收')).toBeVisible();
  await expect(status(station, '部分接收')).toBeVisible();

  // What is owed is given up, and the order is at its end on every screen.
  await station.getByRole('button', { name: '关闭欠供' }).click();
  const closing = station.getByRole('dialog', { name: /关闭 .* 的欠供/ });
  await closing.getByRole('textbox').fill('医院改用别的');
  await station.keyboard.press('Control+Enter');
  await expect(closing).toBeHidden();
  await expect(status(hospital, '欠供关闭')).toBeVisible();
  await expect(hospital.getByText(/满足 \d+%/)).toBeVisible();
  await expect(city.getByRole('row').filter({ hasText: name }).filter({ hasText: '欠供关闭' }).first()).toBeVisible();
  for (const page of [hospital, station, city]) await page.context().close();
});

test('an order that is not answered is changed and cancelled; a template fills the grid; a cancelling that comes late is answered', async ({
  browser,
  contextOptions,
}) => {
  const hospital = await open(browser, technicianOf('H04'), '/blood-orders/new', contextOptions);
  const box = cell(hospital, 'rbc-lr', 'O|positive');
  await box.fill('6');
  await hospital.getByRole('button', { name: '模板' }).click();
  await hospital.getByRole('menuitem', { name: '存为模板…' }).click();
  const saving = hospital.getByRole('dialog', { name: '存为模板' });
  await saving.getByLabel('名称').fill('每日');
  await hospital.keyboard.press('Control+Enter');
  await expect(saving).toBeHidden();
  await box.fill('0');
  await hospital.getByRole('button', { name: '模板' }).click();
  await hospital.getByRole('menuitem', { name: '取用 每日' }).click();
  await expect(box).toHaveValue('6');
  await hospital.getByText('紧急', { exact: true }).click();
  await hospital.getByRole('combobox', { name: '配送' }).press('F4');
  await hospital.getByRole('option', { name: '急送' }).click();
  // Urgent: nothing but what was typed goes along.
  await hospital.getByLabel('何时要').fill('2099-01-01 08:00');
  await hospital.keyboard.press('Control+Enter');
  await expect(status(hospital, '待受理')).toBeVisible();
  await expect(hospital.getByText('未打电话').first()).toBeVisible();
  await hospital.getByRole('button', { name: '已打电话' }).click();
  await hospital.getByRole('dialog').getByLabel('对方是谁').fill('沈一鸣');
  await hospital.keyboard.press('Control+Enter');
  await expect(hospital.getByText(/电话 .*✓ 沈一鸣/)).toBeVisible();

  await hospital.getByRole('link', { name: '修改' }).click();
  await expect(hospital.getByRole('heading', { name: /^修改 / })).toBeVisible();
  await cell(hospital, 'rbc-lr', 'O|positive').fill('8');
  await hospital.keyboard.press('Control+Enter');
  // Its history says from what to what.
  await expect(hospital.getByRole('complementary').getByText('6 U → 8 U')).toBeVisible();
  const id = new URL(hospital.url()).searchParams.get('open') ?? '';

  await releaseBags(server.origin, [{ abo: 'O' }, { abo: 'O' }, { abo: 'O' }, { abo: 'O' }]);
  const station = await open(browser, clerk, `/blood-orders/${id}/answer`, contextOptions);
  await station.getByRole('button', { name: /受理 \d+ 行/ }).click();
  await expect(station).toHaveURL(/pick$/);
  await hospital.getByRole('button', { name: '申请取消' }).click();
  await hospital.getByRole('dialog').getByRole('textbox').fill('手术取消');
  await hospital.keyboard.press('Control+Enter');
  await expect(station.getByText('医院申请取消：手术取消')).toBeVisible();
  await station.goto(`/blood-orders?open=${id}`);
  await station.getByRole('button', { name: '同意取消', exact: true }).click();
  await station.keyboard.press('Control+Enter');
  await expect(status(hospital, '已取消')).toBeVisible();
  await expect(hospital.getByRole('link', { name: '照此再订' })).toBeVisible();
  for (const page of [hospital, station]) await page.context().close();
});

test('a slip of the hand is named by its cell and asked about before it is sent; what was left is gone on with; the drawer has the hand', async ({
  browser,
  contextOptions,
}) => {
  const page = await open(browser, technicianOf('H03'), '/blood-orders', contextOptions);
  await expect(page.getByRole('heading', { name: '血液预订管理' })).toBeVisible();
  await page.keyboard.press('F4');
  const box = cell(page, 'rbc-lr', 'A|positive');
  await expect(box).toBeVisible();
  await box.focus();
  await page.keyboard.type('2.7');
  await expect(page.getByRole('button', { name: /先改 A\+ 去白悬红：要是 0\.5 U 的倍数/ })).toBeVisible();
  await cell(page, 'rbc-lr', 'O|positive').focus();
  // The key that sends goes to what is wrong.
  await page.keyboard.press('Control+Enter');
  await expect(box).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('99999');
  await expect(page.getByRole('button', { name: /一行最多 1,000 U/ })).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('900');
  await expect(page.getByText(/去白悬红 A\+：建议 .*，现填 900/)).toBeVisible();

  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/blood-orders$/);
  await page.keyboard.press('F4');
  await expect(page.getByText(/接着填：.*存下、还没有送出的这张/)).toBeVisible();
  await expect(box).toHaveValue('900');
  await box.focus();
  await page.keyboard.press('Control+Enter');
  const asked = page.getByRole('dialog', { name: '这几行比平常多很多' });
  await expect(asked.getByText(/^A\+ 去白悬红 900 U，建议/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(asked).toHaveCount(0);
  await expect(box).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4');
  await page.keyboard.press('Control+Enter');

  // It is sent; the hand is in its drawer, and on its row when that is closed.
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('待受理');
  await expect(drawer).toBeFocused();
  const id = new URL(page.url()).searchParams.get('open') ?? '';
  await page.keyboard.press('Escape');
  await expect(page.locator(`button[data-row="${id}"]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(drawer).toContainText('4 U');
  await page.keyboard.press('Tab');
  await expect(drawer).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator('button[data-row][aria-current]')).toBeFocused();
  await page.keyboard.press('Tab');
  await drawer.getByRole('button', { name: '取消这张单' }).press('Enter');
  await page.getByRole('list', { name: '常用原因' }).waitFor();
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Control+Enter');
  await expect(drawer).toContainText('已取消');
  // The button it was on has gone.
  await expect(drawer).toBeFocused();
  await page.context().close();
});

test('what the station has not, or not cold enough, is said before it is promised or sealed; nothing typed is lost; a no to a cancelling is read', async ({
  browser,
  contextOptions,
}) => {
  const hospital = await open(browser, technicianOf('H05'), '/blood-orders/new', contextOptions);
  await hospital.getByText('紧急', { exact: true }).click();
  await cell(hospital, 'rbc-lr', 'AB|positive').fill('400');
  await hospital.getByRole('combobox', { name: '配送' }).press('F4');
  await hospital.getByRole('option', { name: '急送' }).click();
  await hospital.getByLabel('何时要').fill('2099-01-01 08:00');
  await hospital.keyboard.press('Control+Enter');
  await expect(status(hospital, '待受理')).toBeVisible();
  const id = new URL(hospital.url()).searchParams.get('open') ?? '';

  // The answer: as much as the shelf has, the rest later; more only with a reason.
  const [one, two] = await releaseBags(server.origin, [{ abo: 'AB' }, { abo: 'AB' }]);
  if (!one || !two) throw new Error('two bags were released');
  const station = await open(browser, clerk, `/blood-orders/${id}/answer`, contextOptions);
  const now = station.getByLabel(/1 .* 现在供/);
  await expect(now).toBeFocused();
  await expect(station.getByRole('button', { name: /还差日期或原因/ })).toBeVisible();
  const proposed = Number(await now.inputValue());
  expect(proposed).toBeGreaterThanOrEqual(4);
  expect(proposed).toBeLessThan(400);
  await expect(station.getByLabel(/1 .* 以后供/)).toHaveValue(String(400 - proposed));
  await station.keyboard.type('400');
  await expect(station.getByText(/还可答应 .*仍受理 400 U/)).toBeVisible();
  const kept = station.waitForResponse((response) => response.url().includes('bloodOrders.saveDraft') && response.ok());
  await station.getByRole('textbox', { name: '为什么仍受理' }).fill('午后放行');
  await kept;
  await expect(station.getByText(/草稿已存/)).toBeVisible();
  await station.reload();
  await expect(station.getByText(/^接着 .* 存下的填/)).toBeVisible();
  await expect(now).toHaveValue('400');
  await expect(station.getByRole('textbox', { name: '为什么仍受理' })).toHaveValue('午后放行');
  await expect(now).toBeFocused();
  await station.keyboard.press('F1');
  await expect(station.getByRole('dialog')).toBeVisible();
  await station.keyboard.press('Escape');
  await expect(now).toBeFocused();
  await station.getByRole('button', { name: '重新填' }).press('Enter');
  await expect(now).toHaveValue(String(proposed));
  await now.focus();
  await station.keyboard.type('2');
  await station.keyboard.press('ArrowRight');
  await expect(station.getByLabel(/1 .* 以后供/)).toBeFocused();
  await expect(station.getByLabel(/1 .* 以后供/)).toHaveValue('398');
  await station.keyboard.press('ArrowRight');
  await station.keyboard.type('2099-01-01');
  await station.keyboard.press('Control+Enter');
  await expect(station).toHaveURL(new RegExp(`/blood-orders/${id}/pick`));

  // For now two units, and no bag of what is for later unless somebody says so.
  await expect(station.getByText('398 U · 2099-01-01')).toBeVisible();
  await scan(station, encodeDonationNumber(one.donationNo));
  await expect(station.getByText('已拣 1 袋')).toBeVisible();
  await scan(station, encodeDonationNumber(two.donationNo));
  await expect(station.getByRole('alert').filter({ hasText: '其余以后供' })).toBeVisible();

  // The box: beyond what it may travel at it is never closed, warmer than it is stored only with a reason.
  const box = station.getByRole('textbox', { name: /1 号箱 ·/ });
  await box.fill('12');
  await expect(station.getByText(/要 2.*6 ℃。重新降温，再量一次/)).toBeVisible();
  await expect(station.getByRole('button', { name: /重新降温再量/ })).toBeVisible();
  await box.fill('9');
  await expect(station.getByRole('button', { name: /先写 1 号箱为什么仍发/ })).toBeVisible();
  await station.getByRole('textbox', { name: /1 号箱为什么仍发/ }).fill('抢救，十分钟路程');
  await station.keyboard.press('Control+Enter');
  const carrier = station.getByRole('textbox', { name: '送血人' });
  await expect(carrier).toBeFocused();
  const noted = station.waitForResponse(
    (response) => response.url().includes('bloodOrders.saveDraft') && response.ok(),
  );
  await carrier.fill('吴建国');
  await noted;
  await station.keyboard.press('Escape');
  await expect(station).toHaveURL(/open=/);
  // The hand is on the row that it came from, and Tab goes into its record.
  await expect(station.locator(`button[data-row="${id}"]`)).toBeFocused();
  await station.keyboard.press('Tab');
  await station.getByRole('link', { name: '拣血装箱' }).press('Enter');
  await expect(carrier).toHaveValue('吴建国');
  await expect(station.getByText(/^接着 .* 存下的拣/)).toBeVisible();
  await expect(station.getByRole('button', { name: '从头拣，放回 1 袋' })).toBeVisible();
  const paper = await station.context().newPage();
  await paper.goto(`/blood-orders/${id}/pick-list`);
  await expect(paper.getByRole('heading', { name: '拣血单' })).toBeVisible();
  await expect(paper.getByText(/以后供，今天不拣.*398 U · 2099-01-01/)).toBeVisible();
  await paper.close();

  // A wish to cancel: taken back, made again, refused with a word of the dictionary.
  const ask = async () => {
    await hospital.getByRole('button', { name: '申请取消' }).press('Enter');
    await hospital.getByRole('dialog').getByRole('textbox').fill('手术取消');
    await hospital.keyboard.press('Control+Enter');
    await expect(hospital.getByText('已申请取消，等血站答复：手术取消')).toBeVisible();
    await expect(station.getByText('医院申请取消：手术取消')).toBeVisible();
  };
  await ask();
  await expect(station.getByRole('button', { name: /先在上面答复取消/ })).toBeVisible();
  await hospital.getByRole('button', { name: '撤回申请' }).press('Enter');
  await expect(station.getByText('医院申请取消：手术取消')).toHaveCount(0);
  await ask();
  await station.getByRole('button', { name: '不同意取消' }).press('Enter');
  const refusing = station.getByRole('dialog', { name: /不同意取消/ });
  await expect(refusing.getByRole('button', { name: /血已装车/ })).toBeVisible();
  await station.keyboard.press('Alt+1');
  await station.keyboard.press('Control+Enter');
  await expect(refusing).toBeHidden();
  await expect(hospital.getByText(/血站不同意取消：血已装车，就要发出/)).toBeVisible();
  await station.keyboard.press('Control+Enter');
  await expect(station).toHaveURL(/open=/);
  const warm = '1 号箱封箱时 9 ℃，仍发：抢救，十分钟路程';
  await expect(hospital.getByText(warm)).toBeVisible();
  // Whoever takes the box in reads it before anything is measured; it stands on the note and on its paper.
  await hospital.getByRole('button', { name: '血已送到' }).click();
  const receive = hospital.getByRole('link', { name: '去入库' });
  const shipmentId = (await receive.getAttribute('href'))?.split('/').at(-1) ?? '';
  await hospital.goto(`/bag-receipts/receive/${shipmentId}`);
  await expect(hospital.getByText(warm)).toBeVisible();
  await hospital.goto(`/shipments?open=${shipmentId}`);
  await expect(hospital.getByText(warm)).toBeVisible();
  await hospital.goto(`/shipments/${shipmentId}/print`);
  await expect(hospital.getByText('仍发：抢救，十分钟路程').first()).toBeVisible();
  for (const page of [hospital, station]) await page.context().close();
});

test('the station says when it delivers, and a hospital’s page has the new slot', async ({
  browser,
  contextOptions,
}) => {
  const station = await open(browser, clerk, '/blood-orders/plan', contextOptions);
  await station.getByRole('button', { name: '添一班' }).click();
  await station.getByLabel('4 送到').fill('21:15');
  await station.getByLabel('4 截止下单').fill('22:00');
  for (const day of ['六', '日']) await station.getByRole('row').nth(4).getByRole('checkbox', { name: day }).click();
  await station.keyboard.press('Control+Enter');
  await expect(station.getByRole('button', { name: '没有改动' })).toBeVisible();
  const hospital = await open(browser, technicianOf('H05'), '/blood-orders/new', contextOptions);
  await hospital.getByRole('combobox', { name: '班次' }).press('F4');
  await expect(hospital.getByRole('option', { name: /21:15 送到/ }).first()).toBeVisible();
  for (const page of [hospital, station]) await page.context().close();
});

test('a list does not move under the hand: what came is counted and waits, what changed shows where it stands', async ({
  browser,
  contextOptions,
}) => {
  const api = openApi(server.origin, reviewerOf('H03'));
  const submit = (priority: 'routine' | 'life_threatening', hours: number) =>
    api.bloodOrders.submit.mutate({
      key: randomUUID(),
      data: {
        stationId: 'S01',
        priority,
        deliveryMethod: 'extra',
        neededAt: new Date(Date.now() + hours * 3_600_000),
        lines: [{ component: 'rbc-lr', abo: 'AB', rhd: 'negative', amount: 200 }],
        areAmountsConfirmed: true,
      },
    });
  const [first, second] = [await submit('routine', 30), await submit('routine', 40)];
  const page = await open(browser, technicianOf('H03'), '/blood-orders', contextOptions);
  const ids = () =>
    page.locator('button[data-row]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row')));
  const rowAt = (id: string) => page.locator(`button[data-row="${id}"]`);
  await expect(rowAt(second.id)).toBeVisible();
  const before = await ids();
  await rowAt(first.id).focus();

  // It presses more than anything: without a hand in the list it would stand on top.
  const third = await submit('life_threatening', 2);
  const news = page.getByRole('button', { name: /条新变化 · 刷新/ });
  await expect(news).toHaveText(/^1 条新变化/);
  expect(await ids()).toEqual(before);
  await api.bloodOrders.cancel.mutate({
    key: randomUUID(),
    data: { id: second.id, version: 1, reason: '重复下单' },
  });
  await expect(page.getByRole('row').filter({ has: rowAt(second.id) })).toContainText('已取消');
  await expect(news).toHaveText(/^2 条新变化/);
  expect(await ids()).toEqual(before);

  await page.keyboard.press('Alt+u');
  await expect(news).toHaveCount(0);
  expect((await ids())[0]).toBe(third.id);
  await expect(rowAt(first.id)).toBeFocused();

  // Beside an open record it stands still too, and what one opens by its number is there at once.
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=/);
  const fourth = await submit('life_threatening', 1);
  await expect(news).toHaveText(/^1 条新变化/);
  await page.keyboard.press('Control+k');
  await page
    .getByRole('combobox', { name: '查血袋' })
    .or(page.getByPlaceholder(/查血袋/))
    .first()
    .fill(fourth.no);
  await page.getByRole('option', { name: new RegExp(`血液预订管理.*${fourth.no}`) }).waitFor();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/blood-orders\\?open=${fourth.id}`));
  await expect(rowAt(fourth.id)).toBeVisible();
  await page.keyboard.press('Escape');

  // Nobody stands in it any more: it follows by itself.
  await page.getByRole('heading', { level: 1 }).click();
  const fifth = await submit('life_threatening', 1);
  await expect(rowAt(fifth.id)).toBeVisible({ timeout: 15_000 });
  await page.context().close();
});
