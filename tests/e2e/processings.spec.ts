import type { Locator, Page } from '@playwright/test';
import { encodeProduct } from '@/domain/blood/barcodes/encode';
import { badgePrefix, patientPrefix } from '@/domain/blood/barcodes/read-scan';
import { openApi } from './support/api';
import { type MadeBag, plasma, redCells, registerPatient, sendShipment, stockBags } from './support/blood';
import { reviewerOf, technicianOf } from './support/people';
import { expect, test } from './support/test';
import { scan, scanAll } from './support/wedge';

/** A draft is its writer's own: two tests at the same time need two writers. */
const houseOf = (houses: readonly [string, string], parallelIndex: number) => houses[parallelIndex % 2 === 0 ? 0 : 1];
const group = { abo: 'AB', rhd: 'positive' } as const;

/** Badges of the house by staff number, as the demo prints them beside a shipment. */
async function readBadges(page: Page, shipmentId: string): Promise<Map<string, string>> {
  await page.goto(`/demo-labels/${shipmentId}`);
  await page.getByRole('heading', { name: /胸牌$/ }).waitFor();
  const badges = await page
    .locator('li', { has: page.locator(`img[alt^="${badgePrefix}"]`) })
    .evaluateAll((items) =>
      items.map((item) => [item.querySelector('p')?.textContent ?? '', item.querySelector('img')?.alt ?? ''] as const),
    );
  return new Map(badges.map(([words, code]) => [/\d{4}/.exec(words)?.[0] ?? '', code]));
}

