import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { sendShipment, stockBags } from './support/blood';
import { type Person, password, reviewerOf, signInByKeyboard, technicianOf } from './support/people';
import { openScanList, scanBag, scannedCount } from './support/receipt-desk';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

const house = 'H06';
const technician = technicianOf(house);
const lock = { name: '已锁屏' };
const ended = { name: '本页已停用' };
const idleMinutes = 15;
/** Signed in, and no page yet. */
const blank = '/api/health/live';

/** A person has one draft of a kind: repeats that run side by side take another house each. */
const houseOfRepeat = (): string => [house, 'H04', 'H03'][test.info().repeatEachIndex % 3] ?? house;

/** At this page, and listening to the other tabs: the first thing a page asks is whose session it has, after it has begun to listen. */
async function openListening(page: Page, path: string): Promise<void> {
  const asked = page.waitForResponse(/\/api\/auth\/session/);
  await page.goto(path);
  await asked;
}

/** At a PC that remembers the organisation. */
async function signInAgain(page: Page, { staffNo }: Person): Promise<void> {
  await page.locator('form[data-ready]').waitFor();
  await page.locator('[name=username]').fill(staffNo);
  await page.locator('[name=password]').fill(password);
  await page.keyboard.press('Enter');
}

test('the lock covers the page, keeps the entry, takes no scan, and opens by password', async ({ openAs, origin }) => {
  const { id, bags } = await sendShipment(origin, house, [{ abo: 'A' }, { abo: 'B' }]);
  const [first, second] = bags;
  if (!first || !second) throw new Error('two bags were sent');
  const page = await openAs(technician, '/');
  await openScanList(page, id);
  await scanBag(page, first);
  await page.getByRole('textbox', { name: /红细胞.*℃/ }).fill('4.2');
  await page.keyboard.press('Control+l');
  const dialog = page.getByRole('dialog', lock);
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('输入本人密码，或扫本人胸牌，接着做。');
  // Neither an eye nor a screen reader gets at the page beneath.
  await expect(page.getByRole('heading', { name: '血袋入库登记' })).toHaveCount(0);
  const covered = await page.evaluate(() =>
    [0.1, 0.5, 0.9].every((part) =>
      document.elementFromPoint(innerWidth * part, innerHeight * part)?.closest('[data-floating="lock"]'),
    ),
  );
  expect(covered).toBe(true);
  await scanAll(page, Object.values(second.codes));
  await expect(dialog.getByLabel('密码或胸牌')).toHaveValue('');
  await expect(dialog).toContainText('已锁屏，刚才扫的没有记录。解锁后再扫。');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByLabel('密码或胸牌').fill('Falsch-2026');
  await page.keyboard.press('Enter');
  // No label was tried as a password: this is the first wrong one.
  await expect(dialog.getByRole('alert')).toContainText('工号或密码不对。还可试 4 次。');
  // The server is locked too: nothing is read behind the cover.
  const behind = await page.context().request.post(`${origin}/api/trpc/session.me`, {
    headers: { 'x-xuemai': '1', origin },
    data: {},
  });
  expect(behind.status()).toBe(401);
  await dialog.getByLabel('密码或胸牌').fill(password);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(scannedCount(page)).toHaveText('1');
  await expect(page.getByRole('textbox', { name: /红细胞.*℃/ })).toHaveValue('4.2');
  await scanBag(page, second);
});

