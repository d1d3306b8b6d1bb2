'use client';
import { useLocale, useTranslations } from 'use-intl';
import { componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { holdReasonOf, maxMinutesOut } from '@/domain/stock/holds';
import { celsiusDecimals } from '@/domain/storage-places/temperatures';
import type { Account } from '@/domain/units/facts';
import { expectedPostingHours, expectedTransitHours, type TraceGap } from '@/domain/units/trace';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { ShownStep, StepRecord, UnitTrace } from '@/server/modules/units/trace';

/** Names under which jobs move bags. */
const jobs: readonly string[] = ['expiry', 'reservations', 'donation-holds', 'recalls'];

/** How a trace is said, on the screen and on paper. */
export function useTraceWords(organisations: UnitTrace['organisations'] = {}) {
  const t = useTranslations('units');
  const stock = useTranslations('stock');
  const processings = useTranslations('processings');
  const locale = useLocale();
  const format = useFormat();
  const org = (id: string | null) => {
    const known = id === null ? undefined : organisations[id];
    return known ? (locale === 'en' ? known.en : known.zh) : '';
  };
  const account = (of: Account | null) =>
    of ? [org(of.orgId), stock(`buckets.${of.bucket}`)].filter(Boolean).join('·') : t('gone');

  const place = (code: string) => code || t('noPlace');

  const label = ({ donationNo, productCode }: { donationNo: string; productCode: string }) =>
    `${format.donationNumber(donationNo)} ${productCode}`;

  function gap(of: TraceGap): string {
    switch (of.code) {
      case 'transit_long':
        return t(of.isOpen ? 'gaps.transit_open' : 'gaps.transit_long', {
          time: format.age(of.minutes * 60),
          hours: expectedTransitHours,
        });
      case 'posted_late':
        return t('gaps.posted_late', { time: format.age(of.minutes * 60), hours: expectedPostingHours });
      case 'out_of_control':
        return of.isOver
          ? t('gaps.out_of_control_over', { minutes: of.minutes, limit: maxMinutesOut })
          : t('gaps.out_of_control', { minutes: of.minutes });
      case 'temperature_out':
        return t('gaps.temperature_out', { celsius: format.number(of.celsius, celsiusDecimals(of.celsius)) });
      case 'finding_open':
        return t('gaps.finding_open', { count: of.count });
      case 'found_held':
        return t('gaps.found_held', { reason: stock(`holdReasons.${holdReasonOf(of.reason)}`) });
      case 'signature_missing':
        return t('gaps.signature_missing', { who: t(`signers.${of.meaning as 'received'}`) });
      default:
        return t(`gaps.${of.code}`);
    }
  }

  /** What was done, on which device, and what the expiry was and became. */
  function processingWords({ kind, device, expiresBefore, expiresAfter }: NonNullable<StepRecord['processing']>) {
    const isChanged = expiresBefore && expiresAfter && expiresBefore.getTime() !== expiresAfter.getTime();
    return [
      processings(`options.kind.${kind as 'thaw'}`),
      device,
      isChanged
        ? processings('detail.expiry', {
            before: format.dateTime(expiresBefore),
            after: format.dateTime(expiresAfter),
          })
        : '',
    ];
  }

  return {
    t,
    format,
    org,
    account,
    gap,
    component(code: string) {
      const known = componentCatalogue.find((row) => row.code === code);
      return known ? componentName(known, locale) : code;
    },
    amount({ component, amount }: { readonly component: string; readonly amount: number }) {
      const known = componentCatalogue.find((row) => row.code === component);
      return known ? formatAmount(amount, known, locale) : format.amount(amount);
    },
    step({ kind }: ShownStep) {
      return kind === 'collect' ||
        kind === 'put' ||
        kind === 'relabel' ||
        kind === 'mark' ||
        kind === 'unseen' ||
        kind === 'now'
        ? t(`kinds.${kind}`)
        : stock(`kinds.${kind}`);
    },
    /** Who did it: a person, a job, or of another house the house alone. */
    who({ kind, actor, actorOrgId }: ShownStep) {
      if (kind === 'unseen' || kind === 'now') return nothing;
      if (actor && jobs.includes(actor)) return stock('movements.system');
      return actor ?? (org(actorOrgId) ? t('house', { org: org(actorOrgId) }) : nothing);
    },
    /** Where it stood after the step. */
    place({ kind, to, places, labels }: ShownStep) {
      if (labels) return label(labels.taken);
      if (places) return place(places.to);
      if (kind === 'collect') return org(to?.orgId ?? null);
      return kind !== 'mark' && (to || kind === 'now') ? account(to) : '';
    },
    path({ kind, from, to, places, labels }: ShownStep) {
      if (labels) return `${label(labels.old)} → ${label(labels.taken)}`;
      if (kind === 'mark') return '';
      if (places) return `${place(places.from)} → ${place(places.to)}`;
      if (kind === 'collect') return org(to?.orgId ?? null);
      if (kind === 'now') return account(to);
      return `${account(from)} → ${account(to)}`;
    },
    record(of: StepRecord) {
      return of.module === 'stock' ? t('records.stock') : t(`records.${of.module}`, { no: of.no ?? nothing });
    },
    /** What the record adds: temperature, request, why it was held, where it stood meanwhile. */
    details(of: StepRecord) {
      return [
        of.celsius === null ? '' : t('arrivedAt', { celsius: format.number(of.celsius, celsiusDecimals(of.celsius)) }),
        of.requestNo ? t('request', { no: of.requestNo }) : '',
        of.holdReason ? stock(`holdReasons.${holdReasonOf(of.holdReason)}`) : '',
        of.place ? t('place', { place: of.place }) : '',
        of.checkedBy ? t('checkedBy', { name: of.checkedBy }) : '',
        ...(of.processing ? processingWords(of.processing) : []),
      ].filter(Boolean);
    },
    holdReason: (code: string | null) => stock(`holdReasons.${holdReasonOf(code)}`),
  };
}
