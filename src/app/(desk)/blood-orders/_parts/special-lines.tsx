'use client';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { useLineWords } from './line-words';
import type { SpecialLine } from './order-draft';

type SpecialLinesProps = {
  lines: readonly SpecialLine[];
  onAdd: () => void;
  onEdit: (line: SpecialLine) => void;
  onRemove: (key: string) => void;
};

/** Lines with requirements of their own, mostly one patient's. */
export function SpecialLines({ lines, onAdd, onEdit, onRemove }: SpecialLinesProps) {
  const t = useTranslations('blood-orders');
  const words = useLineWords();
  return (
    <Panel
      title={t('special')}
      actions={
        <Button size="sm" kbd="Alt N" icon={<Icon of={Plus} size={14} />} onClick={onAdd}>
          {t('specialAdd')}
        </Button>
      }
    >
      {lines.length > 0 && (
        <Table density="tight">
          <TableHead>
            <HeadCell>{t('specialColumns.kind')}</HeadCell>
            <HeadCell>{t('specialColumns.component')}</HeadCell>
            <HeadCell align="center">{t('specialColumns.group')}</HeadCell>
            <HeadCell align="right">{t('specialColumns.amount')}</HeadCell>
            <HeadCell>{t('specialColumns.patient')}</HeadCell>
            <HeadCell>{t('specialColumns.wants')}</HeadCell>
            <HeadCell />
          </TableHead>
          <tbody>
            {lines.map((line, index) => (
              <TableRow key={line.key}>
                <Cell>
                  <button type="button" className="underline" onClick={() => onEdit(line)}>
                    {t(line.patient ? 'forPatient' : 'forStock', { n: index + 1 })}
                  </button>
                </Cell>
                <Cell>{words.name(line.component)}</Cell>
                <Cell align="center">
                  <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                </Cell>
                <Cell align="right">{words.amount(line.component, Math.round((line.amount ?? 0) * 100))}</Cell>
                <Cell>{line.patient?.label ?? t('noPatient')}</Cell>
                <Cell>{words.wanted(line)}</Cell>
                <Cell align="right">
                  <IconButton
                    label={t('remove', { line: index + 1 })}
                    icon={<Icon of={X} />}
                    onClick={() => onRemove(line.key)}
                  />
                </Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
