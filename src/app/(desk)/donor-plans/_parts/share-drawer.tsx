'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { measureUnits } from '@/domain/blood/measures';
import { openDonorStates } from '@/domain/donor-plans/lifecycle';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import { useFormat } from '@/i18n/provider';
import { ActivateDialog } from './activate-dialog';
import { ModifyShareDialog } from './modify-share-dialog';
import { ReturnShareDialog, RevokeShareDialog } from './share-reasons';
import type { Share, ShareRights } from './share-types';

type ShareDrawerProps = { id: string; rights: ShareRights; onClose: () => void };

/** One share: how much of it is activated, ordered and used, by which orders, and whose it is first. */
export function ShareDrawer({ id, rights, onClose }: ShareDrawerProps) {
  const t = useTranslations('donor-plans');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.donorPlans.get.queryOptions({ id }));
  const history = useQuery(trpc.donorPlans.history.queryOptions({ id }));
  const title = data?.no ?? t('title');
  return (
    <Drawer
      title={title}
      label={title}
      width={420}
      status={data && <StateMark definition={donorPlanRecord} state={data.state} />}
      onClose={onClose}
      footer={data && <ShareActions share={data} rights={rights} />}
    >
      {error && <FailurePanel definition={donorPlanRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <ShareFigures share={data} />
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={donorPlanRecord}
              record={{ ...data, year: String(data.year) }}
              fields={[
                'orgId',
                'partyOrgId',
                'origin',
                ...(data.donorGroup ? ['donorGroup'] : []),
                ...(data.reviewNo ? ['reviewId'] : []),
                ...(data.abo ? ['abo'] : []),
                ...(data.rhd ? ['rhd'] : []),
                'validUntil',
                'allocatedBy',
                'createdAt',
                ...(data.activatedAt ? ['activatedBy', 'activatedAt'] : []),
                ...(data.remark ? ['remark'] : []),
                ...(data.reason ? ['reason'] : []),
              ]}
              renderValue={{ reviewId: () => data.reviewNo }}
              organisations={data.organisations}
              now={now}
            />
            {data.patient && (
              <p className="mt-2 text-13">
                <span className="text-12 text-ink-3">{t('forPatient')}</span> {data.patient.name} {data.patient.mrn}
              </p>
            )}
          </div>
          <Draws share={data} maySeeOrders={rights.maySeeOrders} now={now} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel
              definition={donorPlanRecord}
              entries={history.data ?? []}
              organisations={data.organisations}
              now={now}
            />
          </section>
        </>
      )}
    </Drawer>
  );
}

function ShareFigures({ share }: { share: Share }) {
  const t = useTranslations('donor-plans');
  const format = useFormat();
  const unit = measureUnits[share.measure];
  const isOver = share.state === 'expired' || share.state === 'returned' || share.state === 'revoked';
  const figures = [
    ['allocatedAmount', share.amount],
    ['activatedAmount', share.activatedAmount],
    ['pledged', share.pledgedAmount],
    ['used', share.usedAmount],
    ['unused', isOver ? 0 : share.amount - share.pledgedAmount - share.usedAmount],
  ] as const;
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-2 text-14 font-bold">
        {t(`options.measure.${share.measure}`)} {t('amount', { amount: share.amount / 100, unit })}
        {!share.abo && !share.rhd && <span className="ml-2 text-12 font-normal text-ink-2">{t('anyGroup')}</span>}
      </h3>
      <dl className="grid grid-cols-5 gap-2">
        {figures.map(([name, amount]) => (
          <div key={name}>
            <dt className="text-12 text-ink-3">{t(name)}</dt>
            <dd className="text-16 font-bold tabular-nums">{format.number(amount / 100)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Draws({ share, maySeeOrders, now }: { share: Share; maySeeOrders: boolean; now: Date | undefined }) {
  const t = useTranslations('donor-plans');
  const format = useFormat();
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-2 text-14 font-bold">{t('draws')}</h3>
      {share.draws.length === 0 && <p className="text-13 text-ink-2">{t('noDraws')}</p>}
      {share.draws.length > 0 && (
        <Table>
          <TableHead>
            <HeadCell>{t('draws')}</HeadCell>
            <HeadCell align="right">{t('pledged')}</HeadCell>
            <HeadCell align="right">{t('used')}</HeadCell>
          </TableHead>
          <tbody>
            {share.draws.map((draw) => (
              <TableRow key={draw.orderId}>
                <Cell>
                  {maySeeOrders ? <Link href={`/blood-orders?open=${draw.orderId}`}>{draw.no}</Link> : draw.no}{' '}
                  <span className="text-12 text-ink-3">
                    <DayTime at={draw.at} now={now} />
                  </span>
                </Cell>
                <Cell align="right">{format.number(draw.pledged / 100)}</Cell>
                <Cell align="right">{format.number(draw.used / 100)}</Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}

function ShareActions({ share, rights }: { share: Share; rights: ShareRights }) {
  const t = useTranslations('donor-plans');
  const open = useOpenDialog();
  const { state, amount, activatedAmount } = share;
  if (rights.isOffice)
    return (
      state === 'allocated' && (
        <>
          {rights.mayRevoke && (
            <Button
              variant="danger"
              onClick={() => open((close) => <RevokeShareDialog share={share} onClose={close} />)}
            >
              {t('revoke')}
            </Button>
          )}
          {rights.mayAllocate && (
            <Button onClick={() => open((close) => <ModifyShareDialog share={share} onClose={close} />)}>
              {t('modify')}
            </Button>
          )}
        </>
      )
    );
  if (!openDonorStates.some((one) => one === state)) return null;
  return (
    <>
      {rights.mayReturn && (
        <Button onClick={() => open((close) => <ReturnShareDialog share={share} onClose={close} />)}>
          {t('giveBack')}
        </Button>
      )}
      {rights.mayActivate && activatedAmount < amount && (
        <Button variant="primary" onClick={() => open((close) => <ActivateDialog share={share} onClose={close} />)}>
          {t('activate')}
        </Button>
      )}
    </>
  );
}
