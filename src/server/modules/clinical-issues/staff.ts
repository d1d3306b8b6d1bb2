import type { RegisterIssueInput } from '@/domain/clinical-issues/schema';
import type { Role } from '@/domain/permissions';
import { findStaff } from '../../auth/badges';
import { redeemSignature, type Signer } from '../../auth/signing';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface Staff {
  readonly personId: string;
  readonly name: string;
  readonly title: string;
  readonly roles: readonly Role[];
}

/** Active people of this hospital, its guests with them, by the staff numbers as they were typed. */
export async function loadStaff(
  { q, orgId }: Scope,
  staffNos: readonly (string | undefined)[],
): Promise<Map<string, Staff>> {
  const typed = staffNos.filter((staffNo): staffNo is string => Boolean(staffNo));
  return new Map((await findStaff(q, orgId, typed)).map(({ typed: number, ...person }) => [number, person]));
}

export function staffNosOf(lines: RegisterIssueInput['lines'][number]['crossmatch'][]): (string | undefined)[] {
  return lines.flatMap((crossmatch) => [crossmatch?.testedBy, crossmatch?.checkedBy]);
}

export type Redeemed = { readonly ok: true; readonly person: Signer } | { readonly ok: false; readonly code: string };

/** Whoever signed these covers, or the code of why the token proves nothing: the rules gather it with everything else that is wrong. */
export async function redeem(scope: Scope, token: string, coversDigest: string): Promise<Redeemed> {
  try {
    return { ok: true, person: await redeemSignature(scope, token, coversDigest) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'refused') throw error;
    return { ok: false, code: error.violations[0]?.code ?? 'signature.invalid' };
  }
}

/** The signed-in person. @throws refused for keys, devices and jobs: they sign nothing. */
export function personActing({ actor }: Scope): { personId: string; name: string } {
  if (actor.kind !== 'user') throw refusal({ code: 'signature.person_needed' });
  return { personId: actor.personId, name: `${actor.staffNo} ${actor.name}` };
}
