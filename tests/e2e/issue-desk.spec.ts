import type { Page, Request } from '@playwright/test';
import { encodeGroup } from '@/domain/blood/barcodes/encode';
import { badgePrefix, patientPrefix } from '@/domain/blood/barcodes/read-scan';
import { groupDonationNumber } from '@/i18n/format';
import { localeCookie } from '@/i18n/locale';
import { openApi } from './support/api';
import { type MadeBag, registerPatient, stockBags } from './support/blood';
import { pressAgain } from './support/line';
import { loseAnswerUnderLock, password, reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

const house = 'H06';
const technician = technicianOf(house);

const stop = (page: Page) => page.getByRole('alert').filter({ has: page.getByRole('heading') });
const taken = (page: Page, line: number) => page.getByText(`已选，第 ${line} 行`);
const notTaken = (page: Page) => page.getByRole('status', { name: '没有选上' });

function pick(bags: readonly MadeBag[], index: number): MadeBag {
  const bag = bags[index];
  if (!bag) throw new Error(`no bag ${index} was made`);
  return bag;
}

const asksFor = (request: Request, { donationNo }: MadeBag) =>
  `${request.url()} ${request.postData() ?? ''}`.includes(donationNo);

/** The answers for this bag stay on their way until they are let go, or its questions fail until the line is mended. */
async function holdLookups(page: Page, bag: MadeBag, how: 'late' | 'fail') {
  const waiting: (() => void)[] = [];
  let isHeld = true;
  await page.route(/clinicalIssues\.lookup/, async (route) => {
    if (!isHeld || !asksFor(route.request(), bag)) return route.fallback();
    if (how === 'fail') return route.abort('connectionreset');
    await new Promise<void>((resolve) => waiting.push(resolve));
    return route.fallback();
  });
  return () => {
    isHeld = false;
    for (const letGo of waiting) letGo();
  };
}

async function openDesk(page: Page, mrn: string): Promise<void> {
  await page.getByRole('textbox', { name: '患者' }).fill(mrn);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('申请单号')).toBeVisible();
}

test('a stop whose answer comes late is not wiped by the bag scanned after it, and its answer gives the focus back', async ({
  openAs,
  origin,
}) => {
  const bags = await stockBags(origin, house, [{ abo: 'A' }, { abo: 'B' }]);
  const [wrong, right] = [pick(bags, 0), pick(bags, 1)];
  const patient = await registerPatient(openApi(origin, technician), { abo: 'B', rhd: 'positive' });
  const page = await openAs(technician, '/clinical-issues/new');
  await openDesk(page, patient.mrn);
  await page.getByLabel('申请单号').focus();
  const letGo = await holdLookups(page, wrong, 'late');
  await scanAll(page, [wrong.codes.donation, right.codes.donation, right.codes.group]);
  letGo();
  await expect(stop(page)).toContainText('血型不合，此袋不发');
  await expect(taken(page, 1)).toBeHidden();
  await page.keyboard.press('Enter');
  // The label scanned with the second bag was compared with the second bag.
  await expect(taken(page, 1)).toBeVisible();
  await expect(stop(page)).toBeHidden();
  await expect(page.getByLabel('申请单号')).toBeFocused();
  // Enter goes on from field to field, in the order of the page.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: '床号' })).toBeFocused();
});

test('a group label read before its donation number never takes the right bag off the list', async ({
  openAs,
  origin,
}) => {
  const bags = await stockBags(origin, house, [{ abo: 'O' }, { abo: 'B' }]);
  const [first, second] = [pick(bags, 0), pick(bags, 1)];
  const patient = await registerPatient(openApi(origin, technician), { abo: 'B', rhd: 'positive' });
  const page = await openAs(technician, '/clinical-issues/new');
  await openDesk(page, patient.mrn);
  await scanAll(page, [first.codes.group, first.codes.donation]);
  await expect(taken(page, 1)).toBeVisible();
  await scan(page, second.codes.group);
  await expect(page.getByText('血型码已读，接着扫这一袋的献血码')).toBeVisible();
  await scan(page, second.codes.donation);
  await expect(taken(page, 2)).toBeVisible();
  await expect(stop(page)).toBeHidden();
});

