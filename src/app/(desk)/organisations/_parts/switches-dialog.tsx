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
  trialDaysMost,
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
  readonly reservationHours: number | null;
  readonly goLiveTrialDays: number | null;
  readonly profile: 'default' | 'CN' | 'ANZ';
  readonly offersShortDated: Flag;
  readonly takesShortDated: Flag;
  readonly issueNeedsRequest: Flag;
  readonly requestsByDay: Flag;
  readonly requestsCountAll: Flag;
  readonly needsTwoReviewers: Flag;
}

type Flag = 'default' | 'on' | 'off';
const flags = [
  'offersShortDated',
  'takesShortDated',
  'issueNeedsRequest',
  'requestsByDay',
  'requestsCountAll',
  'needsTwoReviewers',
] as const;
const wordsOfFlag = {
  offersShortDated: { on: 'bySwitch', off: 'byHand' },
  takesShortDated: { on: 'bySwitch', off: 'byHand' },
  issueNeedsRequest: { on: 'requestNeeded', off: 'requestFree' },
  requestsByDay: { on: 'windowDay', off: 'windowRolling' },
  requestsCountAll: { on: 'countAll', off: 'countCells' },
  needsTwoReviewers: { on: 'twoReviewers', off: 'oneReviewer' },
} as const;
const numbers = [
  { name: 'reservationHours', most: reservationHoursMost, unit: 'unit', needs: 'needsReservation' },
  { name: 'goLiveTrialDays', most: trialDaysMost, unit: 'unitDays', needs: 'needsDays' },
] as const;

const layout = { className: 'w-full', labelWidth: 96 } as const;

function formOf(switches: Switches): SwitchForm {
  const { own, singleDuty, reservationHours, compatibilityProfile, goLiveTrialDays } = switches;
  const has = (name: HouseSwitch) => own.includes(name);
  const flagOf = (name: (typeof flags)[number]): Flag => (has(name) ? (switches[name] ? 'on' : 'off') : 'default');
  return {
    duty: has('singleDuty') ? (singleDuty ? 'own' : 'never') : 'default',
    from: has('singleDuty') ? (singleDuty?.from ?? '') : '',
    until: has('singleDuty') ? (singleDuty?.until ?? '') : '',
    reservationHours: has('reservationHours') ? reservationHours : null,
    goLiveTrialDays: has('goLiveTrialDays') ? goLiveTrialDays : null,
    profile: has('compatibilityProfile') ? compatibilityProfile : 'default',
    offersShortDated: flagOf('offersShortDated'),
    takesShortDated: flagOf('takesShortDated'),
    issueNeedsRequest: flagOf('issueNeedsRequest'),
    requestsByDay: flagOf('requestsByDay'),
    requestsCountAll: flagOf('requestsCountAll'),
    needsTwoReviewers: flagOf('needsTwoReviewers'),
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
    ...Object.fromEntries(
      numbers.filter(({ name }) => form[name] !== opened[name]).map(({ name }) => [name, form[name]]),
    ),
    ...(form.profile === opened.profile
      ? {}
      : { compatibilityProfile: form.profile === 'default' ? null : form.profile }),
    ...Object.fromEntries(
      flags
        .filter((name) => form[name] !== opened[name])
        .map((name) => [name, form[name] === 'default' ? null : form[name] === 'on']),
    ),
  };
}

/** The switches of one house, each with what it does and where its default comes from; changed with a reason. */
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
  const has = (name: HouseSwitch) => switches.names.includes(name);
  const wrong = numbers.find(({ name, most }) => {
    const value = form[name];
    return value !== null && !(Number.isInteger(value) && value >= 1 && value <= most);
  });
  const missing =
    form.duty === 'own' && !(isHour(hourOf(form.from)) && isHour(hourOf(form.until)))
      ? t('switches.needsHours')
      : wrong
        ? t(`switches.${wrong.needs}`, { most: wrong.most })
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
      description={t(has('reservationHours') ? 'switches.hint' : 'switches.hintOffice')}
      isDirty={JSON.stringify(form) !== JSON.stringify(opened) || reason.trim() !== ''}
      missing={missing}
      actionLabel={t('switches.action')}
      onSend={() => command.send({ id: house.id, version: seen.version, reason: reason.trim(), ...changes })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.organisations.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={organisationRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        {has('singleDuty') && (
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
        )}
        {has('singleDuty') && form.duty === 'own' && (
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
        {numbers
          .filter(({ name }) => has(name))
          .map(({ name, unit }) => (
            <Field key={name} {...layout} label={t(`fields.${name}`)} hint={hintOf(name)}>
              <NumberInput
                className="w-52"
                value={form[name]}
                unit={t(`switches.${unit}`)}
                placeholder={byDefault(name)}
                onValueChange={(typed) => change({ [name]: typed })}
              />
            </Field>
          ))}
        {has('compatibilityProfile') && (
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
        )}
        {flags.filter(has).map((name) => (
          <Field key={name} {...layout} label={t(`fields.${name}`)} hint={hintOf(name)} isGroup>
            <SegmentedControl
              items={[
                { value: 'default', label: byDefault(name) },
                ...(['off', 'on'] as const).map((value) => ({
                  value,
                  label: t(`switches.${wordsOfFlag[name][value]}`),
                })),
              ]}
              value={form[name]}
              onValueChange={(flag) => change({ [name]: flag })}
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
