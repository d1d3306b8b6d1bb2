import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { type Person, technicianOf } from './support/people';
import { expect, test } from './support/test';

test.use({ actionTimeout: 10_000 });

const physician: Person = { orgId: 'H01', staffNo: '2001' };
const senior: Person = { orgId: 'H01', staffNo: '2101' };
const technician = technicianOf('H01');

const field = (page: Page, name: string) => page.locator(`#transfusion-requests-${name}`);
const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

async function someone(baseURL: string, group: { abo: 'A' | 'unknown'; rhd: 'positive' | 'unknown' }) {
  const api = openApi(baseURL, technician);
  const mrn = `ZYE${String(randomInt(1e9)).padStart(9, '0')}`;
  const name = `测${String.fromCharCode(0x4e00 + randomInt(5000))}${String.fromCharCode(0x4e00 + randomInt(5000))}`;
  const { id } = await api.patients.register.mutate({
    data: {
      mrn,
      name,
      sex: 'female',
      birthDate: '1970-05-05',
      ...group,
      groupDeterminations: group.abo === 'unknown' ? 0 : 2,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    },
  });
  return { id, mrn, name };
}

/** A picker of the form, by the keyboard alone. */
async function pick(page: Page, control: ReturnType<Page['locator']>, typed: string, option: string): Promise<void> {
  await control.focus();
  await page.keyboard.type(typed, { delay: 40 });
  await page.getByRole('option', { name: option }).first().waitFor();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
}

async function openPatient(page: Page, mrn: string): Promise<void> {
  await page.getByRole('textbox', { name: '查患者' }).fill(mrn);
  await page.keyboard.press('Enter');
  await expect(field(page, 'diagnosis')).toBeVisible();
}

test('a physician applies by keyboard, a superior approves from the list, the department takes it up, and the issue desk chooses it', async ({
  openAs,
  baseURL,
}) => {
  const patient = await someone(baseURL ?? '', { abo: 'A', rhd: 'positive' });
  const approver = await openAs(senior, '/transfusion-requests');
  await expect(approver.getByRole('heading', { name: '输血申请单信息管理' })).toBeVisible();

  const page = await openAs(physician, '/transfusion-requests/new');
  await openPatient(page, patient.mrn);
  await field(page, 'department').fill('骨科');
  await field(page, 'diagnosis').fill('股骨颈骨折');
  await pick(page, field(page, 'purpose'), '携氧', '增加携氧能力');
  await pick(page, page.getByRole('combobox', { name: '成分 1' }), '悬浮红细胞', '悬浮红细胞');
  await page.keyboard.press('Tab');
  await page.keyboard.type('2');
  await expect(page.getByText('审批：上级医师核准签发')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  // All of it at once, each with the way out.
  await expect(page.getByText('知情同意书还没有签。签好再提交；抢救用血可以补。').first()).toBeVisible();
  await expect(page.getByText('没有填输血指征。').first()).toBeVisible();
  await field(page, 'indication').fill('Hb 62 g/L');
  await field(page, 'isConsented').getByRole('radio', { name: '是' }).press('Space');
  await field(page, 'isAssessed').getByRole('radio', { name: '是' }).press('Space');
  await field(page, 'assessment').fill('适合输血');
  await field(page, 'bloodHistory').getByRole('radio', { name: '无' }).press('Space');
  await field(page, 'reactionHistory').getByRole('radio', { name: '无' }).press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/open=/);
  const drawer = page.getByRole('complementary').filter({ hasText: patient.name });
  await expect(drawer).toContainText('少于 800 ml');

  // Nobody pressed anything here.
  await expect(rowOf(approver, patient.mrn)).toContainText('已提交');
  await rowOf(approver, patient.mrn).getByRole('button').first().press('Enter');
  await expect(approver.getByRole('complementary')).toContainText(patient.name);
  await approver.keyboard.press('a');
  await expect(approver.getByRole('dialog')).toContainText('上级医师核准签发');
  await approver.keyboard.type('同意');
  await approver.keyboard.press('Enter');
  await expect(approver.getByRole('dialog')).toHaveCount(0);
  await expect(rowOf(approver, patient.mrn)).toHaveCount(0);
  await expect(drawer).toContainText('审批完成，待受理');
  await expect(drawer).toContainText('沈静');

  const bench = await openAs(technician, '/transfusion-requests');
  await rowOf(bench, patient.mrn).getByRole('button').first().press('Enter');
  await expect(bench.getByRole('complementary')).toContainText(patient.name);
  await bench.keyboard.press('a');
  await expect(bench.getByRole('dialog')).toContainText('受理');
  await bench.keyboard.press('Enter');
  await expect(bench.getByRole('dialog')).toHaveCount(0);
  await expect(drawer).toContainText('已受理');

  await bench.goto(`/clinical-issues/new?patient=${patient.id}`);
  const choice = bench.getByRole('combobox', { name: '申请单', exact: false }).first();
  await choice.focus();
  await bench.keyboard.press('Enter');
  await bench.getByRole('option', { name: '还可发' }).press('Enter');
  await expect(bench.getByRole('option')).toHaveCount(0);
  await expect(bench.getByRole('textbox', { name: '申请单号' })).toHaveValue(/^\d{8}-\d{4}$/);
  await expect(bench.getByText('申请 悬红 2 U，还可发 悬红 2 U')).toBeVisible();
});

