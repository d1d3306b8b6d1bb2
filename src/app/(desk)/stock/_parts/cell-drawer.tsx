'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { buttonClasses } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Drawer } from '@/components/ui/drawer';
import { ErrorState } from '@/components/ui/error-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { isStaleState, type LiveState } from '@/components/ui/live-state';
import { Skeleton } from '@/components/ui/skeleton';
import { componentName } from '@/domain/blood/components';
import { formatGroup, groupKey } from '@/domain/blood/groups';
import type { CellView } from '@/domain/stock/matrix';
import { CellBagTable } from './cell-bag-table';
import { CellReadOut } from './cell-read-out';
import { ExportLink } from './export-link';
import { useStockInput } from './use-stock-matrix';

type CellDrawerProps = {
  cell: CellView;
  useDays: number;
  now: Date;
  state: LiveState;
  onClose: () => void;
};

/** One cell: how long it lasts, what it is made of, and the bags, in groups that add up to it. */
export function CellDrawer({ cell, useDays, now, state, onClose }: CellDrawerProps) {
  const t = useTranslations('stock');
  const locale = useLocale();
  const trpc = useTRPC();
  const org = useStockInput();
  const { component, group } = cell;
  const bags = useQuery(
    trpc.stock.cellBags.queryOptions({ component: component.code, abo: group.abo, rhd: group.rhd, ...org }),
  );
  const label = `${formatGroup(group.abo, group.rhd)} ${componentName(component, locale)}`;
  const filters = { component: component.code, group: groupKey(group.abo, group.rhd) };
  const counts = bags.data?.bags;
  const listQuery = new URLSearchParams({ ...filters, ...(org.orgId ? { org: org.orgId } : {}) });

  return (
    <Drawer
      label={label}
      width={420}
      onClose={onClose}
      title={
        <>
          <GroupPlate abo={group.abo} rhd={group.rhd} size="m" isStale={isStaleState(state)} />
          <span className="truncate">{componentName(component, locale)}</span>
        </>
      }
      footer={
        <>
          {counts && (
            <span className="mr-auto text-12 text-ink-3">
              {t('cell.sum', {
                total: counts.available + counts.reserved + counts.quarantined,
                available: counts.available,
              })}
              {counts.reserved > 0 && t('cell.sumReserved', { count: counts.reserved })}
              {counts.quarantined > 0 && t('cell.sumQuarantined', { count: counts.quarantined })}
            </span>
          )}
          <ExportLink filters={filters} size="md" />
          <Link className={buttonClasses('secondary', 'md')} href={`/stock/bags?${listQuery}`}>
            {t('cell.openList')}
          </Link>
        </>
      }
    >
      <CellReadOut cell={cell} useDays={useDays} state={state} />
      <div className={classNames('border-t border-line-2', isStaleState(state) && 'text-ink-3')}>
        {bags.data ? (
          <CellBagTable bags={bags.data} component={component} now={now} />
        ) : bags.error ? (
          <ErrorState
            requestId={appErrorOf(bags.error).requestId}
            onRetry={() => void bags.refetch()}
            isRetrying={bags.isFetching}
          />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    </Drawer>
  );
}