test('a lock in one tab covers the other, and signing out ends both and their sockets', async ({ openAs }) => {
  const page = await openAs(technician, '/stock');
  const tab = await page.context().newPage();
  const sockets: Promise<unknown>[] = [];
  tab.on('websocket', (socket) => {
    if (socket.url().includes('/api/live/socket')) sockets.push(socket.waitForEvent('close', { timeout: 30_000 }));
  });
  await tab.goto('/bag-receipts');
  await expect(tab.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('dialog', lock)).toBeVisible();
  await expect(tab.getByRole('dialog', lock)).toBeVisible();
  await tab.bringToFront();
  await tab.getByLabel('密码或胸牌').fill(password);
  await tab.keyboard.press('Enter');
  await expect(tab.getByRole('dialog', lock)).toBeHidden();
  await expect(page.getByRole('dialog', lock)).toBeHidden();

  await tab.getByRole('button', { name: /当前用户/ }).click();
  await tab.getByRole('menuitem', { name: '退出' }).click();
  await expect(tab).toHaveURL(/\/login\?why=signed-out/);
  await expect(tab.getByText('已退出。')).toBeVisible();
  expect(sockets.length).toBeGreaterThan(0);
  await Promise.all(sockets);
  await expect(page.getByText(/^登录已到时，重新登录后接着做。单据的草稿已存/)).toBeVisible({ timeout: 20_000 });
});

test('unlocked in another tab before the lock was confirmed here, this tab is uncovered all the same', async ({
  openAs,
}) => {
  const page = await openAs(technician, '/stock');
  const tab = await page.context().newPage();
  for (const one of [page, tab]) await openListening(one, '/stock');
  let confirm = () => {};
  const mayConfirm = new Promise<void>((resolve) => {
    confirm = resolve;
  });
  await page.route(/\/api\/auth\/lock/, async (route) => {
    const answer = await route.fetch();
    await mayConfirm;
    await route.fulfill({ response: answer });
  });
  await page.keyboard.press('Control+l');
  await expect(tab.getByRole('dialog', lock)).toBeVisible();
  const asked = page.waitForResponse(/\/api\/auth\/session/);
  await tab.getByLabel('密码或胸牌').fill(password);
  await tab.keyboard.press('Enter');
  await expect(tab.getByRole('dialog', lock)).toBeHidden();
  await (await asked).finished();
  confirm();
  await expect(page.getByRole('dialog', lock)).toBeHidden();
});

