'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import { isDifferent, type TrialDay } from '@/domain/go-lives/trial';
import { type GoLiveRights, type GoLiveView, lastDayOf } from './go-live-types';
import { NextLink } from './next-link';
import { NextPanel } from './next-panel';

const components: readonly BloodComponent[] = componentCatalogue;

type TrialStepProps = { goLive: GoLiveView; rights: GoLiveRights; now: Date | null };

/** 试运行: each day the house's own count beside the ledger as it stood then, what differs marked. */
export function TrialStep({ goLive, rights, now }: TrialStepProps) {
  const t = useTranslations('go-lives');
  const [chosen, setChosen] = useState<string | null>(null);
  const { days, counted, declaredDays, minTrialDays: needed, isOwn, today } = goLive;
  const shown = days.find(({ day }) => day === chosen) ?? lastDayOf(goLive);
  const isDeclared = days.some(({ day, declaredAt }) => day === today && declaredAt !== null);
  const mayDeclare = isOwn && rights.mayDeclare;
  return (
    <>
      {goLive.state === 'trial' && (
        <NextPanel
          title={t('next.trial')}
          why={
            <>
              {counted.agreed === null
                ? t('next.trialDeclared', { counted: counted.counted, needed })
                : t('next.trialWhy', { counted: counted.counted, agreed: counted.agreed, needed })}
              {!mayDeclare && ` ${isOwn ? t('next.readOnly') : t('next.officeWait')}`}
            </>
          }
          actions={
            mayDeclare &&
            (isDeclared ? (
              <>
                <StatusMark tone="done">{t('next.declaredToday')}</StatusMark>
                <Link href="/declared-stock" className={buttonClasses('secondary', 'dense')}>
                  {t('next.correct')}
                </Link>
              </>
            ) : (
              <NextLink href="/declared-stock" label={t('next.toDeclare')} />
            ))
          }
        />
      )}
      {!isOwn && <DeclaredDays days={declaredDays} now={now} />}
      {isOwn && (
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-start gap-2">
          <Panel title={t('trial.title')}>
            {days.length === 0 ? (
              <p className="px-3 py-2 text-13 text-ink-2">{t('trial.before')}</p>
            ) : (
              <Table density="dense">
                <TableHead>
                  <HeadCell>{t('trial.day')}</HeadCell>
                  <HeadCell>{t('trial.declaredAt')}</HeadCell>
                  <HeadCell>{t('trial.differences')}</HeadCell>
                </TableHead>
                <tbody>
                  {days.map((one) => (
                    <TableRow key={one.day} state={one.day === shown?.day ? 'chosen' : 'plain'}>
                      <Cell>
                        {one.declaredAt ? (
                          <Button
                            size="sm"
                            variant="ghost"
                            aria-label={t('trial.open', { day: one.day })}
                            onClick={() => setChosen(one.day)}
                          >
                            {one.day}
                          </Button>
                        ) : (
                          <span className="px-2 text-ink-3">{one.day}</span>
                        )}
                      </Cell>
                      <Cell>{one.declaredAt && <DayTime at={one.declaredAt} now={now ?? undefined} />}</Cell>
                      <Cell>
                        <DayMark day={one} />
                      </Cell>
                    </TableRow>
                  ))}
                </tbody>
              </Table>
            )}
          </Panel>
          {shown && <DayCells day={shown} />}
        </div>
      )}
    </>
  );
}

type DeclaredDaysProps = { days: GoLiveView['declaredDays']; now: Date | null };

/** For an office: the days on which the house declared. Whether both counts agreed it asks the house. */
function DeclaredDays({ days, now }: DeclaredDaysProps) {
  const t = useTranslations('go-lives.trial');
  return (
    <Panel title={t('declaredDays')} note={t('comparedThere')}>
      {days.length === 0 ? (
        <p className="px-3 py-2 text-13 text-ink-2">{t('noneDeclared')}</p>
      ) : (
        <Table density="dense">
          <TableHead>
            <HeadCell>{t('day')}</HeadCell>
            <HeadCell>{t('declaredAt')}</HeadCell>
          </TableHead>
          <tbody>
            {days.map(({ day, declaredAt }) => (
              <TableRow key={day}>
                <Cell>{day}</Cell>
                <Cell>
                  <DayTime at={declaredAt} now={now ?? undefined} />
                </Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function DayMark({ day: { declaredAt, differences } }: { day: Pick<TrialDay, 'declaredAt' | 'differences'> }) {
  const t = useTranslations('go-lives.trial');
  if (!declaredAt) return <StatusMark tone="quiet">{t('none')}</StatusMark>;
  if (differences === 0) return <StatusMark tone="done">{t('same')}</StatusMark>;
  return <StatusMark tone="warn">{t('different', { count: differences })}</StatusMark>;
}

/** Both counts of one day, cell by cell, what differs first. */
export function DayCells({ day }: { day: TrialDay }) {
  const t = useTranslations('go-lives');
  const locale = useLocale();
  const componentOf = (code: string) => components.find((candidate) => candidate.code === code);
  const amount = (code: string, hundredths: number) => {
    const component = componentOf(code);
    return component ? formatAmount(hundredths, component, locale) : '';
  };
  return (
    <Panel title={t('trial.cells', { day: day.day })}>
      {day.cells.length === 0 ? (
        <p className="px-3 py-2 text-13 text-ink-2">{t('trial.allZero')}</p>
      ) : (
        <Table density="tight">
          <TableHead>
            <HeadCell>{t('desk.columns.component')}</HeadCell>
            <HeadCell align="center">{t('desk.columns.group')}</HeadCell>
            <HeadCell align="right">{t('trial.ledger')}</HeadCell>
            <HeadCell align="right">{t('trial.declared')}</HeadCell>
            <HeadCell align="right">{t('trial.difference')}</HeadCell>
          </TableHead>
          <tbody>
            {day.cells.map((cell) => {
              const component = componentOf(cell.component);
              const isOther = isDifferent(cell);
              const difference = cell.ledger - (cell.declared ?? 0);
              return (
                <TableRow key={`${cell.component}.${cell.abo}.${cell.rhd}`} state={isOther ? 'warn' : 'plain'}>
                  <Cell>{component ? componentShortName(component, locale) : cell.component}</Cell>
                  <Cell align="center">
                    <GroupPlate abo={cell.abo as 'A'} rhd={cell.rhd as 'positive'} size="xs" />
                  </Cell>
                  <Cell align="right">{amount(cell.component, cell.ledger)}</Cell>
                  <Cell align="right">
                    {cell.declared === null ? t('trial.unsaid') : amount(cell.component, cell.declared)}
                  </Cell>
                  <Cell align="right" className="font-bold">
                    {isOther && `${difference > 0 ? '+' : '−'}${amount(cell.component, Math.abs(difference))}`}
                  </Cell>
                </TableRow>
              );
            })}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
