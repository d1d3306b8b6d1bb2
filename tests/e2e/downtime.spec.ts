import { openApi } from './support/api';
import { stockBags } from './support/blood';
import { password, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan } from './support/wedge';

const hospital = 'H04';

test('a sheet is printed, written on, entered by scanner and keyboard; what broke a rule is an incident, assigned and resolved', async ({
  openAs,
  origin,
}) => {
  test.setTimeout(180_000);
  const [given, warm] = await stockBags(origin, hospital, [{ abo: 'A' }, { abo: 'A' }]);
  if (!given || !warm) throw new Error('two bags');
  const api = openApi(origin, technicianOf(hospital));
  const patient = `李急诊${given.donationNo.slice(-6)}`;

  const page = await openAs(technicianOf(hospital), '/downtime-forms');
  await page.getByRole('button', { name: '打印登记表' }).click();
  const printing = page.getByRole('dialog', { name: '打印停机登记表' });
  await printing.getByRole('textbox', { name: '张数' }).fill('2');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/downtime-forms\/print\?ids=/);
  const sheets = page.getByRole('region');
  await expect(sheets).toHaveCount(2);
  await expect(sheets.first().getByRole('row')).toHaveCount(13);
  const code = (await sheets.first().getByRole('img').getAttribute('alt')) ?? '';
  expect(code).toMatch(/^XD-\d{8}-\d{4}$/);
  const no = code.slice(3);

  // The sheet first: nothing else is taken for it.
  await page.goto('/downtime-forms/enter');
  await expect(page.getByRole('textbox', { name: '表号' })).toBeFocused();
  await scan(page, given.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '先扫表上的条码' })).toBeVisible();
  await scan(page, code);
  await expect(page).toHaveURL(/\/enter$/);
  await expect(page.getByText(no)).toBeVisible();
  await expect(page.getByRole('textbox', { name: '扫血袋' })).toBeFocused();

  // Given out on paper by one person, without a crossmatch.
  await scan(page, given.codes.donation);
  await scan(page, given.codes.product);
  await expect(page.getByText(/系统里可用/)).toBeVisible();
  await page.getByRole('textbox', { name: '真实时间' }).fill(thisMinute());
  await page.getByRole('textbox', { name: '经手人' }).fill('1001');
  await page.getByRole('textbox', { name: '患者姓名' }).fill(patient);
  await page.keyboard.press('Enter');
  await expect(page.getByText('已录 1 行')).toBeVisible();

  // Received on paper and warm, though the system has it here.
  await page.keyboard.press('F4');
  await expect(page.getByRole('radio', { name: '发出' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: '收到' })).toBeChecked();
  await scan(page, warm.codes.donation);
  await scan(page, warm.codes.product);
  await expect(page.getByText(/系统里可用/)).toBeVisible();
  await page.getByRole('textbox', { name: '真实时间' }).fill(thisMinute());
  await page.getByRole('textbox', { name: '第二人' }).fill('1002');
  await page.getByRole('textbox', { name: '到货温度' }).fill('14');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已录 2 行')).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('已录 2 行')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/downtime-forms\?open=/);
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('只有一人');
  await expect(drawer).toContainText('没有配血');
  await expect(drawer).toContainText('已经入库');
  await expect(drawer).toContainText('温度超限');

  // Available to nobody: the ledger says so, and the sheet is entered once.
  const [held] = (await api.stock.holds.query({ unitIds: [warm.unitId] })).bags;
  expect([held?.state, held?.holdReason]).toEqual(['quarantined', 'incident']);
  await page.goto('/downtime-forms/enter');
  await expect(page.getByRole('textbox', { name: '表号' })).toBeFocused();
  await scan(page, code);
  await expect(page.getByRole('alert').filter({ hasText: `${no} 已补录` })).toBeVisible();
  await page.goto('/clinical-issues');
  await expect(page.getByRole('row').filter({ hasText: patient }).getByText('补录')).toBeVisible();

  const found = await api.incidents.list.query({ filters: { recordNo: no, rule: 'already_here' } });
  const incident = found.waiting[0];
  if (!incident) throw new Error('no incident');
  const desk = await openAs(reviewerOf(hospital), `/incidents?open=${incident.id}`);
  const detail = desk.getByRole('complementary').last();
  await expect(detail).toContainText('纸上记为收到，系统里已经在本院');
  await detail.getByRole('button', { name: '指派' }).click();
  const assigning = desk.getByRole('dialog', { name: /^指派/ });
  await assigning.getByRole('combobox', { name: '责任人' }).fill('1001');
  await desk.getByRole('option').first().waitFor();
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('Control+Enter');
  await expect(assigning).toBeHidden();
  await expect(detail).toContainText('查明中');

  // The other one of the same line first: a bag waits for all of its incidents.
  const others = await api.incidents.list.query({ filters: { recordNo: no, rule: 'temperature_out' } });
  const other = others.waiting[0];
  if (!other) throw new Error('no second incident');
  await desk.goto(`/incidents?open=${other.id}`);
  await detail.getByRole('button', { name: '了结' }).click();
  const keeping = desk.getByRole('dialog', { name: /^了结/ });
  await keeping.getByRole('textbox', { name: '查明的情况' }).fill('箱温计读错，复测合格');
  await keeping.getByRole('radio', { name: '继续隔离' }).click();
  await desk.keyboard.press('Control+Enter');
  await expect(keeping).toBeHidden();
  await desk.goto(`/incidents?open=${incident.id}`);

  await detail.getByRole('button', { name: '了结' }).click();
  const resolving = desk.getByRole('dialog', { name: /^了结/ });
  await resolving.getByRole('textbox', { name: '查明的情况' }).fill('恢复后又扫了一次，袋无异常');
  await resolving.getByRole('radio', { name: '转回可用' }).click();
  await expect(resolving.getByRole('button', { name: '先写齐每袋的复核' })).toBeVisible();
  await resolving.getByRole('combobox', { name: '复核：重读袋上血型' }).click();
  await desk.getByRole('option', { name: 'A+', exact: true }).click();
  await resolving.getByRole('checkbox', { name: '六项标签复核合格' }).click();
  await resolving.getByRole('textbox', { name: '怎样复核的' }).fill('重读标签');
  await expect(resolving.getByRole('button', { name: '还差第二人' })).toBeVisible();
  await resolving.getByRole('textbox', { name: '第二人 工号' }).fill(technicianOf(hospital).staffNo);
  await resolving.getByLabel('第二人 本人密码').fill(password);
  await desk.keyboard.press('Enter');
  await expect(resolving.getByText(/已签$/)).toBeVisible();
  await desk.keyboard.press('Control+Enter');
  await expect(resolving).toBeHidden();
  await expect(detail).toContainText('转回可用');
  expect((await api.stock.holds.query({ unitIds: [warm.unitId] })).bags[0]?.state).toBe('available');

  /** Nothing on a sheet is older than the sheet. */
  function thisMinute(): string {
    const at = new Date(Date.now() + 8 * 3_600_000);
    return at.toISOString().slice(0, 16).replace('T', ' ');
  }
});
