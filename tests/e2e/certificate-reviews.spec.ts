import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { chooseFile } from './support/files';
import { clerk, official, type Person, technicianOf } from './support/people';
import { expect, test } from './support/test';

test.use({ actionTimeout: 10_000 });

const office: Person = { orgId: 'O01', staffNo: '3002' };

/** Of a region that does not exist, by the table of GB 11643. */
function identityNo(born: string): string {
  const body = `999999${born}${String(randomInt(1000)).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}

/** Nobody else of this run is called so. */
const someName = () =>
  `测${String.fromCharCode(0x4e00 + randomInt(5000))}${String.fromCharCode(0x4e00 + randomInt(5000))}`;
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const field = (page: Page, name: string) => page.locator(`#certificate-reviews-${name}`);

async function choose(page: Page, name: string, option: string): Promise<void> {
  await field(page, name).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: option, exact: true }).press('Enter');
}

const attach = (page: Page, button: string, name: string, buffer: Buffer) =>
  chooseFile(page, page.locator('aside button', { hasText: button }), {
    name,
    mimeType: 'application/octet-stream',
    buffer,
  });

test('a hospital registers by keyboard, the office’s open window shows it, sends back what is missing, the paper comes, it is approved, fees are relieved and a share is given', async ({
  openAs,
  origin,
}) => {
  const name = someName();
  const desk = await openAs(office, '/certificate-reviews?tab=queue');
  await expect(desk.getByRole('heading', { name: '用血审证管理' })).toBeVisible();

  const page = await openAs(technicianOf('H01'), '/certificate-reviews/new');
  await field(page, 'patientName').focus();
  await page.keyboard.type(name);
  await field(page, 'identityNo').fill('110105194912310021');
  await choose(page, 'caseType', '亲属献过血');
  await field(page, 'diagnosis').fill('股骨颈骨折');
  await field(page, 'bloodUse').focus();
  await page.keyboard.type('悬浮红细胞', { delay: 40 });
  await page.getByRole('option', { name: '悬浮红细胞' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('4');
  await field(page, 'donorName').fill('王建国');
  await field(page, 'donorIdentityNo').fill(identityNo('19800101'));
  await choose(page, 'relation', '父母');
  await page.keyboard.press('Control+Enter');
  // Both at once, each with the way out.
  await expect(page.getByText('身份证号校验位不对。逐位核对。').first()).toBeVisible();
  await expect(page.getByText('先请用血者或家属阅知用血须知。').first()).toBeVisible();
  await field(page, 'identityNo').fill(identityNo('19501212'));
  await field(page, 'isInformed').getByRole('radio', { name: '是' }).press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/open=/);
  await expect(page.getByRole('complementary').filter({ hasText: name })).toContainText('待审核');

  // Nobody pressed anything here.
  await expect(rowOf(desk, name)).toContainText('待审核');
  await rowOf(desk, name).getByRole('button').first().press('Enter');
  await desk.getByRole('button', { name: '退回补正' }).press('Enter');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: '关系证明' }).press('Space');
  await dialog.getByRole('textbox', { name: '审核意见' }).fill('补户籍所在地开的关系证明');
  await desk.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);

  const drawer = page.getByRole('complementary').filter({ hasText: name });
  await expect(drawer).toContainText('未通过，待补正');
  await expect(drawer).toContainText('关系证明');
  await expect(drawer).toContainText('补户籍所在地开的关系证明');
  await attach(page, '选文件', '不是图片.png', Buffer.from('<svg onload="alert(1)"/>'));
  await expect(drawer).toContainText('只收 JPEG、PNG 图片和 PDF');
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  await attach(page, '选文件', '关系证明.png', picture);
  // It stands as the paper that was asked for.
  const papers = drawer.getByRole('region', { name: '证明材料' });
  await expect(papers.getByRole('listitem')).toHaveText(/^关系证明关系证明\.png/);
  await drawer.getByRole('button', { name: '提交审核' }).press('Enter');
  await expect(drawer).toContainText('补正再报');

  await desk.keyboard.press('Escape');
  await rowOf(desk, name).getByRole('button').first().press('Enter');
  const theirs = desk.getByRole('complementary').filter({ hasText: name });
  await expect(theirs).toContainText('上次未通过');
  await theirs.getByRole('button', { name: '查看 关系证明.png' }).press('Enter');
  await expect(desk.getByRole('dialog').getByRole('img', { name: '关系证明.png' })).toHaveJSProperty('naturalWidth', 1);
  await desk.keyboard.press('Escape');
  const file = await theirs.getByRole('link', { name: '下载 关系证明.png' }).getAttribute('href');
  const { 'content-security-policy': policy, ...headers } = (await desk.request.get(file ?? '')).headers();
  expect(policy).toContain("default-src 'none'; sandbox");
  expect(headers).toMatchObject({ 'content-type': 'image/png', 'cache-control': 'no-store' });
  expect(headers['content-disposition']).toMatch(/^attachment/);
  await theirs.getByRole('button', { name: '通过', exact: true }).press('Enter');
  await expect(dialog.getByRole('button', { name: '先填免费用血量' })).toBeVisible();
  await dialog.getByRole('textbox', { name: '免费用血量' }).fill('400');
  await dialog.getByRole('textbox', { name: '审核意见' }).fill('按献血证 400 ml');
  await desk.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);

  await expect(drawer).toContainText('400 ml');
  await expect(drawer).toContainText('上海市献血条例（2021 修正）献血者亲属');
  await drawer.getByRole('button', { name: '登记减免' }).press('Enter');
  const relief = page.getByRole('dialog');
  await relief.getByRole('textbox', { name: '发票号' }).fill(`0310${randomInt(1e8)}`);
  await relief.getByRole('textbox', { name: '用血量 ml' }).fill('500');
  await expect(relief.getByRole('button', { name: '最多 400 ml' })).toBeVisible();
  await relief.getByRole('textbox', { name: '用血量 ml' }).fill('400');
  await relief.getByRole('textbox', { name: '减免金额' }).fill('440.5');
  await page.keyboard.press('Control+Enter');
  await expect(relief).toHaveCount(0);
  await expect(drawer).toContainText('还可减免 0 ml');
  await expect(drawer).toContainText('440.50 元');
  await expect(theirs).toContainText('还可减免 0 ml');

  const sheet = await page.context().newPage();
  const href = await drawer.getByRole('link', { name: '打印' }).getAttribute('href');
  await sheet.goto(href ?? '');
  await expect(sheet.getByRole('heading', { name: '用血审证结果' })).toBeVisible();
  await expect(sheet.getByText('通过', { exact: true })).toBeVisible();
  await expect(sheet.locator('body')).toContainText('400 ml');

  // An approved case proposes the share: one key on it, one to give it.
  await theirs.getByRole('link', { name: '分配用血计划' }).press('Enter');
  await expect(desk.getByRole('combobox', { name: '医院' })).toHaveValue(/示范/);
  await expect(desk.getByRole('textbox', { name: '份额' })).toHaveValue('2');
  await expect(desk.getByText(/审证 .*400 ml/)).toBeVisible();
  await desk.keyboard.press('Control+Enter');
  await expect(desk).toHaveURL(/donor-plans\?open=/);
  const share = desk.getByRole('complementary').last();
  await expect(share).toContainText('待激活');
  await page.goto('/donor-plans');
  const shares = await openApi(origin, technicianOf('H01')).donorPlans.list.query({});
  const given = [...shares.waiting, ...shares.rows].find((one) => one.origin === 'individual');
  expect(given?.state).toBe('allocated');
  await expect(rowOf(page, String(given?.no))).toContainText('待激活');
  // A second share for it is not given by mistake.
  await desk.goBack();
  await expect(desk.getByText(/已经?有|已分配/).first()).toBeVisible();
});

