'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate, type PlateAbo, type PlateRhd } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName } from '@/domain/blood/components';
import { releaseRecord } from '@/domain/station-stock/record';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;

export function ReleaseDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('station-stock');
  const locale = useLocale();
  const format = useFormat();
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.stationStock.get.queryOptions({ id }));
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={releaseRecord} state={data.state} />}
      onClose={onClose}
      width={376}
    >
      {error && <FailurePanel definition={releaseRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={releaseRecord}
              record={data}
              fields={['bagCount', 'source', 'createdBy', 'createdAt']}
              now={now}
            />
          </div>
          <Table density="tight">
            <TableHead>
              <HeadCell>{t('bagColumns.donationNo')}</HeadCell>
              <HeadCell>{t('bagColumns.component')}</HeadCell>
              <HeadCell align="center">{t('bagColumns.group')}</HeadCell>
              <HeadCell>{t('bagColumns.state')}</HeadCell>
            </TableHead>
            <tbody>
              {data.bags.map((bag) => {
                const component = components.find((candidate) => candidate.code === bag.component);
                return (
                  <TableRow key={bag.unitId}>
                    <Cell className="font-code text-12">{format.donationNumber(bag.donationNo)}</Cell>
                    <Cell>{component ? componentShortName(component, locale) : bag.component}</Cell>
                    <Cell align="center">
                      <GroupPlate abo={bag.abo as PlateAbo} rhd={bag.rhd as PlateRhd} size="xs" />
                    </Cell>
                    <Cell>{t(`unitStates.${bag.state as 'available'}`)}</Cell>
                  </TableRow>
                );
              })}
            </tbody>
          </Table>
        </>
      )}
    </Drawer>
  );
}
