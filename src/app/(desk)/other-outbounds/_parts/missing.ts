'use client';
import { useTranslations } from 'use-intl';
import { outboundKinds } from '@/domain/other-outbounds/kinds';
import { checkReason } from '@/domain/other-outbounds/rules';
import { bagsAtOnce, type RegisterOutboundInput } from '@/domain/other-outbounds/schema';
import { isPhone } from '@/domain/phone';
import type { Outbound } from './use-outbound';

interface Standing {
  readonly outbound: Outbound;
  readonly toOrgId: string;
  readonly destroyedAt: Date | null;
  readonly now: Date | null;
  /** Listed bags that may not leave by this kind. */
  readonly refused: number;
}

/** What is missing before somebody can sign, in the order of the page; null: nothing is. */
export function useMissing({ outbound, toOrgId, destroyedAt, now, refused }: Standing): string | null {
  const t = useTranslations('other-outbounds.entry');
  const { kind, reasonCode, words, lines, carrierPhone } = outbound;
  if (!kind) return t('needsKind');
  if (!reasonCode) return t('needsReason');
  if (checkReason(kind, { reasonCode, words }).length > 0) return t('needsWords');
  const { destination } = outboundKinds[kind];
  if (destination && !toOrgId) return t(destination === 'hospital' ? 'needsHospital' : 'needsStation');
  const isMoment = destroyedAt === null || (now !== null && destroyedAt.getTime() <= now.getTime() + 60_000);
  if (kind === 'discard' && !isMoment) return t('needsPast');
  if (destination && !isPhone(carrierPhone)) return t('needsPhone');
  if (lines.length === 0) return t('needsBags');
  if (lines.length > bagsAtOnce) return t('needsLess', { count: bagsAtOnce });
  return refused > 0 ? t('needsOthers') : null;
}

/** What is signed, as the command takes it. Only of an entry in which nothing is missing. */
export function toRegister({
  kind,
  reasonCode,
  words,
  lines,
}: Outbound): Pick<RegisterOutboundInput, 'kind' | 'reasonCode' | 'words' | 'unitIds'> {
  return {
    kind: kind ?? 'other',
    reasonCode: reasonCode ?? 'other',
    words: words.trim(),
    unitIds: lines.map((line) => line.id),
  };
}
