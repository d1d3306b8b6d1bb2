/**
 * For whom the page that asks was drawn: a city, the real one or that for practising, a membership, which is a person in an organisation, and the
 * role as which he looks, if he does. No secret; a link, which carries no header, says it as a parameter of the same name. Clients that have no page
 * do not say it.
 */
export const drawnForHeader = 'x-xuemai-for';

/** Longest of them: mark of the city, membership, role. */
export const drawnForLength = 96;

const ofPractice = 'practice-';

export interface DrawnFor {
  readonly membershipId: string;
  /** As which role he looks; null: as himself. */
  readonly viewAs: string | null;
  readonly isPractice: boolean;
}

/** A page that was drawn before a look, in another, or in the other city is not that of the session any more. */
export function drawnForOf({ membershipId, viewAs, isPractice }: DrawnFor): string {
  const post = isPractice ? `${ofPractice}${membershipId}` : membershipId;
  return viewAs === null ? post : `${post}.${viewAs}`;
}

/** Whose page it is, in which city, whatever the role. */
export function postOf(drawnFor: string): string {
  return drawnFor.split('.', 1)[0] ?? '';
}

/** The page was drawn in a look. */
export function isLookDrawn(drawnFor: string): boolean {
  return drawnFor.includes('.');
}

/** The page was drawn in the city for practising. */
export function isPracticeDrawn(drawnFor: string): boolean {
  return drawnFor.startsWith(ofPractice);
}