test('a bag that could not be looked up stays named, and so does one of a draft', async ({ openAs, origin }) => {
  const bags = await stockBags(origin, house, [{ abo: 'B' }, { abo: 'B' }]);
  const [lost, other] = [pick(bags, 0), pick(bags, 1)];
  const patient = await registerPatient(openApi(origin, technician), { abo: 'B', rhd: 'positive' });
  const page = await openAs(technician, '/clinical-issues/new');
  await openDesk(page, patient.mrn);
  const mend = await holdLookups(page, lost, 'fail');
  await scan(page, lost.codes.donation);
  await expect(page.getByText('没有查成，再扫这一袋')).toBeVisible();
  await scan(page, other.codes.donation);
  await expect(taken(page, 1)).toBeVisible();
  await expect(notTaken(page)).toContainText(groupDonationNumber(lost.donationNo));
  mend();
  await notTaken(page).getByRole('button', { name: '再查' }).click();
  await expect(taken(page, 2)).toBeVisible();
  await expect(notTaken(page)).toBeHidden();

  await page.getByLabel('申请单号').fill('HIS26112306');
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await expect.poll(() => draftOf(origin, patient.id)).toEqual({ requestNo: 'HIS26112306', lines: 2 });
  await holdLookups(page, lost, 'fail');
  await page.goto(`/clinical-issues/new?patient=${patient.id}`);
  await expect(page.getByLabel('申请单号')).toHaveValue('HIS26112306');
  await expect(notTaken(page)).toContainText('没有查成，再扫');
  await page.getByRole('textbox', { name: '床号' }).fill('12');
  // What is written from here on still has the bag that nobody could ask about.
  await expect.poll(() => draftOf(origin, patient.id)).toEqual({ requestNo: 'HIS26112306', bed: '12', lines: 2 });
});

async function draftOf(origin: string, patientId: string) {
  const draft = await openApi(origin, technician).clinicalIssues.draft.query({ subjectId: patientId });
  if (!draft) return null;
  const { requestNo, bed, lines } = draft.body as { requestNo: string; bed: string; lines: unknown[] };
  return { requestNo, ...(bed ? { bed } : {}), lines: lines.length };
}

test('in an emergency a wristband scanned wrongly is changed, and every bag is judged for the patient who is named', async ({
  openAs,
  origin,
}) => {
  const api = openApi(origin, technician);
  const bag = pick(await stockBags(origin, house, [{ abo: 'O' }]), 0);
  const fitting = pick(await stockBags(origin, house, [{ abo: 'A' }]), 0);
  const wrong = await registerPatient(api, { abo: 'B', rhd: 'positive' });
  const right = await registerPatient(api, { abo: 'A', rhd: 'positive' });
  const page = await openAs(technician, '/clinical-issues/emergency');
  await expect(page.getByText('身份不明')).toBeVisible();
  await page.locator('h1').click();
  await scan(page, bag.codes.donation);
  await expect(taken(page, 1)).toBeVisible();
  const judged = page.waitForRequest(
    (request) => /clinicalIssues\.lookup/.test(request.url()) && asksFor(request, bag),
  );
  await scan(page, `${patientPrefix}${wrong.mrn}`);
  await expect(page.getByText(wrong.mrn)).toBeVisible();
  await judged;
  await expect(taken(page, 1)).toBeVisible();
  await scan(page, fitting.codes.donation);
  await expect(stop(page)).toContainText('血型不合，此袋不发');
  await page.keyboard.press('Enter');

  await page.getByRole('button', { name: '换一位患者' }).click();
  await expect(page.getByRole('textbox', { name: '患者' })).toHaveValue('');
  await scan(page, `${patientPrefix}${right.mrn}`);
  await expect(page.getByText(right.mrn)).toBeVisible();
  await scan(page, fitting.codes.donation);
  await expect(taken(page, 2)).toBeVisible();
  // The other one now is somebody else; once nobody is named, no wristband is compared with a patient out of sight.
  await scan(page, `${patientPrefix}${wrong.mrn}`);
  await expect(stop(page)).toContainText('不是同一位患者');
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: '身份不明' }).click();
  // Nor is a bag of group A for somebody whose group nobody knows.
  await expect(stop(page)).toContainText('血型不合，此袋不发');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^移除/ })).toHaveCount(1);
  await scan(page, `${patientPrefix}${wrong.mrn}`);
  await expect(page.getByText(wrong.mrn)).toBeVisible();
  await expect(stop(page)).toBeHidden();
});

