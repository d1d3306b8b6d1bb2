'use client';
import type { ReactNode } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { LateMark } from '@/app/_shell/late-mark';
import { alignOf } from '@/components/record/field-value';
import { DayTime } from '@/components/ui/day-time';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { isEnteredLater, type MovementColumn, movementList, movementSweepers } from '@/domain/stock/record';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import type { OrganisationName } from '@/server/kernel/list';
import type { MovementRow } from '@/server/modules/stock/movements';
import { OldLabel } from './old-label';

const components: readonly BloodComponent[] = componentCatalogue;

type MovementTableProps = {
  rows: readonly MovementRow[];
  /** Names of fields in their order. */
  columns: readonly string[];
  organisations: Readonly<Record<string, OrganisationName>>;
  now: Date | null;
};

export function MovementTable({ rows, columns, organisations, now }: MovementTableProps) {
  const t = useTranslations('stock');
  const format = useFormat();
  const locale = useLocale();
  const shown = columns.filter((name): name is MovementColumn => name in movementList.fields);
  const account = (orgId: string | null, bucket: MovementRow['fromBucket']) => {
    const known = orgId ? organisations[orgId] : undefined;
    const name = known ? (locale === 'en' ? known.en : known.zh) : null;
    return name ? `${name}·${t(`buckets.${bucket}`)}` : t(`buckets.${bucket}`);
  };
  const draw: Record<MovementColumn, (row: MovementRow) => ReactNode> = {
    at: ({ at }) => <DayTime at={at} now={now} />,
    occurredAt: (row) =>
      isEnteredLater(row) ? <DayTime at={row.occurredAt} now={now} /> : <span className="text-ink-3">{nothing}</span>,
    way: ({ direction }) => (
      <span className={direction === 'inside' || direction === 'transit' ? 'text-ink-3' : 'font-bold'}>
        {t(`options.way.${direction}`)}
      </span>
    ),
    kind: ({ kind, downtimeFormNo, isLate, occurredAt }) => (
      <>
        {t(`kinds.${kind}`)}
        <LateMark formNo={downtimeFormNo} isLate={isLate} />
        {isLate && (
          <span className="ml-1">
            <DayTime at={occurredAt} now={now} />
          </span>
        )}
      </>
    ),
    donationNo: ({ donationNo, oldLabel }) =>
      donationNo ? (
        <>
          <DonationNumber donationNo={donationNo} />
          <OldLabel donationNo={oldLabel} />
        </>
      ) : (
        <span className="text-ink-3">{t('movements.gone')}</span>
      ),
    component: (row) => {
      const component = components.find(({ code }) => code === row.component);
      return component ? componentName(component, locale) : row.component;
    },
    group: ({ abo, rhd }) => <GroupPlate abo={abo as PlateAbo} rhd={rhd as PlateRhd} />,
    amount: (row) => {
      const component = components.find(({ code }) => code === row.component);
      return component ? formatAmount(row.amount, component, locale) : format.amount(row.amount);
    },
    from: ({ fromOrgId, fromBucket }) => account(fromOrgId, fromBucket),
    to: ({ toOrgId, toBucket }) => account(toOrgId, toBucket),
    actor: ({ actor }) => (
      <span className="text-ink-2">{movementSweepers.includes(actor) ? t('movements.system') : actor}</span>
    ),
  };
  return (
    <TableFrame label={t('tabs.movements')} className="flex-1">
      <Table density="dense">
        <TableHead>
          {shown.map((name) => (
            <HeadCell key={name} align={alignOf(movementList.fields[name].kind)}>
              {t(`fields.${name}`)}
            </HeadCell>
          ))}
        </TableHead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={row.id}>
              {shown.map((name) => (
                <Cell key={name} align={alignOf(movementList.fields[name].kind)}>
                  {draw[name](row)}
                </Cell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}
