/**
 * For whom the page that asks was drawn: a membership, which is a person in an organisation, and the role as which he looks, if he does. No
 * secret; a link, which carries no header, says it as a parameter of the same name. Clients that have no page do not say it.
 */
export const drawnForHeader = 'x-xuemai-for';

/** A page that was drawn before a look, or in another, is not that of the session any more. */
export function drawnForOf(membershipId: string, viewAs: string | null): string {
  return viewAs === null ? membershipId : `${membershipId}.${viewAs}`;
}

/** Whose page it is, whatever the role. */
export function membershipOf(drawnFor: string): string {
  return drawnFor.split('.', 1)[0] ?? '';
}

/** The page was drawn in a look. */
export function isLookDrawn(drawnFor: string): boolean {
  return drawnFor.includes('.');
}
