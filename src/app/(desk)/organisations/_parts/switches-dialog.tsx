'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import {
  compatibilityProfiles,
  type HouseSwitch,
  isHour,
  reservationHoursMost,
  switchDefaults,
  switchSources,
} from '@/domain/house-switches';
import { organisationRecord } from '@/domain/organisations/record';
import type { OrganisationDetail } from './organisation-types';
import { useSwitchWords } from './switch-words';

type Switches = NonNullable<OrganisationDetail['switches']>;
type SwitchesDialogProps = { house: OrganisationDetail; switches: Switches; onClose: () => void };

interface SwitchForm {
  readonly duty: 'default' | 'own' | 'never';
  readonly from: string;
  readonly until: string;
  /** Null: the default. */
  readonly hours: number | null;
  readonly profile: 'default' | 'CN' | 'ANZ';
  readonly offersShortDated: Consent;
  readonly takesShortDated: Consent;
}

type Consent = 'default' | 'bySwitch' | 'byHand';
const consents = ['offersShortDated', 'takesShortDated'] as const;

const layout = { className: 'w-full', labelWidth: 96 } as const;

function formOf(switches: Switches): SwitchForm {
  const { own, singleDuty, reservationHours, compatibilityProfile } = switches;
  const has = (name: HouseSwitch) => own.includes(name);
  const consentOf = (name: (typeof consents)[number]): Consent =>
    has(name) ? (switches[name] ? 'bySwitch' : 'byHand') : 'default';
  return {
    duty: has('singleDuty') ? (singleDuty ? 'own' : 'never') : 'default',
    from: has('singleDuty') ? (singleDuty?.from ?? '') : '',
    until: has('singleDuty') ? (singleDuty?.until ?? '') : '',
    hours: has('reservationHours') ? reservationHours : null,
    profile: has('compatibilityProfile') ? compatibilityProfile : 'default',
    offersShortDated: consentOf('offersShortDated'),
    takesShortDated: consentOf('takesShortDated'),
  };
}

/** `8:00`, full width and without a colon are what people type. */
function hourOf(text: string): string {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^(\d{1,2}):?(\d{2})$/, '$1:$2');
  return plain.length === 4 ? `0${plain}` : plain;
}

function changesOf(form: SwitchForm, opened: SwitchForm) {
  const dutyOf = ({ duty, from, until }: SwitchForm) =>
    duty === 'default' ? null : duty === 'never' ? 'never' : { from: hourOf(from), until: hourOf(until) };
  const isSame = JSON.stringify(dutyOf(form)) === JSON.stringify(dutyOf(opened));
  return {
    ...(isSame ? {} : { singleDuty: dutyOf(form) as 'never' | { from: string; until: string } | null }),
    ...(form.hours === opened.hours ? {} : { reservationHours: form.hours }),
    ...(form.profile === opened.profile
      ? {}
      : { compatibilityProfile: form.profile === 'default' ? null : form.profile }),
    ...Object.fromEntries(
      consents
        .filter((name) => form[name] !== opened[name])
        .map((name) => [name, form[name] === 'default' ? null : form[name] === 'bySwitch']),
    ),
  };
}

/** The switches of one hospital, each with what it does and where its default comes from; changed with a reason. */
export function SwitchesDialog({ house, switches, onClose }: SwitchesDialogProps) {
  const t = useTranslations('organisations');
  const { sayDefault } = useSwitchWords();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [opened] = useState(() => formOf(switches));
  const [form, setForm] = useState(opened);
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.organisations.setSwitches.mutationOptions());
  const seen = useSeenVersion(command, house.version);
  const history = useQuery(trpc.organisations.history.queryOptions({ id: house.id }));
  const change = (told: Partial<SwitchForm>) => setForm((before) => ({ ...before, ...told }));
  const changes = changesOf(form, opened);
  const isChanged = Object.keys(changes).length > 0;
  const { hours } = form;
  const isHours = hours === null || (Number.isInteger(hours) && hours >= 1 && hours <= reservationHoursMost);
  const missing =
    form.duty === 'own' && !(isHour(hourOf(form.from)) && isHour(hourOf(form.until)))
      ? t('switches.needsHours')
      : !isHours
        ? t('switches.needsReservation')
        : !isChanged
          ? t('switches.needsChange')
          : reason.trim().length < 2
            ? t('switches.needsReason')
            : null;
  const hintOf = (name: HouseSwitch) =>
    `${t(`switches.meaning.${name}`)} · ${t(`switches.source.${switchSources[name]}`)}`;
  const byDefault = (name: HouseSwitch) => t('switches.byDefault', { value: sayDefault(name) });
  return (
    <CommandDialog<unknown>
      command={command}
      definition={organisationRecord}
      title={t('switches.title', { name: house.shortName })}
      description={t('switches.hint')}
      isDirty={JSON.stringify(form) !== JSON.stringify(opened) || reason.trim() !== ''}
      missing={missing}
      actionLabel={t('switches.action')}
      onSend={() => command.send({ id: house.id, version: seen.version, reason: reason.trim(), ...changes })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.organisations.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={organisationRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field {...layout} label={t('fields.singleDuty')} hint={hintOf('singleDuty')} isGroup>
          <SegmentedControl
            items={[
              { value: 'default', label: byDefault('singleDuty') },
              { value: 'own', label: t('switches.own') },
              { value: 'never', label: t('switches.never') },
            ]}
            value={form.duty}
            onValueChange={(duty) => {
              // The hours that hold now are what somebody begins from.
              const { from, until } = switches.singleDuty ?? switchDefaults.singleDuty;
              const isFirst = duty === 'own' && form.from === '' && form.until === '';
              change(isFirst ? { duty, from, until } : { duty });
            }}
          />
        </Field>
        {form.duty === 'own' && (
          <div className="flex gap-4 pl-24">
            {(['from', 'until'] as const).map((end) => (
              <Field key={end} label={t(`switches.${end}`)} labelWidth={40}>
                <TextInput
                  className="w-24"
                  value={form[end]}
                  maxLength={5}
                  placeholder={end === 'from' ? '17:00' : '08:00'}
                  onValueChange={(text) => change({ [end]: text })}
                />
              </Field>
            ))}
          </div>
        )}
        <Field {...layout} label={t('fields.reservationHours')} hint={hintOf('reservationHours')}>
          <NumberInput
            className="w-52"
            value={form.hours}
            unit={t('switches.unit')}
            placeholder={byDefault('reservationHours')}
            onValueChange={(typed) => change({ hours: typed })}
          />
        </Field>
        <Field {...layout} label={t('fields.compatibilityProfile')} hint={hintOf('compatibilityProfile')}>
          <Select
            className="w-52"
            items={[
              { value: 'default', label: byDefault('compatibilityProfile') },
              ...compatibilityProfiles.map((value) => ({ value, label: t(`options.compatibilityProfile.${value}`) })),
            ]}
            value={form.profile}
            onValueChange={(profile) => change({ profile })}
          />
        </Field>
        {consents.map((name) => (
          <Field key={name} {...layout} label={t(`fields.${name}`)} hint={hintOf(name)} isGroup>
            <SegmentedControl
              items={[
                { value: 'default', label: byDefault(name) },
                { value: 'byHand', label: t('switches.byHand') },
                { value: 'bySwitch', label: t('switches.bySwitch') },
              ]}
              value={form[name]}
              onValueChange={(consent) => change({ [name]: consent })}
            />
          </Field>
        ))}
        <Field {...layout} label={t('switches.reason')}>
          <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
        </Field>
      </div>
    </CommandDialog>
  );
}
