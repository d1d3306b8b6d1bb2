import { expect, type FileChooser, type Locator, type Page } from '@playwright/test';

/**
 * The file is chosen as somebody without a mouse does: the button by Enter, then the system's own window. A page that has just come does not answer
 * keys yet: then Enter is struck once more, as anybody would.
 */
export async function chooseFile(
  page: Page,
  button: Locator,
  file: { name: string; mimeType?: string; buffer: Buffer },
): Promise<void> {
  let chooser: FileChooser | undefined;
  await expect(async () => {
    const asked = page.waitForEvent('filechooser', { timeout: 2_000 });
    await button.press('Enter');
    chooser = await asked;
  }).toPass({ timeout: 10_000 });
  await chooser?.setFiles({ mimeType: 'text/csv', ...file });
}
