import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Role } from '@/domain/permissions';
import { type KeptStaffNo, readStaffNo } from '@/domain/staff-no';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new badge: 128 random bits, printed as `XB-` and 26 characters of base32 (RFC 4648), and kept by nobody. */
export function mintBadgeCode(): string {
  return formatBadge(randomBytes(16));
}

/** Badges of demo people, so that the demo city can print them again without storing one. */
export function demoBadgeCode(secret: string, orgId: string, staffNo: string): string {
  return formatBadge(createHmac('sha256', secret).update(`demo-badge|${orgId}|${staffNo}`).digest().subarray(0, 16));
}

/** What is stored of a badge. Lower case, spaces and full-width letters of a keyboard wedge read as the same code. */
export function badgeHashOf(code: string): Buffer {
  return createHash('sha256').update(code.normalize('NFKC').toUpperCase().replace(/\s/g, '')).digest();
}

function formatBadge(bits: Buffer): string {
  let text = '';
  let buffer = 0;
  let held = 0;
  for (const byte of bits) {
    buffer = (buffer << 8) | byte;
    held += 8;
    while (held >= 5) {
      held -= 5;
      text += alphabet[(buffer >> held) & 31];
      buffer &= (1 << held) - 1;
    }
  }
  if (held > 0) text += alphabet[(buffer << (5 - held)) & 31];
  return `XB-${text}`;
}

export interface DirectoryPerson {
  readonly personId: string;
  /** As it is written in this house: of a guest with the house that keeps him before it, `H02/1001`. */
  readonly staffNo: string;
  /** As he signs in this house: of a guest with the house that keeps him behind it. */
  readonly name: string;
  readonly title: string;
  readonly authUserId: string | null;
  /** Roles held in this organisation; empty for people who sign without ever logging in. */
  readonly roles: readonly Role[];
  /** Where his account and his number are. */
  readonly home: KeptStaffNo;
}

/** What a house writes of somebody `p`, whom it keeps or who is its guest. */
export const staffColumns = (q: TransactionSql, orgId: string) => q`
  p.id as "personId", case when p.org_id = ${orgId} then p.staff_no else p.org_id || '/' || p.staff_no end as "staffNo",
  case when p.org_id = ${orgId} then p.name else p.name || '（' || (select h.short_name from organisations h where h.id = p.org_id) || '）' end as name, p.title,
  coalesce((select array_agg(distinct role) from memberships m cross join unnest(m.roles) role
    where m.person_id = p.id and m.org_id = ${orgId} and m.is_active), '{}') as roles`;

/** Whom this house keeps, or who works in it now. Row-level security shows a house no others either; sign-in reads without it. */
export const isStaffOf = (q: TransactionSql, orgId: string) => q`
  p.is_active and (p.org_id = ${orgId} or exists (select 1 from memberships m where m.person_id = p.id and m.org_id = ${orgId} and m.is_active))`;

/**
 * Somebody active of the organisation's own people or its guests, by badge or by staff number (in any case; a bare one is of its own people alone).
 * Who is neither is not found.
 */
export async function findPerson(
  q: TransactionSql,
  orgId: string,
  by: { badge: string } | { staffNo: string } | { personId: string },
): Promise<DirectoryPerson | null> {
  const [person] = await q<(DirectoryPerson & { homeOrgId: string; homeStaffNo: string })[]>`
    select ${staffColumns(q, orgId)}, p.auth_user_id as "authUserId", p.org_id as "homeOrgId", p.staff_no as "homeStaffNo"
    from people p where ${isStaffOf(q, orgId)} and ${matchOf(q, orgId, by)}
    order by p.staff_no limit 1`;
  if (!person) return null;
  const { homeOrgId, homeStaffNo, ...told } = person;
  return { ...told, home: { orgId: homeOrgId, staffNo: homeStaffNo } };
}

function matchOf(q: TransactionSql, orgId: string, by: { badge: string } | { staffNo: string } | { personId: string }) {
  if ('badge' in by) return q`p.badge_hash = ${badgeHashOf(by.badge)}`;
  if ('personId' in by) return q`p.id = ${by.personId}`;
  const kept = readStaffNo(by.staffNo, orgId);
  return q`p.org_id = ${kept.orgId} and lower(p.staff_no) = lower(${kept.staffNo})`;
}

export interface NumberedPerson extends Pick<DirectoryPerson, 'personId' | 'staffNo' | 'name' | 'title' | 'roles'> {
  /** The number as it was asked for. */
  readonly typed: string;
}

/** The same for several numbers, by each as it was typed. */
export async function findStaff(q: TransactionSql, orgId: string, typed: readonly string[]): Promise<NumberedPerson[]> {
  const wanted = [...new Set(typed)].map((text) => ({ typed: text, ...readStaffNo(text, orgId) }));
  if (wanted.length === 0) return [];
  return [
    ...(await q<NumberedPerson[]>`
      select w.typed, ${staffColumns(q, orgId)}
      from jsonb_to_recordset(${q.json(wanted as never)}) as w(typed text, "orgId" text, "staffNo" text)
      join people p on p.org_id = w."orgId" and lower(p.staff_no) = lower(w."staffNo") and ${isStaffOf(q, orgId)}`),
  ];
}

/** Guests who have one of these bare numbers at home: who typed it may have meant himself, and is told how his is written here. */
export async function findGuestsBy(
  q: TransactionSql,
  orgId: string,
  typed: readonly string[],
): Promise<Pick<NumberedPerson, 'personId' | 'staffNo' | 'name'>[]> {
  const bare = typed.filter((text) => !text.includes('/')).map((text) => text.trim().toLowerCase());
  if (bare.length === 0) return [];
  return q<Pick<NumberedPerson, 'personId' | 'staffNo' | 'name'>[]>`
    select ${staffColumns(q, orgId)} from memberships m join people p on p.id = m.person_id
    where m.org_id = ${orgId} and m.is_active and p.is_active and p.org_id <> ${orgId} and lower(p.staff_no) = any(${bare}) order by p.org_id limit 5`;
}
