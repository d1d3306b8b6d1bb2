'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { type BloodComponent, componentCatalogue, componentShortName } from '@/domain/blood/components';
import { relabellingRecord } from '@/domain/station-stock/record';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;

/** One sitting: each bag with both labels, who stuck and who checked them, and why. */
export function RelabellingDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('relabellings');
  const record = useTranslations('record');
  const locale = useLocale();
  const format = useFormat();
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.relabellings.get.queryOptions({ id }));
  const history = useQuery(trpc.relabellings.history.queryOptions({ id }));
  const label = (donationNo: string, productCode: string) => `${format.donationNumber(donationNo)} ${productCode}`;
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={relabellingRecord} state={data.state} />}
      onClose={onClose}
      width={420}
    >
      {error && <FailurePanel definition={relabellingRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={relabellingRecord}
              record={data}
              fields={['bagCount', 'reason', 'relabelledBy', 'checkedBy', 'createdAt']}
              now={now}
            />
          </div>
          <Table density="two-line">
            <TableHead>
              <HeadCell>{t('fields.labels')}</HeadCell>
              <HeadCell>{t('entry.columns.component')}</HeadCell>
              <HeadCell align="center">{t('entry.columns.group')}</HeadCell>
            </TableHead>
            <tbody>
              {data.lines.map((line) => {
                const component = components.find((candidate) => candidate.code === line.component);
                return (
                  <TableRow key={line.unitId}>
                    <Cell className="font-code text-12">
                      <span className="block text-ink-2">
                        {t('detail.old')} {label(line.oldDonationNo, line.oldProductCode)}
                      </span>
                      <Link href={`/units/${line.unitId}`} className="block text-act underline">
                        {t('detail.taken')} {label(line.newDonationNo, line.newProductCode)}
                      </Link>
                    </Cell>
                    <Cell>{component ? componentShortName(component, locale) : line.component}</Cell>
                    <Cell align="center">
                      <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                    </Cell>
                  </TableRow>
                );
              })}
            </tbody>
          </Table>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={relabellingRecord} entries={history.data ?? []} organisations={{}} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}
