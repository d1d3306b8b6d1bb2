import type { Page } from '@playwright/test';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { openApi } from './support/api';
import { clerk, password, reviewerOf, signIn } from './support/people';
import { practiseByKeyboard } from './support/practice';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

const house = 'H03';
const technician = reviewerOf(house);
const band = (page: Page) => page.getByRole('status').filter({ hasText: '练习单位' });

test('somebody practises by keyboard: band, title, paper and numbers say so, and Alt X leads back to the real system', async ({
  page,
  origin,
}) => {
  test.setTimeout(120_000);
  await page.addInitScript(() => {
    window.print = () => undefined;
  });
  await page.goto('/login');
  await practiseByKeyboard(page, technician);
  await expect(band(page)).toContainText('这里的数据不是真的，不进全市数字');
  await expect(page).toHaveTitle(/^【练习】/);

  // Nothing of the real shelf is here, and the page is alive.
  await page.goto('/stock');
  await expect(page).toHaveTitle('【练习】库存管理 · 血脉');
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await expect(page.locator('[data-cell]')).toHaveCount(0);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('练习单位打印，不作医疗用途')).toBeVisible();
  await expect(page.getByText('练习，数据不是真的')).toBeVisible();
  await expect(band(page)).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByText('练习单位打印，不作医疗用途')).toBeHidden();

  // A real bag in the hand is called real, where haste is greatest.
  await page.goto('/clinical-issues/emergency');
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await scan(page, encodeDonationNumber('A500126000017'));
  await expect(page.getByText('是真的血袋，这里是练习单位。按 Alt X 离开练习')).toBeVisible();

  // A number drawn here bears the mark, on a stamped sheet.
  await page.goto('/downtime-forms');
  await page.getByRole('button', { name: '打印登记表' }).click();
  await page.getByRole('dialog', { name: '打印停机登记表' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/downtime-forms\/print\?ids=/);
  await expect(band(page)).toBeVisible();
  await expect(page).toHaveTitle(/^【练习】/);
  const code = (await page.getByRole('region').first().getByRole('img').getAttribute('alt')) ?? '';
  expect(code).toMatch(/^XD-LX\d{8}-\d{4}$/);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('练习单位打印，不作医疗用途')).toBeVisible();
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  // The stamp lies over each sheet and makes no page of its own.
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(await page.getByRole('region').count());
  await page.emulateMedia({ media: 'screen' });

  // The lock says it too, and opens by the password of the real account.
  await page.goto('/downtime-forms/enter');
  await expect(page.getByRole('textbox', { name: '表号' })).toBeFocused();
  await page.keyboard.press('Control+l');
  const lock = page.getByRole('dialog', { name: /已锁屏/ });
  await expect(lock.getByText('练习单位')).toBeVisible();
  await lock.getByLabel('密码或胸牌').fill(password);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
  await scan(page, code);
  await expect(page).toHaveURL(/\/enter$/);
  await expect(page.getByText(code.slice(3))).toBeVisible();

  // What is the real city's is not here.
  await expect(page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name: '人员' })).toHaveCount(0);

  await page.keyboard.press('Alt+x');
  await expect(page).toHaveURL(/\/login\?why=practice-over/);
  await expect(page.getByText('已离开练习单位。这里登录的是真实系统。')).toBeVisible();
  await expect(page).not.toHaveTitle(/练习/);
  await page.locator('form[data-ready]').waitFor();
  await page.locator('[name=username]').fill(technician.staffNo);
  await page.locator('[name=password]').fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  await expect(band(page)).toHaveCount(0);
  await page.goto('/downtime-forms/enter');
  await expect(page.getByRole('textbox', { name: '表号' })).toBeFocused();
  await scan(page, code);
  await expect(page.getByRole('alert').filter({ hasText: '是练习单位的号，这里没有' })).toBeVisible();
  await page.context().request.post(`${origin}/api/auth/sign-out`, {
    headers: { 'x-xuemai': '1', origin },
    data: {},
  });
});

test('a page of one city is nobody’s once somebody has come in to the other beside it, and writes in neither', async ({
  openAs,
  origin,
}) => {
  const api = openApi(origin, technician);
  const count = async () => (await api.downtimeForms.list.query({ side: 'owner', filters: {} } as never)) as unknown;
  const before = JSON.stringify(await count());
  const page = await openAs(technician, '/downtime-forms');
  await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
  const ended = page.getByRole('dialog', { name: /本页已停用/ });
  const practise = async () => {
    const answer = await page.context().request.post(`${origin}/api/auth/sign-in`, {
      headers: { 'x-xuemai': '1', origin },
      data: { ...technician, password, isPractice: true },
    });
    expect(answer.status(), await answer.text()).toBe(200);
  };
  await practise();
  await expect(ended).toContainText('在练习单位登录，本页是真实系统的');

  const practising = await page.context().newPage();
  await practising.goto('/downtime-forms');
  await expect(band(practising)).toBeVisible();
  await practising.getByRole('button', { name: '打印登记表' }).click();
  await practising.getByRole('dialog', { name: '打印停机登记表' }).waitFor();
  await signIn(page.context(), origin, technician);
  await expect(practising.getByRole('dialog', { name: /本页已停用/ })).toContainText(
    '在真实系统登录，本页是练习单位的',
  );
  await practising.keyboard.press('Control+Enter');
  expect(JSON.stringify(await count())).toBe(before);
  await practising.getByRole('button', { name: '重新登录' }).click();
  await expect(practising).toHaveURL(/\/login\?why=practice-over/);
});

test('a bag of practice is named in the real system as it is scanned, also where labels alone make the list', async ({
  openAs,
}) => {
  const foreign = encodeDonationNumber('LX00026000017');
  const said = 'LX000 26 000017 是练习单位的血袋，这里没有';
  for (const [person, path, blocked] of [
    [clerk, '/station-stock/new', '1 袋还没扫全'],
    [technician, '/bag-receipts/unnoted', '1 袋不是这里的血袋，先移除'],
  ] as const) {
    const page = await openAs(person, path);
    await expect(page.getByRole('status').filter({ hasText: '实时' })).toBeVisible();
    await expect(page.getByText(/第一袋的任一条码/)).toBeVisible();
    await scan(page, foreign);
    await expect(page.getByText(said).first()).toBeVisible();
    await expect(page.getByRole('button', { name: blocked })).toBeVisible();
    await page.getByRole('button', { name: /^移除/ }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByText(said)).toHaveCount(0);
    await expect(page.getByRole('button', { name: blocked })).toHaveCount(0);
  }
});
