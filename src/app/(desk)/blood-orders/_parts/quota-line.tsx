'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { leftOf } from '@/domain/blood-use-plans/rules';
import { useFormat } from '@/i18n/provider';
import { usePlanWords } from '../../blood-use-plans/_parts/use-plan-words';
import type { sumsOf } from './order-draft';

/** What the year's plan has left, with shares that are not activated yet; said before the order is, where it will not do. */
export function QuotaLine({ sums, isBound }: { sums: ReturnType<typeof sumsOf>; isBound: boolean }) {
  const t = useTranslations('blood-use-plans');
  const format = useFormat();
  const locale = useLocale();
  const words = usePlanWords();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.bloodUsePlans.balance.queryOptions({}));
  const plans = data?.accounts.filter(({ kind }) => kind === 'plan') ?? [];
  if (!data || plans.length === 0) return null;
  const left = plans.map((plan) => {
    const donor = data.accounts.find(({ kind, measure }) => kind === 'donor' && measure === plan.measure);
    return { measure: plan.measure, left: leftOf(plan) + (donor ? leftOf(donor) : 0) };
  });
  const short = left.filter(({ measure, left: rest }) => {
    const sum = sums.find(({ name }) => name === measure);
    return sum !== undefined && Math.round(sum.amount * 100) > rest;
  });
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 text-13 text-ink-2">
      <span>
        {t('balance', { amounts: format.list(left.map(({ measure, left: rest }) => words.line(measure, rest))) })}
      </span>
      {data.waiting.length > 0 && (
        <span>
          {t('waiting', {
            amounts: format.list(data.waiting.map(({ measure, amount }) => words.line(measure, amount))),
          })}{' '}
          <Link href="/donor-plans">{t('toDonorPlans')}</Link>
        </span>
      )}
      {short.length > 0 && (
        <strong className="text-ink">
          {t(isBound ? 'notEnough' : 'goesBeyond', {
            measures: format.list(short.map(({ measure }) => words.measure(measure))),
            office: (locale === 'en' ? data.office?.nameEn : data.office?.name) ?? '',
            hasPhone: String(Boolean(data.office?.dutyPhone)),
            phone: data.office?.dutyPhone ?? '',
          })}
        </strong>
      )}
    </p>
  );
}