/** A hand at the keyboard that counts what it presses. What a scanner sends is not the hand's. */
function handAt(page: Page) {
  let pressed = 0;
  let tabs = 0;
  const press = async (key: string) => {
    pressed += 1;
    await page.keyboard.press(key);
  };
  return {
    press,
    async type(text: string) {
      pressed += text.length;
      await page.keyboard.type(text, { delay: 60 });
    },
    async tabTo(target: Locator, steps = 300) {
      await expect(target).toBeVisible();
      for (let step = 0; step < steps; step++) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        tabs += 1;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${target} is not reached by ${steps} Tabs`);
    },
    pressed: () => pressed,
    tabs: () => tabs,
  };
}

const opened = (page: Page) => page.getByRole('complementary').last();

test('ten bags thawed, split, labelled, issued by keyboard and scanner only', async ({ openAs, origin }, {
  parallelIndex,
}) => {
  test.setTimeout(240_000);
  const house = houseOf(['H03', 'H04'], parallelIndex);
  const technician = technicianOf(house);
  const api = openApi(origin, technician);
  const bags = await stockBags(
    origin,
    house,
    Array.from({ length: 10 }, () => ({ ...group, productCode: plasma })),
  );
  const awaited = await sendShipment(origin, house, [{}]);
  const patient = await registerPatient(api, group);
  const badges = await readBadges(await openAs(reviewerOf(house), '/'), awaited.id);
  const page = await openAs(technician, '/');
  await page.addInitScript(() => {
    for (const type of ['pointerdown', 'mousedown', 'touchstart'])
      window.addEventListener(type, (event) => event.isTrusted && sessionStorage.setItem('mouse', type), true);
    window.print = () => sessionStorage.setItem('prints', String(Number(sessionStorage.getItem('prints') ?? 0) + 1));
  });
  const hand = handAt(page);

  // Thaw: one bath, one start, one end.
  // Alive, and not only drawn: the first thing that a page asks is whose session it has.
  const isAlive = page.waitForResponse(/\/api\/auth\/session/);
  await page.goto('/processings');
  await expect(page.getByRole('heading', { name: '血液加工', exact: true })).toBeVisible();
  await isAlive;
  await hand.press('F4');
  await expect(page.getByRole('radio', { name: '解冻' })).toBeFocused();
  await hand.press('Space');
  await expect(page.getByRole('radio', { name: '解冻' })).toBeChecked();
  for (const bag of bags) await scan(page, bag.codes.donation);
  await expect(page.getByText('已列 10 袋')).toBeVisible();
  await expect(page.getByRole('button', { name: /^开始解冻 10 袋/ })).toBeVisible();
  await hand.press('Control+Enter');
  await expect(page).toHaveURL(/\/processings\?open=/);
  await expect(opened(page).getByRole('button', { name: /^结束/ })).toBeVisible();
  await hand.press('F8');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: /还差核对人/ })).toBeVisible();
  await scan(page, badges.get('1002') ?? '');
  await expect(dialog.getByText(/已签$/)).toBeVisible();
  await hand.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(opened(page)).toContainText('已完成');

  // Split: each into two, done at the bench and posted at once.
  await hand.press('F4');
  await expect(page.getByRole('radio', { name: '解冻' })).toBeFocused();
  for (const kind of ['辐照', '洗涤', '去甘油', '分袋']) {
    await hand.press('ArrowDown');
    await expect(page.getByRole('radio', { name: kind })).toBeChecked();
  }
  await expect(page.getByRole('button', { name: /先选密闭/ })).toBeVisible();
  await hand.press('F6');
  await expect(page.getByRole('radio', { name: /密闭/ })).toBeChecked();
  for (const bag of bags) await scan(page, bag.codes.donation);
  await expect(page.getByText('已列 10 袋')).toBeVisible();
  await expect(page.getByRole('button', { name: /还差核对人/ })).toBeVisible();
  await scan(page, badges.get('1002') ?? '');
  await expect(page.getByRole('button', { name: /^登记分袋 10 袋/ })).toBeVisible();
  await hand.press('Control+Enter');
  await expect(page).toHaveURL(/\/processings\?open=/);
  await expect(opened(page).getByText('P0147VA2').first()).toBeVisible();

  // Labels of the twenty bags that were made.
  await hand.press('F9');
  await expect(page.getByRole('heading', { name: '血袋标签' })).toBeVisible();
  await expect(page.getByText('20 张')).toBeVisible();
  await expectOnPaper(page, { counted: false });
  await hand.press('Control+p');
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('prints'))).toBe('1');
  await expectOnPaper(page, { counted: true });
  await expect(page.locator('[data-label]').first()).toBeVisible();
  const codes = await page
    .locator('[data-label]')
    .evaluateAll((labels) => labels.map((label) => [...label.querySelectorAll('img')].map((image) => image.alt)));
  expect(codes).toHaveLength(20);
  await hand.press('Escape');
  await expect(page).toHaveURL(/\/processings\?open=/);
  // F4 Space ⌃↵ F8 ⌃↵, F4 ↓↓↓↓ F6 ⌃↵, F9 ⌃P Esc: nothing for any bag, so ten cost what one costs.
  expect(hand.pressed()).toBe(15);

  // Issue: wristband, donation number and product code of each label as it was printed.
  await page.goto('/clinical-issues/new');
  await expect(page.getByRole('textbox', { name: '患者' })).toBeVisible();
  await scan(page, `${patientPrefix}${patient.mrn}`);
  await expect(page.getByLabel('申请单号')).toBeVisible();
  const before = hand.pressed();
  await hand.tabTo(page.getByLabel('申请单号'));
  await hand.type('HIS26112399');
  await hand.tabTo(page.getByLabel('科室', { exact: true }).first());
  await hand.type('GK');
  await hand.press('Enter');
  await expect(page.getByLabel('科室', { exact: true }).first()).not.toBeFocused();
  // The focus stays where it is while the bags are scanned.
  for (const [index, printed] of codes.entries()) {
    const donation = printed.find((code) => code.startsWith('=') && !/^=[%<]/.test(code)) ?? '';
    const product = printed.find((code) => code.startsWith('=<')) ?? '';
    await scanAll(page, [donation, product]);
    await expect(page.getByText(`已选，第 ${index + 1} 行`)).toBeVisible();
  }
  for (const box of await page.getByRole('checkbox').all()) {
    await hand.tabTo(box);
    await hand.press('Space');
  }
  await hand.tabTo(page.getByRole('button', { name: '签名', exact: true }));
  await hand.press('Enter');
  await expect(page.getByRole('button', { name: /还差取血签名/ })).toBeVisible();
  await scan(page, badges.get('3001') ?? '');
  await expect(page.getByRole('button', { name: /^出库 20 袋/ })).toBeVisible();
  await hand.press('Control+Enter');
  await expect(page.getByText(/已出库 .*：20 袋/)).toBeVisible();
  // Request number 11, department 2 and Enter, nine checks, Enter and Control+Enter: for twenty bags as for one. Tabs lead past what the
  // page suggests, a button for each bag, and cost no thought.
  expect(hand.pressed() - before).toBe(25);
  expect(hand.tabs()).toBeLessThanOrEqual(300);
  expect(await page.evaluate(() => sessionStorage.getItem('mouse'))).toBeNull();

  const { rows } = await api.clinicalIssues.list.query({});
  await page.goto(`/clinical-issues/${rows[0]?.id}/print`);
  await expect(page.getByRole('img', { name: bags[9]?.donationNo ?? '' })).toHaveCount(2);
  await expectOnPaper(page, { counted: false });
  await hand.press('Control+p');
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('prints'))).toBe('2');
  await expectOnPaper(page, { counted: true });
  await page.emulateMedia({ media: 'print' });
  const sheets = page.locator('section').filter({ hasText: '第 1 次打印' });
  await expect(sheets.last()).toBeVisible();
  await expect(sheets.last()).toContainText('以下空白');
  const heights = await sheets.evaluateAll((all) => all.map((sheet) => sheet.getBoundingClientRect().height));
  expect(heights.length).toBeGreaterThan(1);
  for (const height of heights) expect(height, 'no sheet holds more than A4').toBeLessThanOrEqual(1123);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(heights.length);

  // The trace on paper says what the bag was made of, as the trace on the screen does.
  await page.emulateMedia({ media: 'screen' });
  await page.goto(`/units?q=${bags[9]?.donationNo}`);
  await page.getByRole('link', { name: /P0147VA2/ }).click();
  await expect(page).toHaveURL(/\/units\/[0-9a-f-]{36}/);
  await page.goto(`${new URL(page.url()).pathname}/print`);
  await expect(page.getByRole('heading', { name: '加工前后' })).toBeVisible();
  await expect(page.getByText('以下空白')).toHaveCount(1);
});

/** A copy that was not counted carries nothing but the sentence that says so. */
async function expectOnPaper(page: Page, { counted }: { counted: boolean }): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('这一份没有登记份数，不作数')).toBeVisible({ visible: !counted });
  for (const image of await page.locator('[data-paper="own"] img').all())
    await expect(image).toBeVisible({ visible: counted });
  await page.emulateMedia({ media: 'screen' });
}

test('a bag that may not be processed is named when it is scanned, and a reprint asks why', async ({ openAs, origin }, {
  parallelIndex,
}) => {
  const house = houseOf(['H05', 'H06'], parallelIndex);
  const technician = technicianOf(house);
  const [red, frozen] = await stockBags(origin, house, [
    { ...group, productCode: redCells },
    { ...group, productCode: plasma },
  ]);
  if (!red || !frozen) throw new Error('two bags');
  const [theirs] = await stockBags(origin, 'H02', [{ ...group, productCode: plasma }]);
  const page = await openAs(technician, '/processings/new');
  await expect(page.getByRole('radio', { name: '解冻' })).toBeFocused();
  await scan(page, red.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '先选加工类型' })).toBeVisible();
  await page.keyboard.press('Space');
  await scan(page, red.codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '不能解冻' })).toBeVisible();
  await scan(page, (theirs as MadeBag).codes.donation);
  await expect(page.getByRole('alert').filter({ hasText: '不在本院' })).toBeVisible();
  await scan(page, frozen.codes.donation);
  await expect(page.getByText('已列 1 袋')).toBeVisible();
  await expect(page.getByText(/草稿已存/)).toBeVisible();
  await page.reload();
  await expect(page.getByText('已列 1 袋')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/processings\?open=/);
  await expect(opened(page).getByRole('button', { name: '取消加工' })).toBeVisible();
  await opened(page).getByRole('button', { name: '取消加工' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '取消原因' }).fill('水浴箱报警');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(opened(page)).toContainText('未做，在隔离');

  await page.goto(`/processings/labels?unit=${red.unitId}`);
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  await expect(page.getByText('1 张')).toBeVisible();
  await expect(page.locator(`[data-label] img[alt="${encodeProduct(redCells)}"]`)).toBeVisible();
  await page.keyboard.press('Control+p');
  await expect(page.getByPlaceholder('补打原因')).toBeVisible();
  await expect(page.getByRole('button', { name: /^打印/ })).toBeDisabled();
  await page.getByPlaceholder('补打原因').fill('标签污损');
  await page.keyboard.press('Control+p');
  await expect(page.locator('[data-label]')).toContainText('补打 1');
});
