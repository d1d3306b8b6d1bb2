import { assessCompatibility, type Compatibility, type CompatibilityProfile, type Recipient } from './compatibility';
import type { IntendedUse, Modifier } from './compatibility-types';
import { findComponent, modifiersOf } from './components';
import type { AboGroup, Rhd } from './groups';

/** A bag of the stock as compatibility asks for it. */
export interface StockedBag {
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly modifiers: readonly Modifier[];
  readonly antigens: readonly string[];
  readonly intendedUse: string;
  readonly collectedAt: Date | null;
}

/** The verdict of a bag of the stock for this recipient at this instant. */
export function judgeStockedBag(
  bag: StockedBag,
  recipient: Recipient,
  profile: CompatibilityProfile,
  at: Date,
): Compatibility {
  const component = findComponent(bag.component, at);
  return assessCompatibility({
    profile,
    componentClass: component?.componentClass ?? 'other',
    recipient,
    unit: {
      abo: bag.abo,
      rhd: bag.rhd,
      antigens: bag.antigens,
      modifiers: modifiersOf(component, bag.modifiers),
      collectedAt: bag.collectedAt,
      irradiatedAt: null,
      isLowTitre: false,
      intendedUse: intendedUseOf(bag.intendedUse),
    },
    at,
  });
}

/** `default` is what a label says that says nothing: the ordinary, allogeneic bag. */
function intendedUseOf(text: string): IntendedUse {
  return text === 'default' || text === '' ? 'allogeneic' : (text as IntendedUse);
}
