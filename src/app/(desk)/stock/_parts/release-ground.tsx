'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { StatusMark } from '@/components/ui/status-mark';
import { TextInput } from '@/components/ui/text-input';
import { type BagCheck, bagChecks } from '@/domain/bag-receipts/label-checks';
import { aboGroups, formatGroup, rhdValues } from '@/domain/blood/groups';
import type { ReleaseHoldInput } from '@/domain/stock/hold-schema';
import { foundSince, groundOf, holdReasonOf } from '@/domain/stock/holds';
import { useFormat } from '@/i18n/provider';
import type { HoldableBag } from '@/server/modules/stock/holds';

/** What was typed of one bag; empty until somebody has looked. */
export interface TypedGround {
  readonly group: string | null;
  readonly isLabelGood: boolean;
  readonly words: string;
  readonly minutesOut: number | null;
  readonly place: string;
}
export const emptyGround: TypedGround = { group: null, isLabelGood: false, words: '', minutesOut: null, place: '' };

const groups = aboGroups.flatMap((abo) =>
  rhdValues.map((rhd) => ({ value: `${abo}.${rhd}`, label: formatGroup(abo, rhd) })),
);

type ReleaseBag = ReleaseHoldInput['bags'][number];

/** The bag as the command takes it, or null while its ground is not complete. */
export function toReleaseBag(bag: HoldableBag, typed: TypedGround): ReleaseBag | null {
  const recheck = readRecheck(typed);
  const custody = readCustody(typed);
  const about = { unitId: bag.unitId, alsoSeen: foundSince(bag) };
  switch (groundOf(bag)) {
    case 'never':
      return null;
    case 'words':
      return about;
    case 'custody':
      return custody && { ...about, custody };
    case 'recheck':
      return recheck && { ...about, recheck };
    case 'recheck-and-custody':
      return recheck && custody && { ...about, recheck, custody };
  }
}

function readRecheck({ group, isLabelGood, words }: TypedGround): NonNullable<ReleaseBag['recheck']> | null {
  const abo = aboGroups.find((name) => group?.startsWith(`${name}.`));
  const rhd = rhdValues.find((name) => group?.endsWith(`.${name}`));
  return abo && rhd && words.trim().length >= 2 ? { abo, rhd, isLabelGood, words: words.trim() } : null;
}

function readCustody({ minutesOut, place }: TypedGround): NonNullable<ReleaseBag['custody']> | null {
  return minutesOut !== null && Number.isInteger(minutesOut) && minutesOut >= 0 && place.trim().length >= 2
    ? { minutesOut, place: place.trim() }
    : null;
}

type ReleaseGroundProps = { bag: HoldableBag; typed: TypedGround; onTyped: (typed: TypedGround) => void };

/** One held bag: what it is, why and by whom it is held, and what its reason asks for. */
export function ReleaseGround({ bag, typed, onTyped }: ReleaseGroundProps) {
  const t = useTranslations('stock.release');
  const ground = groundOf(bag);
  const set = (change: Partial<TypedGround>) => onTyped({ ...typed, ...change });
  return (
    <li className="border-t border-line py-2">
      <div className="flex items-center gap-3">
        <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
        <DonationNumber donationNo={bag.donationNo} />
      </div>
      <HoldReasonLine bag={bag} />
      {ground === 'never' && (
        <p role="alert" className="text-13 font-bold text-stop">
          {t('never')}
        </p>
      )}
      {(ground === 'recheck' || ground === 'recheck-and-custody') && (
        <div className="mt-1 grid grid-cols-2 items-end gap-3">
          <Field label={t('recheck')} layout="top">
            <Select value={typed.group} onValueChange={(group) => set({ group })} items={groups} />
          </Field>
          <Checkbox isChecked={typed.isLabelGood} onCheckedChange={(isLabelGood) => set({ isLabelGood })}>
            {t('label')}
          </Checkbox>
          <Field label={t('recheckWords')} layout="top" className="col-span-2">
            <TextInput value={typed.words} onValueChange={(words) => set({ words })} maxLength={200} />
          </Field>
        </div>
      )}
      {(ground === 'custody' || ground === 'recheck-and-custody') && (
        <div className="mt-1 grid grid-cols-[140px_1fr] gap-3">
          <Field label={t('minutesOut')} layout="top">
            <NumberInput
              value={typed.minutesOut}
              onValueChange={(minutesOut) => set({ minutesOut })}
              unit={t('minutes')}
            />
          </Field>
          <Field label={t('place')} layout="top">
            <TextInput value={typed.place} onValueChange={(place) => set({ place })} maxLength={200} />
          </Field>
        </div>
      )}
    </li>
  );
}

/** Why a bag is held: the reason, the words written then, by whom and when. */
export function HoldReasonLine({ bag }: { bag: HoldableBag }) {
  const t = useTranslations('stock');
  const checks = useTranslations('bag-receipts.checks');
  const format = useFormat();
  const known = bag.exceptions.filter((check): check is BagCheck => (bagChecks as readonly string[]).includes(check));
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-13">
      <StatusMark tone="hold">{t(`holdReasons.${holdReasonOf(bag.holdReason)}`)}</StatusMark>
      {bag.words && <span>{bag.words}</span>}
      {foundSince(bag).map((reason) => (
        <StatusMark key={reason} tone="back">
          {t('release.foundSince', { reason: t(`holdReasons.${reason}`) })}
        </StatusMark>
      ))}
      {bag.foundWords && <strong>{bag.foundWords}</strong>}
      {known.length > 0 && <span>{t('hold.arrival', { what: format.list(known.map((check) => checks(check))) })}</span>}
      {bag.heldBy && bag.heldAt && (
        <span className="text-12 text-ink-3">
          {t('hold.heldBy', { who: bag.heldBy, time: format.dateTime(bag.heldAt) })}
        </span>
      )}
    </p>
  );
}