test('a wrong label stops its own bag; the trigger pulled twice counts one bag once', async ({ openAs, origin }) => {
  const bags = await stockBags(origin, house, [{ abo: 'O' }, { abo: 'O' }]);
  const [first, second] = [pick(bags, 0), pick(bags, 1)];
  const page = await openAs(technician, '/clinical-issues/emergency');
  await expect(page.getByText('身份不明')).toBeVisible();
  await page.locator('h1').click();
  const letGo = await holdLookups(page, first, 'late');
  await scanAll(page, [first.codes.donation, first.codes.donation]);
  letGo();
  await expect(page.getByText('重复，第 1 行')).toBeVisible();
  await expect(page.getByRole('button', { name: /^移除/ })).toHaveCount(1);
  await scanAll(page, [second.codes.donation, encodeGroup({ abo: 'A', rhd: 'positive' })]);
  await expect(stop(page)).toContainText('袋上血型与库里不符');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^移除/ })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^立即发 1 袋|还差/ })).toBeVisible();
});

test('while nobody knows whether the blood was issued, the list stands still and the page says so', async ({
  openAs,
  origin,
}) => {
  const bags = await stockBags(origin, house, [{ abo: 'O' }, { abo: 'O' }]);
  const [first, second] = [pick(bags, 0), pick(bags, 1)];
  const page = await openAs(technician, '/clinical-issues/emergency');
  await page.getByLabel('谁要血').fill('急诊 李医师');
  await page.getByRole('button', { name: '多发伤' }).click();
  await page.locator('h1').click();
  await scanAll(page, [first.codes.donation, second.codes.donation]);
  await expect(taken(page, 2)).toBeVisible();
  let isCut = true;
  await page.route(/clinicalIssues\.emergency/, (route) => (isCut ? route.abort('connectionreset') : route.continue()));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: '还没有收到服务器答复，可能已发出。不要重扫' })).toBeVisible();
  await expect(page.getByRole('button', { name: '正在发…' })).toBeVisible();
  // Neither a hand, nor a key, nor a scan changes what was sent.
  await expect(page.locator('[inert]').getByRole('button', { name: /^移除/ })).toHaveCount(2);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await scan(page, second.codes.donation);
  await expect(taken(page, 2)).toBeAttached();
  isCut = false;
  await expect(page.getByText(/已发 .*：2 袋/)).toBeVisible({ timeout: 20_000 });
});

