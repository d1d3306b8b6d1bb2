import { z } from 'zod';
import type { Role } from '@/domain/permissions';
import { defineRead } from '@/server/kernel/read';

export interface PersonRow {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly title: string;
  readonly isActive: boolean;
  readonly hasAccount: boolean;
  readonly hasBadge: boolean;
  readonly mustChangePassword: boolean;
  readonly memberships: readonly { id: string; department: string; roles: Role[]; isActive: boolean }[];
}

/** The house's directory, found by 汉字, pinyin, initials or 工号; at most 200. */
export const listPeople = defineRead({
  name: 'admin.people',
  permission: 'admin.read',
  input: z.strictObject({ search: z.string().trim().max(40).default('') }),
  async run({ q, orgId }, { search }): Promise<PersonRow[]> {
    return q<PersonRow[]>`
      select p.id, p.staff_no as "staffNo", p.name, p.title, p.is_active as "isActive", p.auth_user_id is not null as "hasAccount",
        p.badge_hash is not null as "hasBadge", p.must_change_password as "mustChangePassword",
        coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'department', m.department, 'roles', m.roles, 'isActive', m.is_active)
          order by m.department) from memberships m where m.person_id = p.id and m.org_id = ${orgId}), '[]') as memberships
      from people p
      where p.org_id = ${orgId} and strpos(lower(p.staff_no || ' ' || p.name || ' ' || p.search), lower(${search})) > 0
      order by p.is_active desc, p.staff_no limit 200`;
  },
});
