import { openApi } from './support/api';
import { sendShipment } from './support/blood';
import { password, signInByKeyboard, technicianOf } from './support/people';
import { openScanList, scanBag, scannedCount } from './support/receipt-desk';
import { expect, test } from './support/test';
import { scanAll } from './support/wedge';

const house = 'H06';
const technician = technicianOf(house);
const lock = { name: '已锁屏' };
const idleMinutes = 15;

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
  await expect(page.getByText('登录已到时，重新登录后接着做。草稿已存。')).toBeVisible({ timeout: 20_000 });
});

test('unlocked in another tab before the lock was confirmed here, this tab is uncovered all the same', async ({
  openAs,
}) => {
  const page = await openAs(technician, '/stock');
  const tab = await page.context().newPage();
  for (const one of [page, tab]) {
    await one.goto('/stock');
    await expect(one.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  }
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
  const { firstPassword } = await api.admin.createAccount.mutate({
    data: { orgId: 'H01', staffNo, name: '夜班某', roles: ['technician'] },
  });
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