test('a lock between two sendings leaves it unknown whether the blood was issued, and the same entry is sent again', async ({
  openAs,
  origin,
}) => {
  const [bag] = await stockBags(origin, house, [{ abo: 'O' }]);
  if (!bag) throw new Error('one bag');
  const page = await openAs(technician, '/clinical-issues/emergency');
  await page.getByLabel('谁要血').fill('急诊 李医师');
  await page.getByRole('button', { name: '多发伤' }).click();
  await page.locator('h1').click();
  await scan(page, bag.codes.donation);
  await expect(taken(page, 1)).toBeVisible();
  await page.locator('h1').click();
  await loseAnswerUnderLock(page, origin, /clinicalIssues\.emergency/, () => page.keyboard.press('Control+Enter'));
  await expect(page.getByRole('alert').filter({ hasText: '可能已发出' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(page.locator('[inert]').getByRole('button', { name: /^移除/ })).toHaveCount(1);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/已发 .*：1 袋/)).toBeVisible();
});

test('what was ticked is ticked again when the bags change; a bag taken off is told as such', async ({
  openAs,
  origin,
}) => {
  const bags = await stockBags(origin, house, [{ abo: 'B' }, { abo: 'B' }]);
  const [first, second] = [pick(bags, 0), pick(bags, 1)];
  const patient = await registerPatient(openApi(origin, technician), { abo: 'B', rhd: 'positive' });
  const page = await openAs(technician, '/clinical-issues/new');
  await page.locator('h1').click();
  await scan(page, first.codes.donation);
  await expect(page.getByText('这是血袋。先扫腕带。')).toBeVisible();
  await openDesk(page, patient.mrn);
  await scan(page, first.codes.donation);
  await expect(taken(page, 1)).toBeVisible();
  await expect(page.getByRole('button', { name: '预留：缺申请单号' })).toBeVisible();
  for (const box of await page.getByRole('checkbox').all()) await box.click();
  await page.locator('h1').click();
  await scan(page, second.codes.donation);
  await expect(page.getByText('血袋有增减。重新核对：血型、有效期、配血结果。')).toBeVisible();
  for (const name of ['血型', '有效期', '配血结果'])
    await expect(page.getByRole('checkbox', { name })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: '姓名' })).toBeChecked();
  await page.getByRole('textbox', { name: '床号' }).fill('12');
  await expect(page.getByText('床号已改。重新核对：床号。')).toBeVisible();
  await page.locator('h1').click();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('已撤，不在单上')).toBeVisible();
  await expect(taken(page, 2)).toBeHidden();
});

