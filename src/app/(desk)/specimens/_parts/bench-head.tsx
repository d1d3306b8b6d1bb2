'use client';
import { useTranslations } from 'use-intl';
import { useRequestWords } from '@/app/(desk)/transfusion-requests/_parts/request-words';
import { Banner } from '@/components/ui/banner';
import { GroupPlate } from '@/components/ui/group-plate';
import { useFormat } from '@/i18n/provider';
import type { BenchLine, ChainSpecimen } from './specimen-types';

type BenchHeadProps = { line: BenchLine; specimen: ChainSpecimen | null; now: Date | null };

/** For whom, how much is still to be matched, and which tube is in the rack. */
export function BenchHead({ line, specimen, now }: BenchHeadProps) {
  const t = useTranslations('specimens.bench');
  const format = useFormat();
  const words = useRequestWords();
  const isOld = specimen !== null && now !== null && specimen.validUntil <= now;
  return (
    <>
      <section className="flex flex-none items-start gap-3 border border-line-2 bg-surface px-3 py-2 text-13">
        <GroupPlate abo={line.abo} rhd={line.rhd === 'unknown' ? 'unspecified' : line.rhd} size="l" />
        <div className="min-w-0 flex-1">
          <p className="text-16 font-bold">
            {line.patientLabel}
            {line.isEmergency && <span className="ml-2 text-stop">{t('emergency')}</span>}
          </p>
          <p className="text-ink-2">
            {[line.no, line.department, line.ward, line.bed].filter(Boolean).join(' ')}
            {line.antibodies.length > 0 && (
              <strong className="ml-2 text-stop">{t('antibodies', { list: format.list(line.antibodies) })}</strong>
            )}
          </p>
          <p>
            {line.linesText}
            {line.open.length > 0 && (
              <strong className="ml-2">
                {t('open', {
                  what: format.list(
                    line.open.map(
                      ({ component, left }) => `${words.short(component)} ${words.amount(component, left)}`,
                    ),
                  ),
                })}
              </strong>
            )}
            {line.keptBags > 0 && <span className="ml-2">{t('kept', { count: line.keptBags })}</span>}
          </p>
        </div>
        <dl className="flex-none text-right">
          <dt className="text-12 text-ink-3">{t('tube')}</dt>
          <dd className="font-code text-16 font-bold">{specimen?.tubeNo ?? '—'}</dd>
          <dd className={isOld ? 'text-12 text-stop' : 'text-12 text-ink-2'}>
            {specimen &&
              (isOld
                ? t('tubeExpired')
                : t('tubeValid', {
                    time: now ? format.dayTime(specimen.validUntil, now) : format.dateTime(specimen.validUntil),
                  }))}
          </dd>
        </dl>
      </section>
      {line.isEmergency && <Banner tone="warn">{t('laterOf')}</Banner>}
      {line.groupDeterminations < 2 && (
        <Banner tone="warn">
          {line.abo === 'unknown' ? t('unknownGroup') : t('determinations', { count: line.groupDeterminations })}{' '}
          {t('unconfirmed')}
        </Banner>
      )}
    </>
  );
}
