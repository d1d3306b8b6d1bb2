import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { clerk, type Person } from './support/people';
import { expect, test } from './support/test';

// Administrators hold three sessions each.
test.describe.configure({ mode: 'default' });

const city: Person = { orgId: 'O01', staffNo: '9001' };
const hospital: Person = { orgId: 'H02', staffNo: '9001' };

/** Words that no earlier run has registered. */
const freshWords = () => `Moved to shelf ${randomInt(1_000_000)}`;
const rowOf = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

async function register(page: Page, words: string, position: string): Promise<void> {
  await page.getByRole('button', { name: '登记词条' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: '登记词条' });
  await expect(dialog.getByRole('button', { name: /先选字典/ })).toBeVisible();
  await page.keyboard.press('F4');
  await page.getByRole('option', { name: '停用原因' }).press('Enter');
  // The list gives the focus back when it is gone.
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(dialog.getByRole('combobox', { name: '字典' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type(words, { delay: 60 });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(position, { delay: 60 });
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, words)).toContainText('在用');
}

test('a word registered by keyboard is offered in a dialog that stands open elsewhere, chosen by a key, changed with its history, and offered no more when retired', async ({
  openAs,
}) => {
  const words = freshWords();
  const office = await openAs(city, '/dictionaries');
  await expect(office.getByRole('row').nth(1)).toBeVisible();

  const station = await openAs(clerk, '/products');
  await station.getByRole('row').filter({ hasText: '在用' }).first().click();
  await station.getByRole('button', { name: '停用', exact: true }).click();
  const dialog = station.getByRole('dialog', { name: /停用产品码/ });
  await expect(dialog.getByRole('button', { name: /已更换/ })).toBeVisible();
  await expect(dialog.getByRole('button', { name: new RegExp(words) })).toHaveCount(0);

  await register(office, words, '1');
  // Behind the others and without a digit: those that were read stay what they were.
  const offered = dialog.getByRole('list', { name: '常用原因' }).getByRole('button');
  await expect(offered.last()).toHaveText(words);
  await expect(offered.first()).toHaveText(/1已更换/);

  const reason = dialog.getByRole('textbox');
  await expect(reason).toBeFocused();
  await station.keyboard.press('Alt+1');
  await expect(reason).toHaveValue('已更换');
  await offered.last().click();
  await expect(reason).toHaveValue(`已更换；${words}`);
  await station.keyboard.press('Alt+1');
  // The number pad with Alt writes characters and is how some scanners type: nothing is chosen by it.
  await station.keyboard.press('Alt+Numpad2');
  await expect(dialog.getByRole('status')).toHaveText('已选：已更换');
  await expect(reason).toHaveValue(`已更换；${words}`);

  // Changed, and retired: the open dialog follows each time, and keeps what was chosen.
  await rowOf(office, words).click();
  await office.getByRole('button', { name: '修改', exact: true }).click();
  const changing = office.getByRole('dialog', { name: /修改词条/ });
  await expect(changing.getByRole('button', { name: /还没有改动/ })).toBeVisible();
  await changing.getByRole('textbox', { name: '词条' }).fill(`${words} again`);
  await changing.getByRole('textbox', { name: '修改原因' }).fill('说法不清');
  await office.keyboard.press('Control+Enter');
  await expect(changing).toHaveCount(0);
  await expect(offered.last()).toHaveText(`${words} again`);
  await expect(office.getByRole('complementary').last()).toContainText('说法不清');

  await office.getByRole('button', { name: '停用', exact: true }).click();
  const retiring = office.getByRole('dialog', { name: /停用词条/ });
  await expect(retiring.getByRole('button', { name: /不再使用/ })).toBeVisible();
  await office.keyboard.press('Alt+2');
  await office.keyboard.press('Control+Enter');
  await expect(retiring).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: words })).toHaveCount(0);
  await expect(reason).toHaveValue(`已更换；${words}`);

  // Asked whether to drop it, a digit is no answer.
  await station.keyboard.press('Escape');
  const asked = station.getByRole('alertdialog');
  await expect(asked).toBeVisible();
  await station.keyboard.press('Alt+2');
  await asked.getByRole('button').first().click();
  if (await dialog.isVisible()) await expect(reason).toHaveValue(`已更换；${words}`);
});

test('a hospital adds words of its own and reads those of the city without a button to change them', async ({
  openAs,
}) => {
  const words = freshWords();
  const page = await openAs(hospital, '/dictionaries');
  await rowOf(page, '已更换').first().click();
  const drawer = page.getByRole('complementary').last();
  await expect(drawer).toContainText('全市词条，由市里维护');
  await expect(drawer.getByRole('button', { name: '修改' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await register(page, words, '999');
  await page.getByRole('tab', { name: '本单位' }).click();
  await expect(rowOf(page, words)).toContainText('本单位');
  await expect(rowOf(page, '已更换')).toHaveCount(0);
  await rowOf(page, words).click();
  await page.getByRole('button', { name: '停用', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: /已更换/ })).toBeVisible();
  await page.keyboard.press('Alt+1');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(drawer.getByRole('button', { name: '恢复使用' })).toBeVisible();
});
