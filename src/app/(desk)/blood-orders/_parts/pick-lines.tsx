'use client';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { useFormat } from '@/i18n/provider';
import { useLineWords } from './line-words';
import type { PickLine } from './order-types';

type PickLinesProps = {
  lines: readonly PickLine[];
  onTake: (lineId: string, unitIds: readonly string[]) => void;
  /** What was promised for a later day is picked before it, or not. */
  onEarly: (lineId: string, isEarly: boolean) => void;
  isBusy: boolean;
};

const shownBags = 3;

/** Owed, and for a later day; once it is picked early it is none the less of that day. */
function laterOf(line: PickLine): number {
  return line.owed - line.dueToday;
}

/** What is still to be fetched for each line, and which bags expire first. */
export function PickLines({ lines, onTake, onEarly, isBusy }: PickLinesProps) {
  const t = useTranslations('blood-orders');
  const words = useLineWords();
  const format = useFormat();
  const hasLater = lines.some((line) => laterOf(line) > 0);
  return (
    <Panel>
      <Table>
        <TableHead>
          <HeadCell align="right">{t('progress.columns.line')}</HeadCell>
          <HeadCell>{t('progress.columns.component')}</HeadCell>
          <HeadCell align="center">{t('progress.columns.group')}</HeadCell>
          <HeadCell align="right">{t('pick.pickedColumn')}</HeadCell>
          <HeadCell align="right">{t('pick.now')}</HeadCell>
          {hasLater && <HeadCell>{t('pick.later')}</HeadCell>}
          <HeadCell align="right">{t('answer.shelf')}</HeadCell>
          <HeadCell>{t('pick.fetch')}</HeadCell>
          <HeadCell />
        </TableHead>
        <tbody>
          {lines.map((line) => {
            const isShort = line.due > 0 && line.available < line.due && !line.isMore;
            const later = laterOf(line);
            const wanted = words.wanted(line);
            return (
              <TableRow key={line.id} state={isShort ? 'warn' : line.owed === 0 ? 'blocked' : 'plain'}>
                <Cell align="right">{line.lineNo}</Cell>
                <Cell>
                  {words.name(line.component)}
                  {wanted && <strong className="ml-2">{wanted}</strong>}
                </Cell>
                <Cell align="center">
                  <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                </Cell>
                <Cell align="right">{words.amount(line.component, line.picked)}</Cell>
                <Cell align="right">
                  <strong>{words.amount(line.component, line.due)}</strong>
                </Cell>
                {hasLater && (
                  <Cell>
                    {later > 0 && line.laterOn && (
                      <span className="inline-flex items-center gap-2">
                        {t('pick.laterOn', { amount: words.amount(line.component, later), date: line.laterOn })}
                        <Checkbox
                          label={t('pick.earlyFor', { line: line.lineNo })}
                          isChecked={line.isEarly}
                          onCheckedChange={(isEarly) => onEarly(line.id, isEarly)}
                        >
                          {t('pick.early')}
                        </Checkbox>
                      </span>
                    )}
                  </Cell>
                )}
                <Cell align="right">
                  {format.amount(line.available)}
                  {line.isMore && '+'}
                </Cell>
                <Cell className="py-0.5 text-12 leading-4">
                  {line.next.slice(0, shownBags).map((bag) => (
                    <span key={bag.id} className="block whitespace-nowrap">
                      <span className="font-code">{format.donationNumber(bag.donationNo)}</span>{' '}
                      <span className="text-ink-2">
                        {format.clauses([format.dateTime(bag.expiresAt), bag.storagePlace])}
                      </span>
                    </span>
                  ))}
                  {line.next.length > shownBags && (
                    <span className="block text-ink-3">
                      {t('pick.andMore', { count: line.next.length - shownBags })}
                    </span>
                  )}
                  {isShort && (
                    <strong className="block">
                      {line.available === 0
                        ? t('pick.noMore')
                        : t('pick.short', { amount: words.amount(line.component, line.available) })}
                    </strong>
                  )}
                </Cell>
                <Cell align="right">
                  {line.next.length > 0 && (
                    <Button
                      size="sm"
                      aria-label={t('pick.pickFor', { line: line.lineNo })}
                      isDisabled={isBusy}
                      onClick={() =>
                        onTake(
                          line.id,
                          line.next.map(({ id }) => id),
                        )
                      }
                    >
                      {t('pick.pickNext', { count: line.next.length })}
                    </Button>
                  )}
                </Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
