import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import type { Role } from '@/domain/permissions';

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
  readonly staffNo: string;
  readonly name: string;
  readonly title: string;
  readonly authUserId: string | null;
  /** Roles held in this organisation; empty for people who sign without ever logging in. */
  readonly roles: readonly Role[];
}

/** An active person of the organisation's directory, by badge or by staff number (in any case). Another organisation's is not found. */
export async function findPerson(
  q: TransactionSql,
  orgId: string,
  by: { badge: string } | { staffNo: string } | { personId: string },
): Promise<DirectoryPerson | null> {
  const match =
    'badge' in by
      ? q`p.badge_hash = ${badgeHashOf(by.badge)}`
      : 'staffNo' in by
        ? q`lower(p.staff_no) = lower(${by.staffNo})`
        : q`p.id = ${by.personId}`;
  const [person] = await q<DirectoryPerson[]>`
    select p.id as "personId", p.staff_no as "staffNo", p.name, p.title, p.auth_user_id as "authUserId",
      coalesce((select array_agg(distinct role) from memberships m cross join unnest(m.roles) role
        where m.person_id = p.id and m.org_id = ${orgId} and m.is_active), '{}') as roles
    from people p where p.org_id = ${orgId} and p.is_active and ${match}
    order by p.staff_no limit 1`;
  return person ?? null;
}