test('what is sent back says why, in the list and in the drawer, and goes again under its number', async ({
  openAs,
  baseURL,
}) => {
  const patient = await someone(baseURL ?? '', { abo: 'A', rhd: 'positive' });
  const api = openApi(baseURL ?? '', physician);
  const { today } = await api.transfusionRequests.around.query({ patientId: patient.id });
  const asked = await api.transfusionRequests.register.mutate({
    data: { ...requestFields(today), patientId: patient.id },
  });
  const approver = await openAs(senior, `/transfusion-requests?open=${asked.id}`);
  await expect(approver.getByRole('complementary')).toContainText(patient.name);
  await approver.getByRole('button', { name: '退回' }).press('Enter');
  await approver.getByRole('dialog').getByRole('button', { name: '适应证不充分' }).waitFor();
  await approver.keyboard.press('Alt+1');
  await approver.keyboard.press('Control+Enter');
  await expect(approver.getByRole('dialog')).toHaveCount(0);

  const page = await openAs(physician, '/transfusion-requests');
  await expect(rowOf(page, patient.mrn)).toContainText('适应证不充分');
  await rowOf(page, patient.mrn).getByRole('button').first().press('Enter');
  const drawer = page.getByRole('complementary').filter({ hasText: patient.name });
  await expect(drawer).toContainText('适应证不充分');
  await drawer.getByRole('button', { name: '提交' }).press('Enter');
  await expect(drawer).toContainText('已提交');
  await expect(drawer).toContainText(asked.no ?? 'none');
});

test('without a group an ordinary request waits, and an emergency is with the department at once', async ({
  openAs,
  baseURL,
}) => {
  const patient = await someone(baseURL ?? '', { abo: 'unknown', rhd: 'unknown' });
  const page = await openAs(physician, '/transfusion-requests/new');
  await openPatient(page, patient.mrn);
  await expect(page.getByText('非抢救申请要等 ABO 和 RhD 都出来；抢救用血可以先申请。')).toBeVisible();
  await field(page, 'department').fill('急诊');
  await field(page, 'diagnosis').fill('多发伤');
  await pick(page, field(page, 'purpose'), '低血容量', '纠正低血容量');
  await pick(page, page.getByRole('combobox', { name: '成分 1' }), '悬浮红细胞', '悬浮红细胞');
  await page.keyboard.press('Tab');
  await page.keyboard.type('8');
  await expect(page.getByText('审批：科室主任核准签发 → 医务部门批准')).toBeVisible();
  await field(page, 'isEmergency').getByRole('radio', { name: '是' }).press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/open=/);
  const drawer = page.getByRole('complementary').filter({ hasText: patient.name });
  await expect(drawer).toContainText('审批完成，待受理');
  await expect(drawer).toContainText('还要补办');
});

function requestFields(today: string) {
  return {
    sickType: '3' as const,
    department: '骨科',
    ward: '',
    bed: '',
    feeType: '',
    residence: null,
    diagnosis: '股骨骨折',
    bloodHistory: 'none' as const,
    bloodTimes: null,
    reactionHistory: 'none' as const,
    reactionText: '',
    allergy: '',
    gravida: null,
    para: null,
    transplant: '',
    isConsented: true,
    isAssessed: true,
    assessment: '适合输血',
    purpose: '增加携氧能力',
    indication: 'Hb 62 g/L',
    nature: 'preparation' as const,
    arrangement: 'allogeneic' as const,
    isEmergency: false,
    lines: [{ component: 'rbc-lr', amount: 200, modifiers: [] }],
    route: '',
    dripRate: '',
    plannedOn: today,
    labs: [],
    labsOn: null,
    isSubmitted: true,
  };
}
