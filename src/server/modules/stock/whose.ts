import { notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

/** Whose stock is read: one's own, or, from an office, any organisation that row-level security shows it. @throws not_found for anybody else's. */
export function whoseStock({ actor, orgId }: Pick<Scope, 'actor' | 'orgId'>, wanted: string | undefined): string {
  if (!wanted || wanted === orgId) return orgId;
  if (actor.kind === 'system' || actor.orgKind === 'blood_office') return wanted;
  throw notFound();
}
