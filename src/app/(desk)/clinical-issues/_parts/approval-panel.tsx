'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { SignSlot } from '@/app/_signing/sign-slot';
import { SignedMark } from '@/app/_signing/signed-mark';
import type { useSigning } from '@/app/_signing/use-signing';
import { FailurePanel } from '@/components/record/failure-panel';
import { CodeInput } from '@/components/ui/code-input';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Textarea } from '@/components/ui/textarea';
import { useFormat } from '@/i18n/provider';
import { issueModule } from './issue-types';
import type { IssueForm } from './use-issue-form';

export type ApproverPart = 'physician' | 'reviewer';
export type PhoneCalls = Partial<Record<ApproverPart, { staffNo: string; at: Date | null }>>;

type ApprovalPanelProps = {
  form: IssueForm;
  signing: ReturnType<typeof useSigning<ApproverPart>>;
  calls: PhoneCalls;
  onCalls: (calls: PhoneCalls) => void;
  now: Date | null;
};

/** What an override of compatibility asks: the reason, and every role by own signature or, where allowed, by phone. */
export function ApprovalPanel({ form, signing, calls, onCalls, now }: ApprovalPanelProps) {
  const t = useTranslations('clinical-issues.form');
  const format = useFormat();
  const parts = neededParts(form);
  const isPhoneAllowed = form.overridden.every(({ bag }) => bag.verdict.override?.isRemoteAllowed);
  return (
    <section className="border-2 border-lv2-edge bg-lv2-tint px-3 py-2 text-13">
      <h2 className="text-14 font-bold">{t('approval')}</h2>
      <p className="text-12">
        {t('approvalNote', {
          count: form.overridden.length,
          roles: format.list(parts.map((part) => t(`approvers.${part}`))),
        })}
      </p>
      <Field label={t('approvalReason')} labelWidth={48} className="mt-1">
        <Textarea rows={1} value={form.reason} onValueChange={form.setReason} />
      </Field>
      {parts.map((part) => (
        <PartRow key={part} part={part} {...{ form, signing, calls, onCalls, now, isPhoneAllowed }} />
      ))}
      {signing.failure && <FailurePanel definition={issueModule} failure={signing.failure.failure} />}
    </section>
  );
}

function PartRow(props: ApprovalPanelProps & { part: ApproverPart; isPhoneAllowed: boolean }) {
  const { part, form, signing, calls, onCalls, now, isPhoneAllowed } = props;
  const t = useTranslations('clinical-issues.form');
  const format = useFormat();
  const [isByPhone, setIsByPhone] = useState(false);
  const signed = signing.fits(part, form.approvalCovers);
  const call = calls[part];
  const role = t(`approvers.${part}`);
  return (
    <div className="mt-1.5 border-t border-lv2-edge pt-1.5">
      <p className="flex items-center gap-2 text-12">
        {t('approvalSign', { role })}
        {isPhoneAllowed && !signed && (
          <SegmentedControl
            size="sm"
            label={role}
            items={[
              { value: 'own', label: t('sign') },
              { value: 'phone', label: t('byPhone') },
            ]}
            value={isByPhone ? 'phone' : 'own'}
            onValueChange={(way) => {
              setIsByPhone(way === 'phone');
              const { [part]: _, ...others } = calls;
              onCalls(way === 'phone' ? { ...calls, [part]: { staffNo: '', at: now } } : others);
            }}
          />
        )}
      </p>
      {signed ? (
        <SignedMark onForget={() => signing.forget(part)}>
          {signed.name} {format.timeSeconds(signed.at)}
        </SignedMark>
      ) : isByPhone && call ? (
        <div className="grid grid-cols-2 gap-2">
          <Field label={t('phoneWho')} layout="top" density="dense">
            <CodeInput
              value={call.staffNo}
              onValueChange={(staffNo) => onCalls({ ...calls, [part]: { ...call, staffNo } })}
            />
          </Field>
          <Field label={t('phoneAt')} layout="top" density="dense">
            <DateTimeInput
              value={call.at}
              onValueChange={(at) => onCalls({ ...calls, [part]: { ...call, at } })}
              now={now ?? undefined}
            />
          </Field>
        </div>
      ) : (
        <SignSlot
          label={role}
          isPending={signing.isPending}
          onSign={(method) => void signing.sign(part, method, form.approvalCovers)}
        />
      )}
    </div>
  );
}

export function neededParts(form: Pick<IssueForm, 'overridden'>): ApproverPart[] {
  return [...new Set(form.overridden.flatMap(({ bag }) => bag.verdict.override?.roles ?? []))];
}
