import type { Modifier } from '@/domain/blood/compatibility-types';
import { modifiers } from '@/domain/blood/compatibility-types';
import { day } from '@/domain/instant';
import { hasSameMeaning } from '@/domain/products/rules';
import { productCode } from '@/domain/products/schema';
import type { ProductDetail } from './product-types';

/** What is typed; null and NaN where it is not there, or no number, yet. */
export interface ProductForm {
  readonly productCode: string;
  readonly name: string;
  readonly component: string | null;
  /** Hundredths. */
  readonly amount: number | null;
  readonly modifiers: readonly Modifier[];
  readonly validFrom: string | null;
}

export const emptyForm: ProductForm = {
  productCode: '',
  name: '',
  component: null,
  amount: null,
  modifiers: [],
  validFrom: null,
};

/** A code that was met fills the form's own: in full where the table can hold it, else its first five. */
export function formOf({ productCode: code, ...line }: ProductDetail): ProductForm {
  const { name, component, amount, validFrom } = line;
  const fits = code.length === 8 || code.length === 5;
  return {
    productCode: fits ? code : code.slice(0, 5),
    name,
    component,
    amount,
    modifiers: modifiers.filter((one) => line.modifiers?.includes(one)),
    validFrom,
  };
}

export type MissingPart = 'needsCode' | 'needsName' | 'needsComponent' | 'needsAmount' | 'needsDay';

/** The first thing that is still to be filled in; null: nothing. */
export function missingIn(form: ProductForm): MissingPart | null {
  if (!productCode.safeParse(form.productCode).success) return 'needsCode';
  if (form.name.trim() === '') return 'needsName';
  if (form.component === null) return 'needsComponent';
  if (form.amount === null || !Number.isInteger(form.amount)) return 'needsAmount';
  return form.validFrom === null || day.safeParse(form.validFrom).success ? null : 'needsDay';
}

/** Whether a bag would be read otherwise by what is typed than by the line as it stood. */
export function readsOtherwise(form: ProductForm, opened: ProductForm): boolean {
  const meaningOf = ({ component, amount, modifiers: chosen }: ProductForm) => ({
    component: component ?? '',
    amount: amount ?? 0,
    modifiers: chosen,
  });
  return !hasSameMeaning(meaningOf(form), meaningOf(opened));
}