test('what the station brings in answers an own donation at once; a draft is seen by its hospital alone and deleted', async ({
  openAs,
  origin,
}) => {
  const [name, card] = [someName(), identityNo('19880808')];
  const importing = await openAs(clerk, '/certificate-reviews/import');
  const file = `证件号码,献血日期,献血量,献血证编号\n${card},2026-03-01,400,\n`;
  await chooseFile(importing, importing.locator('button', { hasText: '选文件' }), {
    name: '献血记录.csv',
    buffer: Buffer.from(file),
  });
  await importing.getByRole('button', { name: '导入 1 行' }).press('Enter');
  await expect(importing.getByText('新增 1 条，更正 0 条，没有变 0 条。')).toBeVisible();

  const page = await openAs(technicianOf('H02'), '/certificate-reviews/new');
  await field(page, 'patientName').fill(name);
  await page.getByRole('button', { name: '存草稿' }).press('Enter');
  const drawer = page.getByRole('complementary').filter({ hasText: name });
  await expect(drawer).toContainText('草稿');
  const [mine, theirs] = [openApi(origin, technicianOf('H02')), openApi(origin, office)];
  const filters = { patientName: name };
  expect((await mine.certificateReviews.list.query({ filters })).total).toBe(1);
  expect((await theirs.certificateReviews.list.query({ filters, side: 'party' })).total).toBe(0);

  await drawer.getByRole('link', { name: '修改' }).press('Enter');
  await field(page, 'identityNo').fill(card);
  await field(page, 'diagnosis').fill('产后出血');
  await field(page, 'bloodUse').focus();
  await page.keyboard.type('悬浮红细胞', { delay: 40 });
  await page.getByRole('option', { name: '悬浮红细胞' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await field(page, 'isInformed').getByRole('radio', { name: '是' }).press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(drawer).toContainText('自动通过');
  await expect(drawer).toContainText('2,000 ml');
  await expect(drawer).toContainText('本人献血，血站有记录');

  const figures = await openAs(official, '/certificate-reviews/statistics');
  await expect(rowOf(figures, '浦东滨江')).toBeVisible();
  await expect(figures.locator('body')).not.toContainText(name);

  await page.goto('/certificate-reviews/new');
  const other = someName();
  await field(page, 'patientName').fill(other);
  await page.getByRole('button', { name: '存草稿' }).press('Enter');
  await page
    .getByRole('complementary')
    .filter({ hasText: other })
    .getByRole('button', { name: '删除草稿' })
    .press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: '删除草稿' }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(rowOf(page, other)).toHaveCount(0);
});
