import { expect, type Page } from '@playwright/test';
import { type Person, password } from './people';

/** The sign-in form without a mouse: organisation, staff number, password, then past the eye to the choice of the city. */
export async function practiseByKeyboard(page: Page, { orgId, staffNo }: Person): Promise<void> {
  await page.locator('form[data-ready]').waitFor();
  await page.getByRole('combobox', { name: '机构' }).focus();
  await page.keyboard.type(orgId);
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: '工号' })).toBeFocused();
  await page.keyboard.type(staffNo);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await expect(page.getByRole('radio', { name: '真实系统' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: '真实系统' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: '练习单位' })).toBeChecked();
  await expect(page.getByText('数据是练习用的，不进全市数字')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: '进入练习' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '练习单位' })).toBeVisible();
}
