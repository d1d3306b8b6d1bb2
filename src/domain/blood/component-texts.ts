import { type BloodComponent, componentCatalogue } from './components';

const components: readonly BloodComponent[] = componentCatalogue;

/** A component by its name, short name or code, in either language; spaces and width do not matter. */
export function findNamedComponent(text: string): BloodComponent | undefined {
  const fold = (name: string) => name.normalize('NFKC').replace(/\s/gu, '').toLowerCase();
  const folded = fold(text);
  return components.find((component) =>
    [component.code, component.nameZh, component.shortZh, component.nameEn, component.shortEn].some(
      (name) => fold(name) === folded,
    ),
  );
}

/** `1,200`, `1.5`, full-width digits; a unit after it is left out. Hundredths; null when it is no amount. */
export function readAmountText(text: string): number | null {
  const plain = text
    .normalize('NFKC')
    .replace(/\s*(u|单位|ml|毫升|治疗量|doses?)$/iu, '')
    .trim();
  if (!/^(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(plain)) return null;
  return Math.round(Number(plain.replaceAll(',', '')) * 100);
}
