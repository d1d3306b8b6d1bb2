import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { sendShipment } from './support/blood';
import { type Person, password, signIn } from './support/people';
import { expect, test } from './support/test';

const house = 'H02';
const administrator: Person = { orgId: house, staffNo: '9001' };
const ended = { name: '本页已停用' };
const band = (page: Page) => page.getByRole('status').filter({ hasText: '正在以“登记员”的身份查看' });

/** The next page of this tab is alive: the first thing that it asks is whose session it has. */
async function nextPage(page: Page): Promise<void> {
  await page.waitForRequest((request) => request.isNavigationRequest());
  await page.waitForResponse(/\/api\/auth\/session/);
}

let staff = 0;

/** An administrator who also works in the blood bank, with the password of the demo. */
async function makeAdministrator(origin: string): Promise<Person> {
  staff += 1;
  const staffNo = `V${Date.now().toString(36).toUpperCase()}${staff}`;
  const api = openApi(origin, administrator);
  const posts = [{ department: '输血科', roles: ['reviewer', 'hospital_admin'] as const }].map((post) => ({
    ...post,
    roles: [...post.roles],
  }));
  const { id } = await api.people.register.mutate({ data: { staffNo, name: '顾长青', title: '技师', posts } });
  const { firstPassword } = await api.people.openAccount.mutate({ data: { id } });
  const headers = { 'content-type': 'application/json', 'x-xuemai': '1', origin };
  const entered = await fetch(`${origin}/api/auth/sign-in`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ orgId: house, staffNo, password: firstPassword }),
  });
  const cookie = entered.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
  const changed = await fetch(`${origin}/api/auth/password`, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: JSON.stringify({ current: firstPassword, next: password }),
  });
  expect(changed.status, await changed.text()).toBe(200);
  return { orgId: house, staffNo };
}

test('an administrator looks as a technician by keyboard, sees what he sees, and changes nothing', async ({
  openAs,
  origin,
}) => {
  const { id } = await sendShipment(origin, house, [{ abo: 'A' }]);
  const page = await openAs(await makeAdministrator(origin), '/people');
  const menu = page.getByRole('navigation', { name: '主菜单' });
  await expect(menu.getByRole('link', { name: '人员' })).toBeVisible();
  const tab = await page.context().newPage();
  await tab.goto('/stock');
  await expect(tab.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await page.bringToFront();

  await page.getByRole('button', { name: /当前用户/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '以其他角色查看…' }).press('Enter');
  await expect(page.getByRole('heading', { name: '以此角色查看' })).toBeVisible();
  await page.getByRole('radio', { name: '登记员' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');

  await expect(band(page)).toContainText('只读');
  await expect(menu.getByRole('link', { name: '患者' })).toBeVisible();
  await expect(menu.getByRole('link', { name: '人员' })).toHaveCount(0);
  await expect(menu.getByRole('link', { name: '留痕' })).toHaveCount(0);
  // The page beside it was drawn before: covered, with a sentence, and of the role once it is opened again.
  const covered = tab.getByRole('dialog', ended);
  await expect(covered).toContainText('另一个标签页开始了以“登记员”的身份查看');
  await tab.bringToFront();
  await tab.keyboard.press('Enter');
  await expect(covered).toHaveCount(0);
  await expect(band(tab)).toBeVisible();
  await expect(tab.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await page.bringToFront();

  // What writes looks as the role has it, and says why it does not.
  await page.goto('/patients/new');
  await page.getByRole('textbox', { name: '病案号' }).fill(`ZY${Date.now()}`);
  await page.getByRole('textbox', { name: '姓名' }).fill('查看某');
  await page.getByRole('radio', { name: '男', exact: true }).click();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: '没有办成' })).toContainText(
    '正在以其他角色查看，只读，什么也没有改。先结束查看（Alt Q）',
  );

  // Paper says that it is none.
  await page.addInitScript(() => {
    window.print = () => undefined;
  });
  await page.goto(`/shipments/${id}/print`);
  await expect(band(page)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('仅供查看')).toBeVisible();
  await expect(page.getByText('顾长青 以“登记员”的身份打印')).toBeVisible();
  await expect(band(page)).toBeHidden();
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.goto('/stock');
  await expect(page.locator('[data-cell]').first()).toBeVisible();
  await expect(page.getByText('仅供查看')).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByText('仅供查看')).toBeHidden();
  await page.goto('/wall/city');
  await expect(band(page)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();

  await page.keyboard.press('Alt+q');
  await expect(page.getByRole('heading', { name: '以此角色查看' })).toBeVisible();
  await expect(band(page)).toHaveCount(0);
  await expect(menu.getByRole('link', { name: '人员' })).toBeVisible();
  await expect(tab.getByRole('dialog', ended)).toContainText('以其他角色查看已经结束');

  await page.goto('/audit');
  const rows = page.getByRole('row').filter({ hasText: '顾长青' });
  await expect(rows.filter({ hasText: '开始以角色查看' }).first()).toBeVisible();
  await expect(rows.filter({ hasText: '结束以角色查看' }).first()).toBeVisible();
});

test('the lock ends it: the page comes back locked, and as oneself', async ({ openAs, origin }) => {
  const page = await openAs(await makeAdministrator(origin), '/people/view-as');
  await page.getByRole('radio', { name: '登记员' }).check();
  const begun = nextPage(page);
  await page.getByRole('button', { name: /开始查看/ }).click();
  await begun;
  await expect(band(page)).toBeVisible();
  // Covered at once, and drawn anew under the lock as soon as the server has heard of it.
  const drawnAnew = nextPage(page);
  await page.keyboard.press('Control+l');
  const lock = page.getByRole('dialog', { name: '已锁屏' });
  await expect(lock).toBeVisible();
  await drawnAnew;
  await lock.getByLabel('密码或胸牌').fill(password);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
  await expect(band(page)).toHaveCount(0);
  await expect(page.getByRole('dialog', ended)).toHaveCount(0);
  await expect(page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '人员' })).toBeVisible();
});

test('a role that sees patients is not offered to an administrator who does not', async ({ browser, origin }) => {
  const context = await browser.newContext();
  await signIn(context, origin, administrator);
  const page = await context.newPage();
  await page.goto('/people');
  await page.getByRole('link', { name: '以此角色查看' }).click();
  await expect(page.getByRole('radio', { name: /登记员/ })).toBeDisabled();
  await expect(page.getByText('能看或导出患者资料，你自己的角色不能，不能以此查看。').first()).toBeVisible();
  await expect(page.getByRole('radio', { name: '审计员' })).toBeEnabled();
  await context.close();
});
