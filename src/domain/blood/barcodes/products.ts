import type { Modifier } from '../compatibility-types';
import type { ComponentCode } from '../component-catalogue';

/** A line of the local product list: what a code on a bag is in the component catalogue. The list is a table of its city. */
export interface ProductMapping {
  /** 8 characters; a line for all donation types and divisions of a description has its first 5. */
  readonly productCode: string;
  readonly componentCode: ComponentCode;
  /** Hundredths of the component's unit. */
  readonly amount: number;
  readonly modifiers: readonly Modifier[];
  readonly name: string;
}

/**
 * The line of a scanned product code: by all 8 characters, else the line of its first 5 alone, else one that shares
 * its first 5 (a division or donation type not listed). Undefined: the product is unknown. Codes are opaque text.
 */
export function findProduct<T extends Pick<ProductMapping, 'productCode'>>(
  productCode: string,
  products: readonly T[],
): T | undefined {
  const description = productCode.slice(0, 5);
  if (description.length < 5) return undefined;
  return (
    products.find((product) => product.productCode === productCode) ??
    products.find((product) => product.productCode === description) ??
    products.find((product) => product.productCode.slice(0, 5) === description)
  );
}
