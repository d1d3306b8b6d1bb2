import type { Page } from '@playwright/test';
import { patientPrefix } from '@/domain/blood/barcodes/read-scan';
import { openApi } from './support/api';
import { registerPatient } from './support/blood';
import { official, password, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

const house = 'H05';
/** Faster keys are a scanner's. */
const byHand = { delay: 60 };
const opened = (page: Page) => page.getByRole('complementary').last();

/** Whoever stands beside signs by number and password, the hand on the keyboard. */
async function signBeside(page: Page, staffNo: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /工号/ }).focus();
  await page.keyboard.type(staffNo, byHand);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password, byHand);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/已签$/)).toBeVisible();
}

test('a predeposit by keyboard and scanner: planned, collected, labelled, stored, given back by two', async ({
  openAs,
  origin,
}) => {
  test.setTimeout(180_000);
  const api = openApi(origin, technicianOf(house));
  const patient = await registerPatient(api, { abo: 'A', rhd: 'positive' });
  const page = await openAs(technicianOf(house), '/');
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(type, (event) => event.isTrusted && sessionStorage.setItem('mouse', type), true);
    window.print = () => sessionStorage.setItem('prints', String(Number(sessionStorage.getItem('prints') ?? 0) + 1));
  });
  let isAlive = page.waitForResponse(/\/api\/auth\/session/);
  await page.goto('/autologous-transfusions');
  await isAlive;
  await expect(page.getByRole('heading', { name: '医院自体输血管理' })).toBeVisible();
  await page.keyboard.press('F4');
  await expect(page.getByRole('heading', { name: '自体输血登记' })).toBeVisible();

  // Planned.
  await page.getByRole('combobox', { name: '患者' }).focus();
  await page.keyboard.type(patient.mrn, byHand);
  await expect(page.getByRole('option', { name: new RegExp(patient.mrn) })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.getByRole('textbox', { name: '诊断' }).focus();
  await page.keyboard.type('股骨头坏死', byHand);
  await page.keyboard.press('Tab');
  await page.keyboard.type('全髋关节置换术', byHand);
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/autologous-transfusions\?open=/);
  const id = new URL(page.url()).searchParams.get('open') ?? '';
  await expect(opened(page)).toContainText('已计划');
  expect(page.url()).not.toContain(patient.mrn);

  // Collected, the nurse beside.
  await expect(opened(page).getByRole('button', { name: /^采集/ })).toBeVisible();
  await page.keyboard.press('F8');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('采前 Hb')).toBeFocused();
  await page.keyboard.type('132', byHand);
  await page.keyboard.press('Tab');
  await page.keyboard.type('40.5', byHand);
  await dialog.getByLabel('每袋容量').focus();
  await page.keyboard.type('400', byHand);
  await signBeside(page, '3001');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(opened(page)).toContainText('待入库');
  const { bags } = await api.autologousTransfusions.get.query({ id });
  const [bag] = bags;
  if (!bag) throw new Error('a bag');

  // Labelled.
  await page.keyboard.press('F9');
  await expect(page).toHaveURL(/\/labels$/);
  const label = page.getByRole('article', { name: bag.bagNo });
  await expect(label).toContainText('仅供本人');
  await expect(label).toContainText(patient.name);
  await expect(label).toContainText(patient.mrn);
  await expect(label.getByRole('img', { name: bag.bagNo })).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('prints'))).toBe('1');
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/autologous-transfusions\?open=/);

  // Stored: the place is proposed.
  await expect(opened(page).getByRole('button', { name: /^入库/ })).toBeVisible();
  await page.keyboard.press('F8');
  await expect(dialog).toContainText(bag.bagNo);
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(opened(page)).toContainText('在库');

  // Given back: another wristband and another label stop everything; then the right ones.
  await expect(opened(page).getByRole('button', { name: /^回输/ })).toBeVisible();
  await page.keyboard.press('F8');
  await expect(dialog.getByLabel('腕带或住院号')).toBeFocused();
  await scan(page, `${patientPrefix}SOMEBODY1`);
  await expect(dialog.getByRole('heading', { name: '不是这位患者，不能回输' })).toBeVisible();
  await expect(dialog.getByRole('button', { name: '知道了' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: '不是这位患者，不能回输' })).toBeHidden();
  await scan(page, `${patientPrefix}${patient.mrn}`);
  await expect(dialog.getByText('是本人')).toBeVisible();
  await scan(page, bag.bagNo);
  await expect(dialog.getByText('已扫 1 袋')).toBeVisible();
  await signBeside(page, '3001');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(opened(page)).toContainText('已回输');
  expect(await page.evaluate(() => sessionStorage.getItem('mouse'))).toBeNull();

  // Elsewhere in the house the bag is known for what it is.
  isAlive = page.waitForResponse(/\/api\/auth\/session/);
  await page.goto('/autologous-transfusions');
  await isAlive;
  await scan(page, bag.bagNo);
  await expect(page).toHaveURL(new RegExp(id));
});

test('the issue desk says that the patient has bags of his own, and of an autologous bag whose house has it', async ({
  openAs,
  origin,
}) => {
  test.setTimeout(120_000);
  const page = await openAs(technicianOf('H01'), '/');
  const api = openApi(origin, technicianOf('H01'));
  const list = await api.autologousTransfusions.list.query({ filters: { state: 'stored' } });
  const storedId = [...list.waiting, ...list.rows][0]?.id ?? '';
  const record = await api.autologousTransfusions.get.query({ id: storedId });
  const bagNo = record.bags[0]?.bagNo ?? '';

  const isAlive = page.waitForResponse(/\/api\/auth\/session/);
  await page.goto('/clinical-issues/new');
  await isAlive;
  await scan(page, `${patientPrefix}${record.patient.mrn}`);
  await expect(page.getByText(/袋自体血在库/)).toBeVisible();
  await scan(page, bagNo);
  await expect(page.getByRole('heading', { name: '自体血袋，不从这里发' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: bagNo })).toContainText('H01');
  await page.keyboard.press('F2');
  await expect(page.getByRole('heading', { name: '自体血袋，不从这里发' })).toBeHidden();
});

test('an office reads figures and no patient', async ({ openAs }) => {
  const page = await openAs(official, '/autologous-transfusions/figures');
  await expect(page.getByRole('heading', { name: '自体输血统计' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '回收式' }).first()).toBeVisible();
  await expect(page.getByText('张建国')).toHaveCount(0);
  const refused = await openAs(official, '/autologous-transfusions');
  await expect(refused.getByText(/无权/).first()).toBeVisible();
});