test('what an emergency left open: a refused badge sounds refused, and Esc asks before crossmatches are dropped', async ({
  openAs,
  origin,
}) => {
  const bags = await stockBags(origin, house, [{ abo: 'O' }, { abo: 'O' }]);
  const issue = await openApi(origin, technician).clinicalIssues.emergency.mutate({
    data: {
      patient: { kind: 'unidentified', label: '', sex: 'male', ageBand: 'over_50' },
      askedBy: '急诊 李医师',
      reason: '多发伤',
      unitIds: bags.map((bag) => bag.unitId),
      overriddenUnitIds: [],
      statements: [],
    },
  });
  const page = await openAs(technician, '/');
  await page.addInitScript(() => {
    const heard: number[] = [];
    Object.assign(window, { heard });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      heard.push(this.frequency.value);
      start.call(this, when);
    };
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: number[] }).heard);
  await page.goto(`/clinical-issues/${issue.id}`);
  const settle = (task: string) =>
    page.getByRole('listitem').filter({ hasText: task }).getByRole('button', { name: '补办' }).click();
  await settle('第二人补签');
  await scan(page, `${badgePrefix}${'A'.repeat(26)}`);
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  expect(await heard()).toEqual([220, 165]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await settle('补做配血');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radiogroup', { name: '主侧' }).getByRole('radio', { name: '相合' }).click();
  await dialog.getByRole('radiogroup', { name: '次侧' }).getByRole('radio', { name: '相合' }).click();
  await dialog.getByRole('radio', { name: '微柱凝胶' }).click();
  await dialog.getByLabel('标本号').fill('S260106');
  await dialog.getByLabel('采样时间').fill(cityMinute(-180));
  await dialog.getByLabel('检验人工号').fill('1001');
  await dialog.getByLabel('检验时间').fill(cityMinute(-60));
  await dialog.getByLabel('复核人工号').fill('1002');
  await page.keyboard.press('Control+Enter');
  const second = page.getByRole('radiogroup', { name: '主侧' }).getByRole('radio', { name: '相合' });
  await expect(second).not.toBeChecked();
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('已录 1 袋，还没有存');
  await question.getByRole('button', { name: '接着录' }).click();
  await expect(question).toBeHidden();
  await expect(second).toBeVisible();
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: '不存，关闭' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('whoever was found is dropped with the next search, the signature too: nobody is identified as the one before', async ({
  openAs,
  origin,
}) => {
  const api = openApi(origin, technician);
  const [bag] = await stockBags(origin, house, [{ abo: 'O' }]);
  const issue = await api.clinicalIssues.emergency.mutate({
    data: {
      patient: { kind: 'unidentified', label: '', sex: 'male', ageBand: 'over_50' },
      askedBy: '急诊 李医师',
      reason: '多发伤',
      unitIds: [bag?.unitId ?? ''],
      overriddenUnitIds: [],
      statements: [],
    },
  });
  const patient = await registerPatient(api, { abo: 'O', rhd: 'positive' });
  const page = await openAs(technician, `/clinical-issues/${issue.id}?do=identify`);
  const dialog = page.getByRole('dialog');
  const search = dialog.getByRole('textbox', { name: '患者' });
  await search.fill(patient.mrn);
  await page.keyboard.press('Enter');
  const chosen = dialog.getByText('认明为');
  await expect(chosen).toBeVisible();
  await dialog.getByRole('textbox', { name: '凭什么认明' }).fill('家属到院');
  await dialog.getByRole('textbox', { name: '第二人 工号' }).fill(reviewerOf(house).staffNo);
  await dialog.getByLabel('第二人 本人密码').fill(password);
  await page.keyboard.press('Enter');
  const signed = dialog.getByRole('button', { name: '换人签' });
  await expect(signed).toBeVisible();

  await scan(page, `${patientPrefix}${patient.mrn}9`);
  await expect(dialog.getByText('没有这位患者')).toBeVisible();
  await expect(chosen).toBeHidden();
  await expect(signed).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('button', { name: '先找到患者' })).toBeVisible();

  // Found again, also by the very words by which he had been found; a label of a bag is nobody.
  for (const again of [1, 2]) {
    await scan(page, `${patientPrefix}${patient.mrn}`);
    await expect(chosen, `found ${again}`).toBeVisible();
    await expect(dialog.getByRole('button', { name: /^(认明|还差第二人签名)/ })).toBeVisible();
  }
  await scan(page, bag?.codes.donation ?? '');
  await expect(dialog.getByText('这是血袋。先扫腕带。')).toBeVisible();
  await expect(chosen).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('button', { name: '先找到患者' })).toBeVisible();
  expect((await api.clinicalIssues.get.query({ id: issue.id })).patientId).toBeNull();
});

