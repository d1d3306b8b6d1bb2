'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { type BloodComponent, componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { IssueForm } from './use-issue-form';
import type { IssueRequestState } from './use-issue-request';

const catalogue: readonly BloodComponent[] = componentCatalogue;
const none = 'none';

type RequestChoiceProps = { form: IssueForm; asked: IssueRequestState };

/** The request that this issue fulfils, what is still open of it, and why more goes out where it does. */
export function RequestChoice({ form, asked }: RequestChoiceProps) {
  const t = useTranslations('clinical-issues.form.requestOf');
  const locale = useLocale();
  const format = useFormat();
  const { requests, chosen, isNeeded, over } = asked;
  const say = (code: string, hundredths: number) => {
    const component = catalogue.find((one) => one.code === code);
    return component
      ? `${componentShortName(component, locale)} ${formatAmount(hundredths, component, locale)}`
      : `${code} ${hundredths / 100}`;
  };
  if (requests.length === 0) return isNeeded ? <p className="mb-1.5 text-13 text-stop">{t('noneOpen')}</p> : null;
  return (
    <div className="mb-1.5 flex flex-col gap-1">
      <Field label={t('label')} labelWidth={64} density="dense" isOptional={!isNeeded}>
        <Select
          className="w-full"
          items={[
            { value: none, label: t('none') },
            ...requests.map(({ id, no, kinds, isEmergency }) => ({
              value: id,
              label: t(isEmergency ? 'itemEmergency' : 'item', {
                no,
                left: format.list(kinds.map(({ component, left }) => say(component, Math.max(0, left)))),
              }),
            })),
          ]}
          value={chosen?.id ?? none}
          onValueChange={(id) => form.chooseRequest(requests.find((request) => request.id === id) ?? null)}
        />
      </Field>
      {chosen && over.length === 0 && (
        <p className="pl-16 text-12 text-ink-2">
          {format.list(
            chosen.kinds.map(({ component, asked: wanted, left }) =>
              t('left', { asked: say(component, wanted), left: say(component, Math.max(0, left)) }),
            ),
          )}
        </p>
      )}
      {over.length > 0 && (
        <Field
          label={t('overReason')}
          layout="top"
          density="dense"
          hint={format.list(
            over.map(({ component, left, giving }) =>
              t('over', { left: say(component, left), giving: say(component, giving) }),
            ),
          )}
        >
          <TextInput value={form.overRequestReason} maxLength={200} onValueChange={form.setOverRequestReason} />
        </Field>
      )}
    </div>
  );
}
