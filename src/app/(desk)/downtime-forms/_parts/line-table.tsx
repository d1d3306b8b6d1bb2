'use client';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { Chip } from '@/components/ui/chip';
import { DonationNumber } from '@/components/ui/donation-number';
import { EmptyState } from '@/components/ui/empty-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { isBackdated } from '@/domain/downtime-forms/rules';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { PaperLine } from './use-paper';

type LineTableProps = { lines: readonly PaperLine[]; now: Date | null; onRemove: (index: number) => void };

/** The lines copied so far, in the order of the paper. */
export function LineTable({ lines, now, onRemove }: LineTableProps) {
  const t = useTranslations('downtime-forms');
  const format = useFormat();
  if (lines.length === 0)
    return (
      <Panel>
        <EmptyState title={t('entry.noLines')} />
      </Panel>
    );
  return (
    <Panel title={t('entry.lines', { count: lines.length })}>
      <Table density="tight">
        <TableHead>
          <HeadCell align="right">{t('entry.columns.line')}</HeadCell>
          <HeadCell>{t('entry.columns.kind')}</HeadCell>
          <HeadCell>{t('entry.columns.donationNo')}</HeadCell>
          <HeadCell>{t('entry.columns.productCode')}</HeadCell>
          <HeadCell align="center">{t('entry.columns.group')}</HeadCell>
          <HeadCell>{t('entry.columns.at')}</HeadCell>
          <HeadCell>{t('entry.columns.who')}</HeadCell>
          <HeadCell>{t('entry.columns.about')}</HeadCell>
          <HeadCell />
        </TableHead>
        <tbody>
          {lines.map((line, index) => {
            const at = line.occurredAt ? new Date(line.occurredAt) : null;
            return (
              <TableRow key={`${line.kind} ${line.donationNo} ${line.productCode}`}>
                <Cell align="right">{index + 1}</Cell>
                <Cell>{t(`kinds.${line.kind}`)}</Cell>
                <Cell>
                  <DonationNumber donationNo={line.donationNo} />
                </Cell>
                <Cell className="font-code">{line.productCode}</Cell>
                <Cell align="center">
                  {line.abo && <GroupPlate abo={line.abo} rhd={line.rhd ?? 'unspecified'} size="xs" />}
                </Cell>
                <Cell>
                  {at && format.dateTime(at)}{' '}
                  {at && now && isBackdated(at, now, cityZone) && <Chip tone="outlined">{t('entry.backdated')}</Chip>}
                </Cell>
                <Cell>{format.list([line.first, line.second].filter((name) => name !== ''))}</Cell>
                <Cell>
                  {format.list(
                    [
                      line.patientName,
                      line.mrn,
                      line.kind === 'discarded' ? t(`reasons.${line.reasonCode}`) : '',
                      line.words,
                    ].filter((word) => word !== ''),
                  )}
                </Cell>
                <Cell align="right">
                  <IconButton
                    label={t('entry.remove', { line: index + 1 })}
                    icon={<Icon of={X} />}
                    onClick={() => onRemove(index)}
                  />
                </Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