test('a badge scanned into a dialog signs wherever the focus is, and leaves nothing in its fields', async ({
  openAs,
  origin,
}) => {
  const api = openApi(origin, technician);
  const [bag] = await stockBags(origin, house, [{ abo: 'O' }]);
  const issue = await api.clinicalIssues.emergency.mutate({
    data: {
      patient: { kind: 'unidentified', label: '', sex: 'male', ageBand: 'over_50' },
      askedBy: '急诊 李医师',
      reason: '多发伤',
      unitIds: [bag?.unitId ?? ''],
      overriddenUnitIds: [],
      statements: [],
    },
  });
  const patient = await registerPatient(api, { abo: 'O', rhd: 'positive' });
  const page = await openAs(technician, `/clinical-issues/${issue.id}`);
  await page.getByRole('listitem').filter({ hasText: '认明患者' }).getByRole('button', { name: '补办' }).click();
  const dialog = page.getByRole('dialog');
  const badge = `${badgePrefix}${'A'.repeat(26)}`;
  const why = dialog.getByRole('textbox', { name: '凭什么认明' });
  await why.focus();
  // Nothing to sign yet: the secret of the badge does not stay in the field all the same.
  await scan(page, badge);
  await expect(why).toHaveValue('');
  await scan(page, `${patientPrefix}${patient.mrn}`);
  await expect(dialog.getByText(patient.mrn)).toBeVisible();
  await why.fill('家属到院');
  await scan(page, badge);
  await expect(dialog.getByRole('alert')).toContainText('本机构没有这块胸牌');
  await expect(why).toHaveValue('家属到院');
  const staffNo = dialog.getByRole('textbox', { name: '第二人 工号' });
  await staffNo.focus();
  const answered = page.waitForResponse(/signatures\.verify/);
  await scan(page, badge);
  await expect(staffNo).toHaveValue('');
  await answered;
  // Whoever is signed in is refused at once; somebody else signs, and may be replaced.
  await staffNo.fill(technician.staffNo);
  const own = dialog.getByLabel('第二人 本人密码');
  await own.fill(password);
  for (const field of [staffNo, own]) expect((await field.boundingBox())?.width).toBeGreaterThan(60);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('登录人不能自己再签。换一人签。');
  await staffNo.fill(reviewerOf(house).staffNo);
  await own.fill(password);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: '换人签' })).toBeVisible();
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('填的还没有存');
  await question.getByRole('button', { name: '接着填' }).click();
  // Another wristband, and nobody is known by it: neither the patient of before nor what was signed over him stands on.
  await scan(page, `${patientPrefix}NOBODY-HERE`);
  await expect(dialog.getByRole('button', { name: '先找到患者' })).toBeVisible();
  await expect(dialog).not.toContainText('认明为');
  await expect(dialog.getByRole('button', { name: '换人签' })).toHaveCount(0);
  await scan(page, `${patientPrefix}${patient.mrn}`);
  // The same patient again is what was signed; anybody may still sign in place of the first.
  await expect(dialog).toContainText('认明为');
  await dialog.getByRole('button', { name: '换人签' }).click();
  await expect(staffNo).toBeVisible();
});

test('a search or a proposal that fails says so and is tried again; requirements are words in both languages', async ({
  openAs,
  origin,
}) => {
  const mrn = `E2ER-${Date.now().toString(36).toUpperCase()}`;
  await openApi(origin, technician).patients.register.mutate({
    data: {
      mrn,
      name: '钱佩芸',
      abo: 'B',
      rhd: 'positive',
      sex: 'female',
      birthDate: '1961-05-12',
      groupDeterminations: 2,
      antibodies: ['抗-E', '抗-c'],
      requirements: ['irradiated', 'cmv_negative'],
      isUnidentified: false,
    },
  });
  const page = await openAs(technician, '/clinical-issues/new');
  const broken = /clinicalIssues\.(patients|candidates)/;
  await page.route(broken, (route) => route.abort('connectionreset'));
  await page.getByRole('textbox', { name: '患者' }).fill(mrn);
  await page.keyboard.press('Enter');
  const retry = page.getByRole('button', { name: '再试一次' });
  await pressAgain(page, broken);
  await page.route(/clinicalIssues\.candidates/, (route) => route.abort('connectionreset'));
  await page.unroute(broken);
  await expect(page.getByLabel('申请单号')).toBeVisible();
  await expect(page.getByText('辐照、CMV 阴性')).toBeVisible();
  await pressAgain(page, /clinicalIssues\.candidates/);
  await page.unroute(/clinicalIssues\.candidates/);
  await expect(page.getByText(/可选 \d+/)).toBeVisible();
  await expect(retry).toBeHidden();
  await page.context().addCookies([{ name: localeCookie, value: 'en', url: origin }]);
  await page.reload();
  await page.getByRole('textbox', { name: 'Patient' }).fill(mrn);
  await page.keyboard.press('Enter');
  await expect(page.getByText('irradiated, CMV negative')).toBeVisible();
  await expect(page.getByText('抗-E, 抗-c')).toBeVisible();
});

/** `yyyy-MM-dd HH:mm` in the city, so many minutes from now. */
function cityMinute(minutes: number): string {
  const at = new Date(Date.now() + minutes * 60_000 + 8 * 3_600_000);
  return at.toISOString().slice(0, 16).replace('T', ' ');
}
