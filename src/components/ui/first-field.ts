const fields =
  'input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [role="combobox"], [role="checkbox"], [role="radio"]';

/**
 * Where the focus begins in a dialog. On its way out a scanner, which ends with Enter, would close the dialog: where there is no field,
 * on the dialog itself.
 */
export function firstField(dialog: HTMLElement | null): HTMLElement | null {
  for (const field of dialog?.querySelectorAll<HTMLElement>(fields) ?? [])
    if (field.tabIndex >= 0 && field.getClientRects().length > 0) return field;
  return null;
}
