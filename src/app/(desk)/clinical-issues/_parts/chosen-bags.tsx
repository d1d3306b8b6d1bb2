'use client';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { type Appearance, appearances } from '@/domain/clinical-issues/checks';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import type { ChosenBag, OfferedBag } from './issue-types';

type ChosenBagsProps = {
  lines: readonly ChosenBag[];
  now: Date | null;
  onCrossmatch: (unitId: string) => void;
  onAppearance: (unitId: string, appearance: Appearance) => void;
  onRemove: (bag: OfferedBag) => void;
};

/** The bags of this issue, newest on top, each with its verdict, its crossmatch and how it looks. */
export function ChosenBags({ lines, now, onCrossmatch, onAppearance, onRemove }: ChosenBagsProps) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const words = useBagWords();
  return (
    <TableFrame label={t('form.lines')} className="min-h-[108px] flex-[2]">
      <Table density="normal">
        <TableHead>
          <HeadCell align="right">{t('form.line')}</HeadCell>
          <HeadCell>{t('form.donationNo')}</HeadCell>
          <HeadCell>{t('form.component')}</HeadCell>
          <HeadCell>{t('fields.patientGroup')}</HeadCell>
          <HeadCell align="right">{t('form.amount')}</HeadCell>
          <HeadCell>{t('form.expires')}</HeadCell>
          <HeadCell>{t('form.appearance')}</HeadCell>
          <HeadCell>{t('form.crossmatch')}</HeadCell>
          <HeadCell>
            <span className="sr-only">{t('form.remove')}</span>
          </HeadCell>
        </TableHead>
        <tbody>
          {lines.length === 0 && (
            <tr>
              <td colSpan={9} className="h-16 px-3 text-13 text-ink-2">
                {t('form.linesEmpty')}
              </td>
            </tr>
          )}
          {lines
            .map((line, index) => ({ line, no: index + 1 }))
            .reverse()
            .map(({ line, no }) => (
              <TableRow
                key={line.bag.unitId}
                state={line.appearance !== 'normal' ? 'refuse' : no === lines.length ? 'chosen' : 'plain'}
              >
                <Cell align="right">{no}</Cell>
                <Cell>
                  <DonationNumber donationNo={line.bag.donationNo} />
                </Cell>
                <Cell className="max-w-40 truncate">{words.component(line.bag)}</Cell>
                <Cell>
                  <GroupPlate abo={line.bag.abo} rhd={line.bag.rhd} />
                </Cell>
                <Cell align="right">{words.amount(line.bag)}</Cell>
                <Cell>{now ? format.shortDate(line.bag.expiresAt, now) : ''}</Cell>
                <Cell>
                  <Field label={`${t('form.appearance')} ${no}`} isLabelHidden>
                    <Select
                      density="tight"
                      value={line.appearance}
                      onValueChange={(value) => onAppearance(line.bag.unitId, value)}
                      items={appearances.map((value) => ({ value, label: t(`appearance.${value}`) }))}
                      className="w-28"
                    />
                  </Field>
                </Cell>
                <Cell>
                  <CrossmatchCell line={line} onEnter={() => onCrossmatch(line.bag.unitId)} />
                </Cell>
                <Cell>
                  <IconButton
                    label={`${t('form.remove')} ${no}`}
                    icon={<Icon of={X} />}
                    onClick={() => onRemove(line.bag)}
                  />
                </Cell>
              </TableRow>
            ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function CrossmatchCell({ line, onEnter }: { line: ChosenBag; onEnter: () => void }) {
  const t = useTranslations('clinical-issues');
  const { bag, crossmatch } = line;
  if (!bag.requiresCrossmatch) return <span className="text-ink-3">{t('form.crossmatchNotNeeded')}</span>;
  if (crossmatch)
    return (
      <button type="button" onClick={onEnter} className="inline-flex h-6 items-center rounded hover:underline">
        {crossmatch.major === 'compatible' && crossmatch.minor !== 'incompatible' ? (
          <StatusMark tone="done">{t('form.crossmatchDone', { by: crossmatch.testedBy })}</StatusMark>
        ) : (
          <StatusMark tone="stop">{t('crossmatch.results.incompatible')}</StatusMark>
        )}
      </button>
    );
  if (bag.reservedCrossmatch) return <StatusMark tone="done">{t('form.crossmatchKept')}</StatusMark>;
  return (
    <Button size="sm" onClick={onEnter} kbd="F6">
      {t('form.enterCrossmatch')}
    </Button>
  );
}
