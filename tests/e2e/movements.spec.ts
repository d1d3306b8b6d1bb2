import { reviewerOf } from './support/people';
import { expect, test } from './support/test';

test('a search of the movements leaves the focus in its field, and going back fills the form anew', async ({
  openAs,
}) => {
  const page = await openAs(reviewerOf('H06'), '/stock/movements');
  const field = page.getByRole('textbox', { name: '献血码' });
  await field.click();
  await page.keyboard.type('3100025');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/donationNo=3100025/);
  await expect(field).toBeFocused();
  await page.keyboard.type('0');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/donationNo=31000250/);
  await expect(field).toHaveValue('31000250');
  await page.goBack();
  await expect(field).toHaveValue('3100025');
});
