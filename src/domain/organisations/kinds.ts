import type { OrganisationKind } from '../permissions';

/** 院区 is a hospital that belongs to another one: with bags, people and switches of its own. */
export const listedKinds = ['hospital', 'campus', 'blood_station', 'reference_lab', 'blood_office'] as const;
export type ListedKind = (typeof listedKinds)[number];

export function listedKindOf({
  kind,
  parentId,
}: {
  readonly kind: OrganisationKind;
  readonly parentId: string | null;
}): ListedKind {
  return parentId === null ? kind : 'campus';
}

export function kindOfListed(listed: ListedKind): OrganisationKind {
  return listed === 'campus' ? 'hospital' : listed;
}
