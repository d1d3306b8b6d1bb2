import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { openApi } from './support/api';
import { redCells, registerPatient, stockBags } from './support/blood';
import { type Person, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

test.use({ actionTimeout: 10_000 });
test.setTimeout(120_000);

const physician: Person = { orgId: 'H01', staffNo: '2001' };
const senior: Person = { orgId: 'H01', staffNo: '2101' };

/** `yyyy-MM-dd HH:mm` in the city, so many minutes from now. */
function cityMinute(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000 + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

/** An accepted request of 2 U for a patient of group A, whom the register knows once. */
async function accepted(origin: string, patientId: string) {
  const today = cityMinute(0).slice(0, 10);
  const api = openApi(origin, physician);
  const { id, version } = await api.transfusionRequests.register.mutate({
    data: {
      patientId,
      sickType: '3',
      department: '骨科',
      ward: '7 病区',
      bed: '23',
      feeType: '',
      residence: null,
      diagnosis: '股骨骨折',
      bloodHistory: 'none',
      bloodTimes: null,
      reactionHistory: 'none',
      reactionText: '',
      allergy: '',
      gravida: null,
      para: null,
      transplant: '',
      isConsented: true,
      isAssessed: true,
      assessment: '适合输血',
      purpose: '手术备血',
      indication: 'Hb 62 g/L',
      nature: 'preparation',
      arrangement: 'allogeneic',
      isEmergency: false,
      lines: [{ component: 'rbc-suspended', amount: 200, modifiers: [] }],
      route: '',
      dripRate: '',
      plannedOn: today,
      labs: [],
      labsOn: null,
      isSubmitted: true,
    },
  });
  const approved = await openApi(origin, senior).transfusionRequests.approve.mutate({
    data: { id, version, opinion: '' },
  });
  await openApi(origin, technicianOf('H01')).transfusionRequests.accept.mutate({
    data: { id, version: approved.version, opinion: '' },
  });
  return id;
}

/** 正反定型 of A positive, a key a well, as a hand types. */
async function readGroupA(page: Page): Promise<void> {
  await expect(page.getByRole('radiogroup', { name: '抗-A' }).getByRole('radio').first()).toBeFocused();
  await page.keyboard.type('+-+-+', { delay: 80 });
  await expect(page.getByText('读作 A+')).toBeVisible();
}

test('a tube is received, read by two, crossmatched and its bag issued, by scanner and keyboard', async ({
  openAs,
  origin,
}) => {
  const patient = await registerPatient(openApi(origin, technicianOf('H01')), { abo: 'A', rhd: 'positive' });
  const [bag] = await stockBags(origin, 'H01', [{ productCode: redCells, abo: 'A', rhd: 'positive' }]);
  if (!bag) throw new Error('a bag was put into stock');
  const requestId = await accepted(origin, patient.id);
  const tube = `BB${String(randomInt(1e8)).padStart(8, '0')}`;
  const bench = `/specimens/bench?request=${requestId}`;

  const page = await openAs(technicianOf('H01'), bench);
  await expect(page.getByRole('heading', { name: '接收标本' })).toBeVisible();
  await scan(page, tube);
  await expect(page.getByLabel('采集时间')).toBeFocused();
  await page.getByLabel('采集时间').fill(cityMinute(-90));
  await page.getByLabel('采集人').fill('3001 护士');
  await expect(page.getByRole('button', { name: '逐项核对' })).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) await box.press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`接收标本 ${tube}`).first()).toBeVisible();

  // Another tube in the hand is told, and nothing is saved of it.
  await expect(page.getByRole('heading', { name: '初检' })).toBeVisible();
  await scan(page, 'BB00000000');
  await expect(page.getByText(/扫的是 BB00000000/)).toBeVisible();
  await scan(page, tube);
  await readGroupA(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`${tube} 初检已存，等复检。`)).toBeVisible();
  await expect(page.getByText('复检前不显示')).toBeVisible();

  const second = await openAs(reviewerOf('H01'), bench);
  await expect(second.getByRole('heading', { name: '复检' })).toBeVisible();
  await scan(second, tube);
  await readGroupA(second);
  await second.keyboard.press('Control+Enter');
  await expect(second.getByText(`${tube} 两次一致：A+`)).toBeVisible();

  // The first one's page has followed.
  await expect(page.getByRole('heading', { name: '交叉配血' })).toBeVisible();
  const two = page.getByRole('radio', { name: '双人' });
  if (await two.isVisible()) await two.click();
  await scan(page, bag.codes.donation);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radiogroup', { name: '主侧' }).getByRole('radio', { name: '相合' }).click();
  await dialog.getByRole('radiogroup', { name: '次侧' }).getByRole('radio', { name: '相合' }).click();
  await dialog.getByRole('radio', { name: '微柱凝胶' }).click();
  await expect(dialog.getByLabel('标本号')).toHaveValue(tube);
  await dialog.getByLabel('复核人工号').fill('1002');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/相合 1 袋，留到/)).toBeVisible();

  await page.getByRole('link', { name: /^发血/ }).click();
  await page.getByRole('button', { name: '取 1 袋' }).click();
  await expect(page.getByText('已选，第 1 行')).toBeVisible();
  await expect(page.getByText('用预留时的配血')).toBeVisible();

  const list = await openAs(technicianOf('H01'), `/transfusion-requests?open=${requestId}`);
  await expect(list.getByRole('heading', { name: /检验与配血/ })).toBeVisible();
  await expect(list.getByText('相合', { exact: true })).toBeVisible();
});
