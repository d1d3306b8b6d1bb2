import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { type Person, technicianOf } from './support/people';
import { expect, test } from './support/test';

test.use({ actionTimeout: 10_000 });

const physician: Person = { orgId: 'H01', staffNo: '2001' };
const technician = technicianOf('H01');
const tester: Person = { orgId: 'S01', staffNo: '2001' };
const reader: Person = { orgId: 'S01', staffNo: '2002' };

const field = (page: Page, name: string) => page.locator(`#immunohematology-requests-${name}`);
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const drawerOf = (page: Page, text: string) => page.getByRole('complementary').filter({ hasText: text });

async function someone(baseURL: string) {
  const api = openApi(baseURL, technician);
  const mrn = `ZYI${String(randomInt(1e9)).padStart(9, '0')}`;
  const name = `测${String.fromCharCode(0x4e00 + randomInt(5000))}${String.fromCharCode(0x4e00 + randomInt(5000))}`;
  const { id } = await api.patients.register.mutate({
    data: {
      mrn,
      name,
      sex: 'female',
      birthDate: '1970-05-05',
      abo: 'A',
      rhd: 'positive',
      groupDeterminations: 2,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    },
  });
  return { id, mrn, name };
}

/** One of a list, by the keyboard alone. */
async function choose(page: Page, box: ReturnType<Page['locator']>, option: string): Promise<void> {
  await box.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: option, exact: true }).press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
}

test('a physician asks by keyboard, the laboratory receives, tests and reports by two, and the desk knows the antibody', async ({
  openAs,
  baseURL,
}) => {
  test.slow();
  const patient = await someone(baseURL ?? '');
  const laboratory = await openAs(tester, '/immunohematology-requests');
  await expect(laboratory.getByRole('heading', { name: '免疫血液学检测申请管理' })).toBeVisible();

  const page = await openAs(physician, '/immunohematology-requests/new');
  await page.getByRole('textbox', { name: '查患者' }).fill(patient.mrn);
  await page.keyboard.press('Enter');
  await field(page, 'department').fill('血液科');
  await page.keyboard.press('Control+Enter');
  // All of it at once, each with the way out.
  await expect(page.getByText('没有填临床诊断。').first()).toBeVisible();
  await expect(page.getByText('没有选申请项目。至少一项。').first()).toBeVisible();
  await expect(page.getByText('没有标本。至少一管。').first()).toBeVisible();
  await field(page, 'diagnosis').fill('再生障碍性贫血');
  await field(page, 'isUrgent').getByRole('radio', { name: '是' }).press('Space');
  await field(page, 'transfusionHistory').getByRole('radio', { name: '有' }).press('Space');
  await page.getByRole('checkbox', { name: '不规则抗体筛查' }).press('Space');
  await page.getByRole('checkbox', { name: '不规则抗体鉴定' }).press('Space');
  const api = openApi(baseURL ?? '', technician);
  const { asOf } = await cityTime(page);
  await page.getByRole('textbox', { name: '采集时间 1' }).fill(asOf);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/open=/);
  const asked = drawerOf(page, patient.name);
  await expect(asked).toContainText('待接收');
  await expect(asked).toContainText(/XI-H01-\d{8}-\d{4}-1/);

  // Nobody pressed anything at the laboratory.
  await expect(rowOf(laboratory, patient.mrn)).toContainText('加急');
  await expect(rowOf(laboratory, patient.mrn)).toContainText(/剩 (3 小时 5\d|4 小时 0) 分/);
  await rowOf(laboratory, patient.mrn).getByRole('button').first().press('Enter');
  await expect(drawerOf(laboratory, patient.name)).toBeVisible();
  await laboratory.keyboard.press('a');
  await expect(laboratory.getByRole('dialog')).toContainText(patient.name);
  await laboratory.keyboard.press('Enter');
  await expect(laboratory.getByRole('dialog')).toHaveCount(0);
  await expect(asked).toContainText('已接收');

  await laboratory.getByRole('link', { name: '录入结果' }).press('Enter');
  const screen = laboratory.getByRole('region', { name: '不规则抗体筛查' });
  await choose(laboratory, screen.getByRole('combobox', { name: '方法' }), '微柱凝胶');
  await screen.getByRole('radio', { name: '阳性' }).press('Space');
  await laboratory.keyboard.press('Control+Enter');
  await expect(laboratory.getByText('没有写结论。')).toBeVisible();
  const identification = laboratory.getByRole('region', { name: '不规则抗体鉴定' });
  await expect(identification.getByText('不规则抗体鉴定没有选方法。')).toBeVisible();
  await choose(laboratory, identification.getByRole('combobox', { name: '方法' }), '试管');
  await identification.getByRole('radio', { name: '检出', exact: true }).press('Space');
  await identification.getByRole('textbox', { name: '抗体' }).fill('anti-E、抗c');
  await laboratory.getByRole('textbox', { name: '结论' }).fill('检出抗-E、抗-c');
  await laboratory.keyboard.press('Control+Enter');
  await expect(laboratory).toHaveURL(/open=/);
  await expect(drawerOf(laboratory, patient.name)).toContainText('待审核');
  // The hospital does not see what nobody has read.
  await expect(asked).toContainText('待审核');
  await expect(asked).not.toContainText('抗-E');

  const second = await openAs(reader, '/immunohematology-requests');
  await rowOf(second, patient.mrn).getByRole('button').first().press('Enter');
  await expect(drawerOf(second, patient.name)).toContainText('抗-E');
  await second.keyboard.press('a');
  await expect(second.getByRole('dialog')).toContainText('进入患者资料');
  await second.keyboard.press('Control+Enter');
  await expect(second.getByRole('dialog')).toHaveCount(0);
  await expect(asked).toContainText('已报告');
  await expect(asked).toContainText('检出抗-E、抗-c');

  const bench = await openAs(technician, `/patients?open=${patient.id}`);
  await expect(bench.getByText('参比实验室所见')).toBeVisible();
  await expect(bench.getByRole('complementary')).toContainText('抗-E');
  await bench.goto(`/clinical-issues/new?patient=${patient.id}`);
  await expect(bench.getByText('抗-E、抗-c')).toBeVisible();
  expect((await api.patients.findings.query({ id: patient.id })).map(({ value }) => value).sort()).toEqual([
    '抗-E',
    '抗-c',
  ]);
});

/** The city's minute as people type it. */
async function cityTime(page: Page): Promise<{ asOf: string }> {
  const parts = await page.evaluate(() =>
    new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Shanghai',
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(Date.now() - 5 * 60_000),
  );
  return { asOf: parts };
}