test('what was refused under the lock is read again when any tab is unlocked', async ({ openAs }) => {
  const page = await openAs(technician, '/stock?as=bags');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  const tab = await page.context().newPage();
  await tab.goto('/bag-receipts');
  await expect(tab.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await tab.keyboard.press('Control+l');
  for (const one of [page, tab]) await expect(one.getByRole('dialog', lock)).toBeVisible();
  const again = [
    page.waitForResponse((response) => /stock\.matrix/.test(response.url()) && response.ok()),
    tab.waitForResponse((response) => /bagReceipts\./.test(response.url()) && response.ok()),
  ];
  await tab.getByLabel('密码或胸牌').fill(password);
  await tab.keyboard.press('Enter');
  for (const one of [page, tab]) await expect(one.getByRole('dialog', lock)).toBeHidden();
  await Promise.all(again);
  for (const one of [page, tab])
    await expect(one.getByRole('status').filter({ hasText: '实时' })).toBeVisible({ timeout: 5_000 });
});

test('an idle screen is covered in time although nobody can be reached', async ({ openAs }) => {
  const page = await openAs(technician, '/login');
  await page.clock.install();
  await page.goto('/stock');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await page.route(/\/api\/auth\//, (route) => route.abort('connectionrefused'));
  await page.clock.fastForward((idleMinutes - 1) * 60_000);
  await expect(page.getByRole('dialog', lock)).toHaveCount(0);
  await page.clock.fastForward(61_000);
  await expect(page.getByRole('dialog', lock)).toBeVisible();
});

test('an answer from before the lock does not uncover the screen', async ({ openAs }) => {
  const page = await openAs(technician, '/stock');
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let hold = () => {};
  const held = new Promise<void>((resolve) => {
    hold = resolve;
  });
  await page.route(/\/api\/auth\/session/, async (route) => {
    const answer = await route.fetch();
    hold();
    await released;
    await route.fulfill({ response: answer });
  });
  const heard = page.waitForResponse(/\/api\/auth\/session/);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await held;
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('dialog', lock)).toBeVisible();
  release();
  await (await heard).finished();
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await expect(page.getByRole('dialog', lock)).toBeVisible();
});

test('what one person has on the screen is never registered by another who signs in beside it', async ({
  openAs,
  origin,
}) => {
  const own = houseOfRepeat();
  const [bag] = await stockBags(origin, own, [{ abo: 'B' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(technicianOf(own), '/other-outbounds/new');
  await page.getByRole('radio', { name: '院际调剂出库' }).click();
  await page.getByRole('radio', { name: '对方缺血' }).click();
  await page.getByRole('combobox', { name: '调剂到哪家医院' }).fill('H05');
  await page.getByRole('option', { name: 'H05' }).click();
  await page.keyboard.press('Tab');
  await scan(page, bag.codes.donation);
  await expect(page.getByText('已列 1 袋')).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  const tab = await page.context().newPage();
  // The other page does not tell: the server alone must refuse.
  await tab.addInitScript(() => {
    BroadcastChannel.prototype.postMessage = () => {};
  });
  await tab.goto('/login');
  await signInByKeyboard(tab, reviewerOf(own));
  await expect(tab).not.toHaveURL(/login/);
  const answered = page.waitForResponse(/otherOutbounds\.[a-z]+/i);
  await page.keyboard.press('Control+Enter');
  expect((await answered).status()).toBe(401);
  await expect(page.getByRole('dialog', ended)).toContainText('什么也没有记到别人名下');
  await expect(page.getByRole('button', { name: '重新登录' })).toBeFocused();
  // A label does not press it, and is said to be lost.
  await scan(page, bag.codes.donation);
  await expect(page.getByRole('dialog', ended)).toContainText('本页已停用，刚才扫的没有记录。');
  await expect(page).toHaveURL(/other-outbounds\/new/);
  await page.getByRole('button', { name: '重新登录' }).click();
  await signInAgain(page, technicianOf(own));
  // Nothing of it was taken: its own person finds it as it was, and registers it.
  await expect(page.getByText('已列 1 袋')).toBeVisible();
  await expect(page.getByRole('button', { name: /^登记.*1 袋/ })).toBeEnabled();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/other-outbounds\?open=/);
});

test('somebody else signs in through the lock of another tab: the first page stays covered, and opens for its own person', async ({
  openAs,
}) => {
  const own = houseOfRepeat();
  const page = await openAs(technicianOf(own), '/other-outbounds/new');
  await page.getByRole('radio', { name: '报废' }).click();
  await page.getByRole('textbox', { name: '说明' }).fill('只有第一个人知道');
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  const tab = await page.context().newPage();
  await openListening(tab, '/stock');
  await page.keyboard.press('Control+l');
  await expect(tab.getByRole('dialog', lock)).toBeVisible();
  await tab.bringToFront();
  await tab.getByRole('button', { name: '换人登录' }).click();
  await expect(page.getByText(/^登录已到时，重新登录后接着做。单据的草稿已存/)).toBeVisible();
  await signInByKeyboard(tab, reviewerOf(own));
  await expect(tab).not.toHaveURL(/login/);
  await expect(page.getByRole('dialog', ended)).toContainText('什么也没有记到别人名下');
  await expect(tab.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await tab.keyboard.press('Control+l');
  await expect(tab.getByRole('dialog', lock)).toBeVisible();
  const asked = page.waitForResponse(/\/api\/auth\/session/);
  await tab.getByLabel('密码或胸牌').fill(password);
  await tab.keyboard.press('Enter');
  await expect(tab.getByRole('dialog', lock)).toBeHidden();
  await (await asked).finished();
  await expect(page.getByRole('dialog', ended)).toContainText('什么也没有记到别人名下');
  await tab.getByRole('button', { name: /当前用户/ }).click();
  await tab.getByRole('menuitem', { name: '退出' }).click();
  await expect(tab).toHaveURL(/login/);
  await signInAgain(tab, technicianOf(own));
  await expect(page.getByRole('dialog', lock)).toBeHidden();
  await expect(page.getByRole('textbox', { name: '说明' })).toHaveValue('只有第一个人知道');
});

test('a lock that was told in vain is not told again after another tab was unlocked', async ({ openAs }) => {
  const page = await openAs(technician, blank);
  const tab = await page.context().newPage();
  for (const one of [page, tab]) await openListening(one, '/stock');
  let isUnlocked = false;
  let told = 0;
  await page.route(/\/api\/auth\/lock/, (route) => {
    if (!isUnlocked) return route.abort('connectionrefused');
    told += 1;
    return route.continue();
  });
  await page.keyboard.press('Control+l');
  await expect(tab.getByRole('dialog', lock)).toBeVisible();
  await tab.bringToFront();
  await tab.getByLabel('密码或胸牌').fill(password);
  await tab.keyboard.press('Enter');
  await expect(tab.getByRole('dialog', lock)).toBeHidden();
  isUnlocked = true;
  await expect(page.getByRole('dialog', lock)).toBeHidden({ timeout: 15_000 });
  expect(told).toBe(0);
  await expect(tab.getByRole('dialog', lock)).toBeHidden();
});

test('a lock that the server has not heard covers the page that is read again as well, and is told once the server is back', async ({
  openAs,
}) => {
  const page = await openAs(technician, blank);
  await openListening(page, '/stock');
  let isDown = true;
  await page.route(/\/api\/auth\/lock/, (route) => (isDown ? route.abort('connectionrefused') : route.continue()));
  await page.keyboard.press('Control+l');
  await expect(page.getByRole('dialog', lock)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('dialog', lock)).toBeVisible();
  const told = page.waitForResponse(/\/api\/auth\/lock/);
  isDown = false;
  expect((await told).ok()).toBe(true);
  await page.getByLabel('密码或胸牌').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', lock)).toBeHidden();
  await page.reload();
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await expect(page.getByRole('dialog', lock)).toHaveCount(0);
});

test('signing out that did not reach the server is not said to be done: the page is locked', async ({ openAs }) => {
  const page = await openAs(technician, blank);
  await openListening(page, '/stock');
  await page.route(/\/api\/auth\/sign-out/, (route) => route.abort('connectionrefused'));
  await page.getByRole('button', { name: /当前用户/ }).click();
  await page.getByRole('menuitem', { name: '退出' }).click();
  const dialog = page.getByRole('dialog', lock);
  await expect(dialog).toContainText('还没有退出');
  await dialog.getByRole('button', { name: '换人登录' }).click();
  await expect(dialog).toContainText('还没有退出');
  await expect(page).toHaveURL(/\/stock/);
  await page.unroute(/\/api\/auth\/sign-out/);
  await dialog.getByRole('button', { name: '换人登录' }).click();
  await expect(page).toHaveURL(/\/login\?why=signed-out/);
});

test('whoever signs in afresh is not locked out by a lock that the session before could not tell', async ({
  openAs,
}) => {
  const page = await openAs(technician, blank);
  await openListening(page, '/stock');
  await page.route(/\/api\/auth\/lock/, (route) => route.abort('connectionrefused'));
  await page.keyboard.press('Control+l');
  const dialog = page.getByRole('dialog', lock);
  await dialog.getByRole('button', { name: '换人登录' }).click();
  await expect(page).toHaveURL(/\/login\?why=signed-out/);
  await signInByKeyboard(page, technician);
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await expect(dialog).toHaveCount(0);
});

test('signing out that is lost after the lock is said as well', async ({ openAs }) => {
  const page = await openAs(technician, blank);
  await openListening(page, '/stock');
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  await page.route(/\/api\/auth\/sign-out/, async (route) => {
    await lost;
    await route.abort('connectionrefused');
  });
  await page.getByRole('button', { name: /当前用户/ }).click();
  await page.getByRole('menuitem', { name: '退出' }).click();
  await page.keyboard.press('Control+l');
  const dialog = page.getByRole('dialog', lock);
  await expect(dialog).toBeVisible();
  await expect(dialog).not.toContainText('还没有退出');
  lose();
  await expect(dialog).toContainText('还没有退出');
});

test('locked in both tabs before either was confirmed, one password opens both; a tab opened meanwhile is covered at once', async ({
  openAs,
}) => {
  const page = await openAs(technician, blank);
  const tab = await page.context().newPage();
  for (const one of [page, tab]) await openListening(one, '/stock');
  let confirm = () => {};
  const mayConfirm = new Promise<void>((resolve) => {
    confirm = resolve;
  });
  await page.route(/\/api\/auth\/lock/, async (route) => {
    await mayConfirm;
    await route.continue();
  });
  await tab.route(/\/api\/auth\/lock/, async (route) => {
    await mayConfirm;
    await route.continue();
  });
  await page.keyboard.press('Control+l');
  await expect(tab.getByRole('dialog', lock)).toBeVisible();
  await tab.bringToFront();
  await tab.keyboard.press('Control+l');
  const late = await page.context().newPage();
  await openListening(late, '/stock');
  await expect(late.getByRole('dialog', lock)).toBeVisible();
  const confirmed = [page, tab].map((one) => one.waitForResponse(/\/api\/auth\/lock/));
  confirm();
  for (const answer of await Promise.all(confirmed)) await answer.finished();
  await expect(late.getByRole('dialog', lock)).toBeVisible();
  await tab.getByLabel('密码或胸牌').fill(password);
  await tab.keyboard.press('Enter');
  for (const one of [page, tab, late]) await expect(one.getByRole('dialog', lock)).toBeHidden();
});

test('an ended session leads back to where the work was', async ({ openAs }) => {
  const page = await openAs(technician, '/stock?as=bags');
  await page.context().clearCookies();
  await page.reload();
  await expect(page).toHaveURL(/\/login/);
  await signInByKeyboard(page, technician);
  await expect(page).not.toHaveURL(/\/login/);
});

test('a wrong password says how many tries are left, then for how long it is locked and who can help', async ({
  page,
}) => {
  await page.goto('/login');
  await signInByKeyboard(page, { orgId: house, staffNo: '3001' }, 'Falsch-2026');
  const alert = page.getByRole('alert').filter({ hasText: /工号|多次/ });
  await expect(alert).toContainText('工号或密码不对。还可试 4 次。');
  const field = page.getByLabel('密码', { exact: true });
  for (const left of [3, 2, 1]) {
    await field.fill('Falsch-2026');
    await page.keyboard.press('Enter');
    await expect(alert).toContainText(`还可试 ${left} 次`);
  }
  await field.fill('Falsch-2026');
  await page.keyboard.press('Enter');
  await expect(alert).toContainText(/多次输错，\d+ 分钟后再试。急用：请同事扫胸牌，或找本机构管理员解锁。/);
  await expect(page.getByLabel('同事胸牌')).toBeVisible();
  // Even the right one is not looked at while it is locked.
  await field.fill(password);
  await page.keyboard.press('Enter');
  await expect(alert).toContainText(/多次输错/);
  await expect(page).toHaveURL(/\/login/);
});

test('whoever has yet to change a first password issues in an emergency all the same, and does nothing else', async ({
  page,
  origin,
}) => {
  const staffNo = `7${Date.now().toString().slice(-5)}`;
  const api = openApi(origin, { orgId: 'H01', staffNo: '9001' });
  const { id } = await api.people.register.mutate({
    data: { staffNo, name: '夜班某', posts: [{ department: '输血科', roles: ['technician'] }] },
  });
  const { firstPassword } = await api.people.openAccount.mutate({ data: { id } });
  await page.goto('/login');
  await signInByKeyboard(page, { orgId: 'H01', staffNo }, firstPassword);
  await expect(page).toHaveURL(/\/first-password/);
  await page.goto('/stock');
  await expect(page).toHaveURL(/\/first-password/);
  await page.getByRole('link', { name: '先紧急发血' }).click();
  await expect(page).toHaveURL(/\/clinical-issues\/emergency/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('扫第一袋的任一条码')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: '末选' }).first()).toBeVisible();
});
