'use client';
import { useLocale, useTranslations } from 'use-intl';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { ProcessingDetail } from './processing-types';

const components: readonly BloodComponent[] = componentCatalogue;

/** The bags that went in, with the expiry before and after, and those that came out. */
export function ProcessedBags({ processing }: { processing: ProcessingDetail }) {
  const t = useTranslations('processings');
  const states = useTranslations('station-stock.unitStates');
  const locale = useLocale();
  const format = useFormat();
  const nameOf = (code: string) => {
    const component = components.find((candidate) => candidate.code === code);
    return component ? componentShortName(component, locale) : code;
  };
  const amountOf = (code: string, amount: number) => {
    const component = components.find((candidate) => candidate.code === code);
    return component ? formatAmount(amount, component, locale) : '';
  };
  return (
    <>
      <h3 className="px-4 pt-3 text-14 font-bold">{t('detail.bags')}</h3>
      <Table density="tight">
        <TableHead>
          <HeadCell>{t('entry.columns.donationNo')}</HeadCell>
          <HeadCell>{t('entry.columns.component')}</HeadCell>
          <HeadCell align="center">{t('entry.columns.group')}</HeadCell>
          <HeadCell>{t('fields.state')}</HeadCell>
        </TableHead>
        <tbody>
          {processing.bags.map((bag) => (
            <TableRow key={bag.unitId}>
              <Cell className="font-code text-12">
                {format.donationNumber(bag.donationNo)}
                {bag.expiresAfter && (
                  <span className="block text-ink-3">
                    {bag.expiresAfter.getTime() === bag.expiresBefore.getTime()
                      ? t('detail.sameExpiry')
                      : t('detail.expiry', {
                          before: format.dateTime(bag.expiresBefore),
                          after: format.dateTime(bag.expiresAfter),
                        })}
                  </span>
                )}
              </Cell>
              <Cell>{nameOf(bag.component)}</Cell>
              <Cell align="center">
                <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
              </Cell>
              <Cell>
                {bag.outcome || !bag.isIn ? t(`detail.outcome.${bag.outcome ?? 'gone'}`) : t('detail.inProcess')}
                {bag.loss > 0 && (
                  <span className="block text-12 text-ink-3">
                    {t('detail.loss', { amount: amountOf(bag.component, bag.loss) })}
                  </span>
                )}
              </Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      {processing.made.length > 0 && (
        <>
          <h3 className="px-4 pt-3 text-14 font-bold">{t('detail.made')}</h3>
          <Table density="tight">
            <TableHead>
              <HeadCell>{t('entry.columns.donationNo')}</HeadCell>
              <HeadCell>{t('entry.columns.component')}</HeadCell>
              <HeadCell align="right">{t('entry.columns.amount')}</HeadCell>
              <HeadCell>{t('fields.state')}</HeadCell>
            </TableHead>
            <tbody>
              {processing.made.map((bag) => (
                <TableRow key={bag.unitId}>
                  <Cell className="font-code text-12">
                    {format.donationNumber(bag.donationNo)}
                    <span className="block text-ink-3">
                      {bag.productCode} {format.dateTime(bag.expiresAt)}
                    </span>
                  </Cell>
                  <Cell>{nameOf(bag.component)}</Cell>
                  <Cell align="right">{amountOf(bag.component, bag.amount)}</Cell>
                  <Cell>{states(bag.state as 'available')}</Cell>
                </TableRow>
              ))}
            </tbody>
          </Table>
        </>
      )}
    </>
  );
}
