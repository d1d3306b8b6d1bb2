'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { TextInput } from '@/components/ui/text-input';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { aboGroups } from '@/domain/blood/groups';
import { measureUnits, type QuotaMeasure, quotaMeasures } from '@/domain/blood/measures';
import { donorOrigins, donorPlanRecord } from '@/domain/donor-plans/record';
import { shareOfVolume } from '@/domain/donor-plans/rules';
import type { Allocation } from './share-types';

/** 分配: for a group, for one donor, or from an approved case, whose share is filled in. */
export function AllocatePage({ reviewId }: { reviewId: string | null }) {
  const t = useTranslations('donor-plans');
  const trpc = useTRPC();
  const { data, error } = useQuery({
    ...trpc.donorPlans.allocation.queryOptions({ reviewId }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (data) return <Allocating data={data} reviewId={reviewId} />;
  return (
    <Page title={t('allocateTitle')}>
      {error ? <FailurePanel definition={donorPlanRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
    </Page>
  );
}

const any = 'any';

function Allocating({ data, reviewId }: { data: Allocation; reviewId: string | null }) {
  const t = useTranslations('donor-plans');
  const units = useTranslations('blood-use-plans.units');
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(60_000);
  const { review } = data;
  const [origin, setOrigin] = useState<(typeof donorOrigins)[number]>(reviewId ? 'individual' : 'group');
  const [orgId, setOrgId] = useState<string | null>(review?.orgId ?? null);
  const [donorGroup, setDonorGroup] = useState('');
  const [measure, setMeasure] = useState<QuotaMeasure>('red_cells');
  const [abo, setAbo] = useState<string>(any);
  const [rhd, setRhd] = useState<string>(any);
  const [amount, setAmount] = useState<number | null>(review ? shareOfVolume(review.entitledMl) / 100 : null);
  const [validUntil, setValidUntil] = useState<string | null>(data.today ? `${data.today.slice(0, 4)}-12-31` : null);
  const [remark, setRemark] = useState('');
  const command = useCommand(trpc.donorPlans.allocate.mutationOptions());
  const nameOf = (one: Allocation['hospitals'][number]) => (locale === 'en' ? one.nameEn : one.name);
  const hospital = data.hospitals.find(({ id }) => id === orgId);
  const missing = command.isUnanswered
    ? null
    : !hospital
      ? t('needHospital')
      : origin === 'group' && donorGroup.trim().length < 2
        ? t('needGroup')
        : amount === null || Number.isNaN(amount) || amount <= 0
          ? t('needAmount')
          : validUntil === null
            ? t('needDay')
            : null;
  const back = () => router.push(reviewId ? `/certificate-reviews?open=${reviewId}` : '/donor-plans');
  function send() {
    if (missing || isSending(command) || command.state === 'saved' || !hospital || validUntil === null) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : command.send({
          orgId: hospital.id,
          origin,
          reviewId: origin === 'individual' ? (review?.id ?? null) : null,
          donorGroup: origin === 'group' ? donorGroup.trim() : '',
          measure,
          abo: abo === any ? null : (abo as 'A'),
          rhd: rhd === any ? null : (rhd as 'positive'),
          amount: Math.round((amount ?? 0) * 100),
          validUntil,
          remark: remark.trim(),
        });
    void sending.then(
      ({ id, no }) => {
        toast(t('allocated', { no, hospital: nameOf(hospital) }));
        void client.invalidateQueries({ queryKey: trpc.donorPlans.pathKey() });
        router.push(`/donor-plans?open=${id}`);
      },
      () => undefined,
    );
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'form' });
  useKey('Esc', back);
  return (
    <Page
      title={t('allocateTitle')}
      scroll="page"
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={isSending(command)}
          onClick={send}
        >
          {t('allocate')}
        </Button>
      }
    >
      {reviewId && !review && <Banner tone="warn">{t('reviewUnknown')}</Banner>}
      {review?.hasShare && <Banner tone="warn">{t('reviewHasShare')}</Banner>}
      {command.failure && <FailurePanel definition={donorPlanRecord} failure={command.failure} />}
      <Panel isPadded className="max-w-[720px]">
        <div className="grid grid-cols-2 gap-x-4 gap-y-3">
          <Field label={t('fields.origin')} layout="top" isGroup className="col-span-2">
            <SegmentedControl
              items={donorOrigins.map((value) => ({ value, label: t(`options.origin.${value}`) }))}
              value={origin}
              onValueChange={setOrigin}
            />
          </Field>
          <Field label={t('fields.orgId')} layout="top">
            <Combobox
              items={data.hospitals.map((one) => ({ value: one.id, label: nameOf(one), code: one.id }))}
              value={hospital ? { value: hospital.id, label: nameOf(hospital) } : null}
              onValueChange={(item) => setOrgId(item?.value ?? null)}
            />
          </Field>
          <Field label={t('fields.donorGroup')} layout="top" isOptional={origin === 'individual'}>
            <TextInput
              value={origin === 'group' ? donorGroup : ''}
              readOnly={origin === 'individual'}
              maxLength={60}
              onValueChange={setDonorGroup}
            />
          </Field>
          <Field label={t('fields.measure')} layout="top">
            <Select
              items={quotaMeasures.map((value) => ({ value, label: t(`options.measure.${value}`) }))}
              value={measure}
              onValueChange={setMeasure}
            />
          </Field>
          <Field
            label={t('fields.amount')}
            layout="top"
            {...(review
              ? { hint: `${t('fromReview', { no: review.no, volume: review.entitledMl })} ${t('shareOfVolume')}` }
              : {})}
          >
            <NumberInput value={amount} unit={units(measureUnits[measure])} onValueChange={setAmount} />
          </Field>
          <Field label={t('fields.abo')} layout="top">
            <Select
              items={[{ value: any, label: t('anyAbo') }, ...aboGroups.map((value) => ({ value, label: value }))]}
              value={abo}
              onValueChange={setAbo}
            />
          </Field>
          <Field label={t('fields.rhd')} layout="top">
            <Select
              items={[
                { value: any, label: t('anyAbo') },
                { value: 'positive', label: t('options.rhd.positive') },
                { value: 'negative', label: t('options.rhd.negative') },
              ]}
              value={rhd}
              onValueChange={setRhd}
            />
          </Field>
          <Field label={t('fields.validUntil')} layout="top">
            <DateInput value={validUntil} onValueChange={setValidUntil} {...(now ? { now } : {})} />
          </Field>
          <Field label={t('fields.remark')} layout="top" isOptional>
            <TextInput value={remark} maxLength={200} onValueChange={setRemark} />
          </Field>
        </div>
      </Panel>
    </Page>
  );
}
