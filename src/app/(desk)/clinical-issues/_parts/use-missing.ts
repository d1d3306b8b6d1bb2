'use client';
import { useTranslations } from 'use-intl';
import type { useSigning } from '@/app/_signing/use-signing';
import { isIncompatible } from '@/domain/clinical-issues/crossmatch';
import { type ApproverPart, neededParts, type PhoneCalls } from './approval-panel';
import type { IssueForm } from './use-issue-form';
import type { IssueRequestState } from './use-issue-request';

interface MissingFacts {
  readonly form: IssueForm;
  readonly asked: IssueRequestState;
  readonly signing: ReturnType<typeof useSigning<'issuer' | 'collector'>>;
  readonly approving: ReturnType<typeof useSigning<ApproverPart>>;
  readonly calls: PhoneCalls;
  /** A stop or a warning waits for its answer. */
  readonly isAsking: boolean;
  /** Scanned bags are still being looked up. */
  readonly isBusy: boolean;
}

/** The first thing that still keeps the blood here, in words for the button; whether it is time to sign; and what keeps it from being reserved. */
export function useMissing({ form, asked, signing, approving, calls, isAsking, isBusy }: MissingFacts) {
  const t = useTranslations('clinical-issues.form.missing');
  const isApproved = neededParts(form).every(
    (part) => approving.fits(part, form.approvalCovers) || (calls[part]?.staffNo && calls[part]?.at),
  );
  const misfit = form.lines.findIndex(({ crossmatch }) => crossmatch && isIncompatible(crossmatch)) + 1;
  const abnormal = form.lines.findIndex(({ appearance }) => appearance !== 'normal') + 1;
  const beforeSigning = isAsking
    ? t('stop')
    : isBusy
      ? t('looking')
      : form.lines.length === 0
        ? t('bags')
        : misfit > 0
          ? t('misfit', { line: misfit })
          : abnormal > 0
            ? t('abnormal', { line: abnormal })
            : form.place.requestNo.trim() === '' || form.place.department.trim() === ''
              ? t('request')
              : asked.isNeeded && !form.requestId
                ? t('chosenRequest')
                : asked.over.length > 0 && form.overRequestReason.trim().length < 2
                  ? t('overRequest')
                  : form.needsCrossmatch.length > 0
                    ? t('crossmatch', { count: form.needsCrossmatch.length })
                    : form.checksLeft.length > 0
                      ? t('checks', { count: form.checksLeft.length })
                      : null;
  const reason =
    beforeSigning ??
    (!isApproved || (form.overridden.length > 0 && form.reason.trim().length < 2)
      ? t('approval')
      : !signing.fits('issuer', form.covers)
        ? t('issuer')
        : !signing.fits('collector', form.covers)
          ? t('collector')
          : null);
  const toReserve =
    isAsking || isBusy
      ? t('reserveWait')
      : form.lines.length === 0
        ? t('reserveBags')
        : misfit > 0
          ? t('reserveMisfit')
          : form.place.requestNo.trim() === ''
            ? t('reserveRequest')
            : form.needsCrossmatch.length > 0
              ? t('reserveCrossmatch', { count: form.needsCrossmatch.length })
              : null;
  return { reason, isReadyToSign: beforeSigning === null, toReserve };
}
