'use client';
import X from 'lucide-react/icons/x';
import { useLocale, useTranslations } from 'use-intl';
import { useViolationWords } from '@/components/record/violation-words';
import { DonationNumber } from '@/components/ui/donation-number';
import { EmptyState } from '@/components/ui/empty-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import type { Violation } from '@/domain/result';
import { relabellingRecord } from '@/domain/station-stock/record';
import type { RelabelEntry } from '@/domain/station-stock/relabel-scan';
import { differingSisters } from '@/domain/station-stock/sisters';
import { useFormat } from '@/i18n/provider';
import type { KnownLabels } from './relabel-lines';

const components: readonly BloodComponent[] = componentCatalogue;

type RelabelTableProps = {
  entries: readonly RelabelEntry[];
  /** What the rules say against an entry, by the id of its bag. */
  faults: ReadonlyMap<string, readonly Violation[]>;
  /** The other bags of each new donation, by the id of the bag. */
  known: KnownLabels;
  onRemove: (unitId: string) => void;
};

/** Each bag with the label it bears and the one it takes, one above the other so that they can be read against each other. */
export function RelabelTable({ entries, faults, known, onRemove }: RelabelTableProps) {
  const t = useTranslations('relabellings.entry');
  const locale = useLocale();
  const format = useFormat();
  const words = useViolationWords(relabellingRecord);
  if (entries.length === 0)
    return (
      <Panel>
        <EmptyState title={t('noLines')} />
      </Panel>
    );
  return (
    <Panel title={t('lines', { count: entries.length })}>
      <Table>
        <TableHead>
          <HeadCell align="right">#</HeadCell>
          <HeadCell>{t('columns.old')}</HeadCell>
          <HeadCell>{t('columns.taken')}</HeadCell>
          <HeadCell>{t('columns.component')}</HeadCell>
          <HeadCell align="center">{t('columns.group')}</HeadCell>
          <HeadCell align="right">{t('columns.amount')}</HeadCell>
          <HeadCell>{t('columns.expiresAt')}</HeadCell>
          <HeadCell />
        </TableHead>
        <tbody>
          {entries.map(({ bag, label }, index) => {
            const component = components.find((candidate) => candidate.code === bag.component);
            const found = faults.get(bag.id) ?? [];
            const sisters = known.get(bag.id)?.sisters ?? [];
            const differing = differingSisters(bag, sisters);
            return [
              <TableRow key={bag.id} state={found.length > 0 ? 'refuse' : differing.length > 0 ? 'warn' : 'plain'}>
                <Cell align="right">{index + 1}</Cell>
                <Cell>
                  <DonationNumber donationNo={bag.donationNo} />{' '}
                  <span className="ml-2 font-code">{bag.productCode}</span>
                </Cell>
                <Cell>
                  <strong>
                    <DonationNumber donationNo={label.donation?.donationNo ?? ''} />{' '}
                    <span className="ml-2 font-code">{label.product?.productCode}</span>
                  </strong>
                </Cell>
                <Cell>{component ? componentName(component, locale) : bag.component}</Cell>
                <Cell align="center">
                  <GroupPlate abo={bag.abo} rhd={bag.rhd} />
                </Cell>
                <Cell align="right">{component ? formatAmount(bag.amount, component, locale) : ''}</Cell>
                <Cell>{format.dateTime(bag.expiresAt)}</Cell>
                <Cell align="right">
                  <IconButton
                    label={t('remove', { label: `${bag.donationNo} ${bag.productCode}` })}
                    icon={<Icon of={X} />}
                    onClick={() => onRemove(bag.id)}
                  />
                </Cell>
              </TableRow>,
              ...found.map((fault) => (
                <tr key={`${bag.id} ${fault.code}`}>
                  <td />
                  <td colSpan={7} role="alert" className="pb-1 text-13 text-stop">
                    {words(fault)}
                  </td>
                </tr>
              )),
              sisters.length > 0 && (
                <tr key={`${bag.id} sisters`} className={differing.length > 0 ? '[&>*]:bg-lv2-tint' : ''}>
                  <td />
                  <td colSpan={7} className="pb-1 text-13">
                    <span className="mr-3">
                      {t('sisters', { count: sisters.length, here: sisters.filter(({ isHere }) => isHere).length })}
                    </span>
                    {sisters.map(({ productCode, abo, rhd }) => (
                      <span key={productCode} className="mr-3 inline-flex items-center gap-1 align-middle">
                        <span className="font-code">{productCode}</span>
                        <GroupPlate abo={abo} rhd={rhd} size="xs" />
                      </span>
                    ))}
                    {differing.length > 0 && (
                      <strong className="block">
                        {t('differing', {
                          group: formatGroup(bag.abo, bag.rhd),
                          others: differing
                            .map(({ productCode, abo, rhd }) => `${productCode} ${formatGroup(abo, rhd)}`)
                            .join(', '),
                        })}
                      </strong>
                    )}
                  </td>
                </tr>
              ),
            ];
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
