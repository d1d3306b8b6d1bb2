'use client';
import { useTranslations } from 'use-intl';
import { CodeInput } from '@/components/ui/code-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import { RequestChoice } from './request-choice';
import type { IssueForm } from './use-issue-form';
import type { IssueRequestState } from './use-issue-request';

type PlacePanelProps = { form: IssueForm; asked: IssueRequestState; now: Date | null };

/** The request, chosen or as an external number, where the blood goes, and the antibody screen that the sheet names. */
export function PlacePanel({ form, asked, now }: PlacePanelProps) {
  const t = useTranslations('clinical-issues.form');
  const { place, setPlace, screen, setScreen } = form;
  return (
    <Panel title={t('request')} isPadded>
      <RequestChoice form={form} asked={asked} />
      <div className="grid grid-cols-[3fr_2fr] gap-x-3 gap-y-1.5">
        <Field label={t('requestNo')} labelWidth={64} density="dense">
          <CodeInput value={place.requestNo} onValueChange={(requestNo) => setPlace({ ...place, requestNo })} />
        </Field>
        <Field label={t('bed')} labelWidth={40} density="dense">
          <TextInput value={place.bed} onValueChange={(bed) => setPlace({ ...place, bed })} />
        </Field>
        <Field label={t('department')} labelWidth={64} density="dense">
          <TextInput value={place.department} onValueChange={(department) => setPlace({ ...place, department })} />
        </Field>
        <Field label={t('ward')} labelWidth={40} density="dense">
          <TextInput value={place.ward} onValueChange={(ward) => setPlace({ ...place, ward })} />
        </Field>
        <Field label={t('screen')} labelWidth={64} density="dense" isGroup isOptional className="col-span-2">
          <SegmentedControl
            size="sm"
            items={[
              { value: 'none', label: t('screenNone') },
              { value: 'negative', label: t('screenNegative') },
              { value: 'positive', label: t('screenPositive') },
            ]}
            value={screen?.result ?? 'none'}
            onValueChange={(result) =>
              setScreen(
                result === 'none'
                  ? null
                  : {
                      screenedBy: screen?.screenedBy ?? '',
                      screenedAt: screen?.screenedAt ?? now ?? new Date(0),
                      result,
                    },
              )
            }
          />
        </Field>
        {screen && (
          <>
            <Field label={t('screenBy')} layout="top" density="dense">
              <CodeInput
                value={screen.screenedBy}
                onValueChange={(screenedBy) => setScreen({ ...screen, screenedBy })}
              />
            </Field>
            <Field label={t('screenAt')} layout="top" density="dense">
              <DateTimeInput
                value={screen.screenedAt}
                onValueChange={(at) => setScreen({ ...screen, screenedAt: at ?? new Date(Number.NaN) })}
                now={now ?? undefined}
              />
            </Field>
          </>
        )}
      </div>
    </Panel>
  );
}
