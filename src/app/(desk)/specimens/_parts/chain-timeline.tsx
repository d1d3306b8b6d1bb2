'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { GroupPlate } from '@/components/ui/group-plate';
import { Timeline, type TimelineItem } from '@/components/ui/timeline';
import { useFormat } from '@/i18n/provider';
import type { ChainSpecimen, CrossmatchView, SpecimenTest } from './specimen-types';

type ChainTimelineProps = {
  specimens: readonly (Pick<
    ChainSpecimen,
    'id' | 'tubeNo' | 'state' | 'drawnAt' | 'drawnBy' | 'receivedAt' | 'receivedBy' | 'reason'
  > & {
    tests: readonly SpecimenTest[];
  })[];
  crossmatches: readonly CrossmatchView[];
  now: Date | undefined;
};

/** 标本 → 定型 → 配血 → 留血 → 发血: each with who and when, the newest first. */
export function ChainTimeline({ specimens, crossmatches, now }: ChainTimelineProps) {
  const t = useTranslations('specimens.chain');
  const format = useFormat();
  const at = (when: Date) => <DayTime at={when} now={now} />;
  const items: (TimelineItem & { at: Date })[] = [
    ...specimens.flatMap((specimen) => [
      {
        at: specimen.receivedAt,
        key: specimen.id,
        time: at(specimen.receivedAt),
        title:
          specimen.state === 'refused'
            ? t('refusedLine', { tubeNo: specimen.tubeNo, reason: specimen.reason ?? '' })
            : t('received', { tubeNo: specimen.tubeNo }),
        detail: (
          <>
            {specimen.receivedBy} {t('drawn', { at: format.dateTime(specimen.drawnAt), who: specimen.drawnBy })}
          </>
        ),
        ...(specimen.state === 'refused' ? { kind: 'correction' as const } : {}),
      },
      ...specimen.tests.map((test) => ({
        at: test.testedAt,
        key: test.id,
        time: at(test.testedAt),
        title: (
          <>
            {t(`tests.${test.kind}`)} <TestResult test={test} />
          </>
        ),
        detail: `${test.testedBy} ${specimen.tubeNo}${test.isSecondEntry ? ` ${t('alone')}` : ''}`,
        ...(test.faults.length > 0 ? { kind: 'correction' as const } : {}),
      })),
    ]),
    ...crossmatches.map((line) => ({
      at: line.createdAt,
      key: line.id,
      time: at(line.createdAt),
      title: (
        <>
          {t('crossmatched', { donationNo: format.donationNumber(line.donationNo) })}{' '}
          <strong className={line.isCompatible ? '' : 'text-stop'}>{t(line.isCompatible ? 'fits' : 'fitsNot')}</strong>
        </>
      ),
      detail: <CrossmatchDetail line={line} />,
      ...(line.isCompatible ? {} : { kind: 'correction' as const }),
    })),
  ];
  if (items.length === 0) return <p className="text-13 text-ink-2">{t('none')}</p>;
  return (
    <Timeline
      timeWidth={80}
      items={items.sort((one, other) => other.at.getTime() - one.at.getTime()).map(({ at: _, ...item }) => item)}
    />
  );
}

function TestResult({ test }: { test: SpecimenTest }) {
  const t = useTranslations('specimens');
  const format = useFormat();
  if (test.kind === 'screen') {
    const { result, antibodies } = (test.readings ?? {}) as { result?: 'negative' | 'positive'; antibodies?: string[] };
    return (
      <strong className={result === 'positive' ? 'text-stop' : ''}>
        {t('chain.screenLine', {
          result: t(`options.screen.${result ?? 'none'}`),
          antibodies: format.list(antibodies ?? []),
        })}
      </strong>
    );
  }
  if (!test.readings) return <span className="text-ink-2">{t('chain.hidden')}</span>;
  if (test.faults.length > 0)
    return (
      <strong className="text-stop">
        {t('chain.noGroup', { faults: format.list(test.faults.map((fault) => t(`faults.${fault as 'mixed_field'}`))) })}
      </strong>
    );
  return <GroupPlate abo={test.abo} rhd={test.rhd === 'unknown' ? 'unspecified' : test.rhd} size="xs" />;
}

function CrossmatchDetail({ line }: { line: CrossmatchView }) {
  const t = useTranslations('specimens.chain');
  const methods = useTranslations('clinical-issues.crossmatch.methods');
  const format = useFormat();
  const { crossmatch } = line;
  const who = [
    crossmatch.testedBy,
    line.isSecondEntry ? t('alone') : crossmatch.checkedBy ? t('checked', { who: crossmatch.checkedBy }) : '',
  ].filter(Boolean);
  return (
    <span className="flex flex-wrap gap-x-2">
      <span>{methods(crossmatch.method as 'gel_card')}</span>
      <span>{who.join(' ')}</span>
      {line.origin === 'afterwards' && <span>{t('afterwards')}</span>}
      {line.keptUntil && <span>{t('keptUntil', { time: format.dateTime(line.keptUntil) })}</span>}
      {line.issueId ? (
        <Link className="text-act hover:underline" href={`/clinical-issues/${line.issueId}`}>
          {t('issued', { no: line.issueNo ?? '' })}
        </Link>
      ) : (
        line.endReason && <span>{t(`ended.${line.endReason as 'released'}`)}</span>
      )}
    </span>
  );
}
