import type { Scope } from '../../kernel/scope';

/** Of the place `p`: whether its last reading was out of range. One that nobody has read is not known to be. */
export function isLastOut({ q, orgId }: Pick<Scope, 'q' | 'orgId'>) {
  return q`coalesce((select t.is_out from temperature_readings t where t.org_id = ${orgId} and t.place_id = p.id order by t.read_at desc limit 1), false)`;
}
