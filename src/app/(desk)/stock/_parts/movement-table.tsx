'use client';
import { useLocale, useTranslations } from 'use-intl';
import { LateMark } from '@/app/_shell/late-mark';
import { DayTime } from '@/components/ui/day-time';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { useFormat } from '@/i18n/provider';
import type { OrganisationName } from '@/server/kernel/list';
import type { MovementRow } from '@/server/modules/stock/movements';

const components: readonly BloodComponent[] = componentCatalogue;

/** The name under which the job that takes out expired bags acts. */
/** Jobs of the city that move bags by themselves. */
const sweepers = ['expiry', 'reservations'];

type MovementTableProps = {
  rows: readonly MovementRow[];
  organisations: Readonly<Record<string, OrganisationName>>;
  now: Date | null;
};

export function MovementTable({ rows, organisations, now }: MovementTableProps) {
  const t = useTranslations('stock');
  const format = useFormat();
  const locale = useLocale();
  const account = (orgId: string | null, bucket: MovementRow['fromBucket']) => {
    const known = orgId ? organisations[orgId] : undefined;
    const name = known ? (locale === 'en' ? known.en : known.zh) : null;
    return name ? `${name}·${t(`buckets.${bucket}`)}` : t(`buckets.${bucket}`);
  };
  return (
    <TableFrame label={t('tabs.movements')} className="flex-1">
      <Table density="dense">
        <TableHead>
          <HeadCell>{t('movements.at')}</HeadCell>
          <HeadCell>{t('movements.occurredAt')}</HeadCell>
          <HeadCell>{t('movements.direction')}</HeadCell>
          <HeadCell>{t('movements.kind')}</HeadCell>
          <HeadCell>{t('fields.donationNo')}</HeadCell>
          <HeadCell>{t('fields.component')}</HeadCell>
          <HeadCell align="center">{t('fields.group')}</HeadCell>
          <HeadCell align="right">{t('fields.amount')}</HeadCell>
          <HeadCell>{t('movements.from')}</HeadCell>
          <HeadCell>{t('movements.to')}</HeadCell>
          <HeadCell>{t('movements.actor')}</HeadCell>
        </TableHead>
        <tbody>
          {rows.map((row) => {
            const component = components.find(({ code }) => code === row.component);
            return (
              <TableRow key={row.id}>
                <Cell>
                  <DayTime at={row.at} now={now} />
                </Cell>
                <Cell>{row.isLate && <DayTime at={row.occurredAt} now={now} />}</Cell>
                <Cell
                  className={row.direction === 'inside' || row.direction === 'transit' ? 'text-ink-3' : 'font-bold'}
                >
                  {t(`movements.directions.${row.direction}`)}
                </Cell>
                <Cell>
                  {t(`kinds.${row.kind}`)}
                  <LateMark formNo={row.downtimeFormNo} isLate={row.isLate} />
                </Cell>
                <Cell>
                  {row.donationNo ? (
                    <DonationNumber donationNo={row.donationNo} />
                  ) : (
                    <span className="text-ink-3">{t('movements.gone')}</span>
                  )}
                </Cell>
                <Cell>{component ? componentName(component, locale) : row.component}</Cell>
                <Cell align="center">
                  <GroupPlate abo={row.abo as PlateAbo} rhd={row.rhd as PlateRhd} />
                </Cell>
                <Cell align="right">
                  {component ? formatAmount(row.amount, component, locale) : format.amount(row.amount)}
                </Cell>
                <Cell>{account(row.fromOrgId, row.fromBucket)}</Cell>
                <Cell>{account(row.toOrgId, row.toBucket)}</Cell>
                <Cell className="text-ink-2">{sweepers.includes(row.actor) ? t('movements.system') : row.actor}</Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </TableFrame>
  );
}
