'use client';
import { useTranslations } from 'use-intl';
import { type IntendedUse, intendedUses, type Modifier } from '@/domain/blood/compatibility-types';
import { type BloodComponent, modifiersBeside } from '@/domain/blood/components';

const marks = ['thawed', 'irradiated', 'washed', 'deglycerolised', 'divided', 'pooled', 'opened'] as const;

interface MarkedBag {
  readonly processedAs: readonly string[];
  readonly modifiers: readonly string[];
  readonly intendedUse: string;
}

/** What stands on paper beside a component's name: what was done to the bag, what it is, and for whom alone it is. */
export function useBagWords() {
  const t = useTranslations('processings.labels');
  const modifiers = useTranslations('products.options.modifiers');
  return (component: BloodComponent | undefined, { processedAs, modifiers: labelled, intendedUse }: MarkedBag) => {
    const done = marks.filter((mark) => processedAs.includes(mark));
    const isSaid = (modifier: Modifier) => (done as readonly string[]).includes(modifier);
    const beside = modifiersBeside(component, labelled as readonly Modifier[]).filter((one) => !isSaid(one));
    const use = intendedUses.find((one) => one === intendedUse && one !== 'allogeneic');
    return [
      ...done.map((mark) => t(`processed.${mark}`)),
      ...beside.map((modifier) => modifiers(modifier)),
      ...(use ? [t(`uses.${use as Exclude<IntendedUse, 'allogeneic'>}`)] : []),
    ];
  };
}
