'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useLive } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { isFocusFree } from '@/components/ui/focus-free';
import { isStaleState } from '@/components/ui/live-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { formatGroup } from '@/domain/blood/groups';
import { copyDraft } from '@/domain/blood-orders/kinds';
import { amountStep, largestAmount } from '@/domain/blood-orders/proposal';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { ownDraft } from '@/domain/own-draft';
import { placeKey } from '@/domain/stock/matrix';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { useStockMatrix } from '../../stock/_parts/use-stock-matrix';
import { useLineWords } from './line-words';
import {
  draftOf,
  emptyOrder,
  type GridCell,
  inputOf,
  isSpecial,
  isTooLarge,
  linesOf,
  type OrderDraft,
  openOrder,
  sumsOf,
  viewGrid,
  withoutStrays,
  withStraysBelow,
} from './order-draft';
import { OrderGrid } from './order-grid';
import { OrderHead } from './order-head';
import type { OrderDesk, OrderView } from './order-types';
import { QuotaLine } from './quota-line';
import { SpecialDialog } from './special-dialog';
import { SpecialLines } from './special-lines';
import { TemplateMenu } from './template-menu';
import { UnusualDialog } from './unusual-dialog';

/** A change is the house's, whoever began it; a copy and a new order are drafts of their own, so that neither takes the other's place. */
function subjectOf(changeId: string | undefined, copyId: string | undefined): string {
  return changeId ? `change:${changeId}` : copyId ? copyDraft(copyId) : ownDraft;
}

type OrderDeskPageProps = { changeId?: string; copyId?: string };

/** 按表订血: anew from one's draft, as a copy of an order, or an order that is not answered yet, to be changed. */
export function OrderDeskPage({ changeId, copyId }: OrderDeskPageProps) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const known = changeId ?? copyId;
  const draft = useStoredDraft(
    trpc.bloodOrders.draft.queryOptions({ subjectId: subjectOf(changeId, copyId) }),
    trpc.bloodOrders.saveDraft.mutationKey(),
  );
  const order = useQuery({
    ...trpc.bloodOrders.get.queryOptions({ id: known ?? '' }),
    enabled: known !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  // Slots close by the clock, whether anything happens or not.
  const desk = useQuery(
    trpc.bloodOrders.desk.queryOptions(changeId ? { except: changeId } : {}, { refetchInterval: 60_000 }),
  );
  const title = changeId && order.data ? t('changeTitle', { no: order.data.no }) : t('create');
  return (
    <DraftGate
      title={title}
      definition={bloodOrderRecord}
      draft={known && !order.data ? { ...order, data: undefined } : draft}
    >
      {(stored) =>
        desk.data ? (
          <Ordering
            key={known ?? 'new'}
            title={title}
            stored={stored}
            from={order.data ?? null}
            changeId={changeId}
            copyId={copyId}
            desk={desk.data}
          />
        ) : (
          <Page title={title}>
            <Skeleton lines={8} />
          </Page>
        )
      }
    </DraftGate>
  );
}

type OrderingProps = {
  title: string;
  stored: OpenDraft | null;
  /** The order that is changed or copied. */
  from: OrderView | null;
  changeId: string | undefined;
  copyId: string | undefined;
  desk: OrderDesk;
};

const dayMs = 86_400_000;

/** What an earlier sitting left, else the order it is made from, else the next delivery and its proposals. */
function openedFrom({ stored, from, changeId, desk }: Omit<OrderingProps, 'title' | 'copyId'>): OrderDraft {
  const station = desk.stations[0];
  const opened = (stored && openOrder(stored.body)) ?? (from ? draftOf(from, !changeId) : emptyOrder);
  const stationId = opened.stationId || station?.id || '';
  const isNext = opened.neededAt === null && opened.deliveryMethod === 'slot' && opened.priority === 'routine';
  return { ...opened, stationId, neededAt: isNext ? firstSlot(desk, stationId) : opened.neededAt };
}

/** The next delivery is the one that is usually meant. Chosen once: it never moves on by itself to another day. */
function firstSlot(desk: OrderDesk, stationId: string): string | null {
  return desk.stations.find(({ id }) => id === stationId)?.slots[0]?.arrivesAt.toISOString() ?? null;
}

function Ordering({ title, stored, from, changeId, copyId, desk }: OrderingProps) {
  const t = useTranslations('blood-orders');
  const router = useRouter();
  const trpc = useTRPC();
  const format = useFormat();
  const words = useLineWords();
  const live = useLive();
  const open = useOpenDialog();
  const { query, view, now } = useStockMatrix();
  const submit = useCommand(trpc.bloodOrders.submit.mutationOptions());
  const modify = useCommand(trpc.bloodOrders.modify.mutationOptions());
  const command = changeId ? modify : submit;
  const [draft, setDraft] = useState(() => openedFrom({ stored, from, changeId, desk }));
  const [opened] = useState(draft);
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const onFocus = useCallback((cell: GridCell | null) => setFocusedKey(cell?.key ?? null), []);
  const [restoredAt, setRestoredAt] = useState(() => (stored && openOrder(stored.body) ? stored.updatedAt : undefined));
  const change = useCallback((part: Partial<OrderDraft>) => setDraft((before) => ({ ...before, ...part })), []);
  const { draftState, settleDraft } = useDraft({
    stored,
    body: draft,
    isEmpty: draft === opened,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.bloodOrders.saveDraft.mutationOptions(),
    subjectId: subjectOf(changeId, copyId),
  });

  const station = desk.stations.find(({ id }) => id === draft.stationId);
  const isOfSlot = draft.priority === 'routine' && draft.deliveryMethod === 'slot';
  const isOpenSlot = station?.slots.some(({ arrivesAt }) => arrivesAt.toISOString() === draft.neededAt) ?? false;
  // A slot that has closed is none: another is chosen, by hand.
  const needed = isOfSlot && !isOpenSlot ? null : draft.neededAt;
  const isNow = draft.priority === 'life_threatening' && needed === null;
  const leadDays = needed && now ? Math.max(0, (Date.parse(needed) - now.getTime()) / dayMs) : 0;
  const isStale = isStaleState(live.state);
  // What presses asks for what is needed, never for the day's stock beside it; nor does anybody order by figures that stand still.
  const base = draft.priority === 'routine' && !isStale ? draft.base : 'nothing';
  const taking = useMemo(() => ({ ...draft, base }), [draft, base]);
  const grid = useMemo(() => {
    const facts = {
      ordered: new Map(desk.ordered.map(({ cell, amount }) => [cell, amount])),
      yesterday: new Map(desk.yesterday.map((row) => [placeKey(row), row.amount])),
      leadDays,
      useDays: query.data?.useDays ?? 0,
    };
    return view ? viewGrid(view, taking, facts) : null;
  }, [view, taking, desk, leadDays, query.data?.useDays]);
  const lines = grid ? linesOf(grid, draft) : [];
  const nameOf = ({ view: { component, group } }: GridCell) =>
    t('cell', { component: words.shortName(component.code), group: formatGroup(group.abo, group.rhd) });
  const needOf = (cell: GridCell) => {
    const { component } = cell.view;
    const unit = words.unit(component.code);
    return isTooLarge(cell.amount, component)
      ? t('needSmaller', { cell: nameOf(cell), most: format.number(largestAmount(component) / 100), unit })
      : t('needAmount', { cell: nameOf(cell), step: amountStep(component) / 100, unit });
  };
  const cells = grid?.rows.flatMap((row) => row.cells.filter((cell) => cell !== null)) ?? [];
  const odd = cells.find((cell) => cell.isOdd);
  const focused = cells.find(({ key }) => key === focusedKey);
  const unusual = draft.priority === 'routine' ? cells.filter((cell) => cell.isUnusual) : [];
  const missing = command.isUnanswered
    ? null
    : !draft.stationId
      ? t('needStation')
      : lines.length === 0
        ? t('needLines')
        : odd
          ? needOf(odd)
          : needed === null && !isNow
            ? t(isOfSlot ? 'needSlot' : 'needTime')
            : null;

  const follow = (sending: Promise<{ id: string }>) =>
    void sending.then(
      ({ id }) => router.push(`/blood-orders?open=${id}`),
      () => undefined,
    );
  function press() {
    if (odd && !command.isUnanswered) return boxOf(odd.key)?.focus();
    if (missing || isSending(command) || command.state === 'saved') return;
    if (command.isUnanswered) return follow(command.sendAgain());
    // What the server found beyond the usual, by figures that have moved meanwhile, is confirmed by the next press.
    if (unusual.length === 0) return send(command.failure?.violations?.some(isOfUnusual) ?? false);
    const said = unusual.map((cell) =>
      t('unusual.line', {
        cell: nameOf(cell),
        amount: format.number(cell.amount ?? 0),
        unit: words.unit(cell.view.component.code),
        proposed: format.number(cell.proposed),
      }),
    );
    open((close) => <UnusualDialog lines={said} onSend={() => send(true)} onClose={close} />);
  }
  function send(areAmountsConfirmed: boolean) {
    const neededAt = needed ? new Date(needed) : (now ?? desk.now);
    const input = inputOf(lines, draft, neededAt, { copyOf: copyId ?? null, areAmountsConfirmed });
    follow(
      changeId && from
        ? modify.send({ ...input, id: changeId, version: from.version }, settleDraft)
        : submit.send(input, settleDraft),
    );
  }

  /** What somebody typed stays: its proposal is one key away. */
  const takeAll = () =>
    setDraft((before) => ({
      ...before,
      base: 'proposal',
      cells: Object.fromEntries(Object.entries(before.cells).filter(([, amount]) => amount !== null)),
    }));
  const takeLines = (cells: OrderDraft['cells']) =>
    setDraft((before) => ({ ...before, base: 'nothing', cells, specials: withoutStrays(before.specials) }));
  const onType = useCallback(
    (key: string, amount: number | null | undefined) =>
      setDraft((before) => {
        const { [key]: _, ...others } = before.cells;
        // `=` in an order that starts from nothing writes the proposal down, for an untouched cell is nothing there.
        return { ...before, cells: amount === undefined ? others : { ...others, [key]: amount } };
      }),
    [],
  );
  function typeInto(key: string, amount: number | null | undefined) {
    if (amount !== undefined || taking.base === 'proposal') return onType(key, amount);
    const cell = grid?.rows.flatMap((row) => row.cells).find((one) => one?.key === key);
    onType(key, cell?.proposed ?? null);
  }
  function openSpecial(line: OrderDraft['specials'][number] | null) {
    const heading = line
      ? t('specialEdit', { line: draft.specials.findIndex(({ key }) => key === line.key) + 1 })
      : t('specialTitle');
    open((close) => (
      <SpecialDialog
        line={line}
        title={heading}
        onClose={close}
        onSave={(saved) =>
          setDraft((before) => ({
            ...before,
            specials: before.specials.some(({ key }) => key === saved.key)
              ? before.specials.map((one) => (one.key === saved.key ? saved : one))
              : [...before.specials, saved],
          }))
        }
      />
    ));
  }

  useKey('Ctrl Enter', () => void press(), { reach: 'form' });
  const mayTakeAll = draft.priority === 'routine' && !isStale;
  const isAllTaken = draft.base === 'proposal' && Object.values(draft.cells).every((amount) => amount !== null);
  useKey('Ctrl D', () => mayTakeAll && takeAll(), { isEnabled: !command.isClosed });
  useKey('Alt N', () => openSpecial(null), { isEnabled: !command.isClosed });
  useKey('Esc', () => router.push('/blood-orders'), { isEnabled: !command.isClosed });
  useFirstCell(grid !== null);
  useEffect(() => {
    if (grid) setDraft((before) => withStraysBelow(before, grid));
  }, [grid]);

  const keys = useMemo(
    () => [
      { keys: 'Tab', label: t('keys.next') },
      { keys: 'Enter', label: t('keys.down') },
      { keys: '=', label: t('keys.proposal') },
      { keys: '0', label: t('keys.none') },
      { keys: 'Ctrl D', label: t('keys.all') },
      { keys: 'Alt N', label: t('keys.special') },
      { keys: 'Ctrl Enter', label: t('keys.send') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={title}
      note={t('createNote')}
      scroll="page"
      keys={keys}
      keyNote={
        focused ? (
          t('focusNote', {
            component: words.shortName(focused.view.component.code),
            group: formatGroup(focused.view.group.abo, focused.view.group.rhd),
            proposed: format.number(focused.proposed),
            amount: focused.amount === null ? nothing : format.number(focused.amount),
          })
        ) : (
          <DraftNote state={draftState} />
        )
      }
      actions={
        <>
          <Button
            onClick={takeAll}
            kbd="Ctrl D"
            disabledReason={mayTakeAll ? (isAllTaken ? t('allTaken') : null) : t('noProposals')}
          >
            {t('allProposed')}
          </Button>
          <TemplateMenu
            last={desk.last}
            onTake={takeLines}
            lines={lines.filter((line) => !isSpecial({ ...line, isForPatient: line.patientId !== null }))}
          />
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            onClick={press}
            isPending={isSending(command)}
            disabledReason={missing}
          >
            {t(changeId ? 'sendChange' : 'send', { count: lines.length })}
          </Button>
        </>
      }
    >
      <EntryFrame command={command} definition={bloodOrderRecord}>
        <OrderHead
          draft={{ ...draft, neededAt: needed }}
          desk={desk}
          now={now ?? null}
          firstSlot={firstSlot(desk, draft.stationId)}
          onChange={change}
          isStationFixed={changeId !== undefined}
        />
        {restoredAt && now && (
          <Banner
            tone="info"
            action={
              <Button
                size="dense"
                onClick={() => {
                  setDraft(openedFrom({ stored: null, from, changeId, desk }));
                  setRestoredAt(undefined);
                }}
              >
                {t('startOver')}
              </Button>
            }
          >
            {t('restored', { at: format.dayTime(restoredAt, now) })}
          </Banner>
        )}
        {isStale && draft.base === 'proposal' && draft.priority === 'routine' && (
          <Banner tone="warn">{t('staleNote')}</Banner>
        )}
        {query.data?.declared && <Banner tone="info">{t('declaresNote')}</Banner>}
        {!grid && <Skeleton lines={10} />}
        {grid &&
          (grid.rows.length > 0 ? (
            <div>
              <OrderGrid grid={grid} live={live.state} onType={typeInto} onFocus={onFocus} />
              <GridLegend />
            </div>
          ) : (
            <Panel>
              <EmptyState title={t('noGrid')} />
            </Panel>
          ))}
        <SpecialLines
          lines={draft.specials}
          onAdd={() => openSpecial(null)}
          onEdit={openSpecial}
          onRemove={(key) =>
            setDraft((before) => ({ ...before, specials: before.specials.filter((one) => one.key !== key) }))
          }
        />
        {/* In sight however far the grid goes on below. */}
        <div className="sticky -bottom-2 z-10 -mb-2 flex flex-col gap-1 border-t border-line-2 bg-bg py-2 print:static">
          <OrderSums lines={lines} specials={draft.specials.length} />
          <QuotaLine sums={changeId ? [] : sumsOf(boundOf(lines, draft))} isBound={draft.priority === 'routine'} />
        </div>
      </EntryFrame>
    </Page>
  );
}

/** What a plan can stop: rare groups it cannot, nor what is pressing. */
const boundOf = (lines: ReturnType<typeof linesOf>, { priority }: OrderDraft) =>
  priority === 'routine' ? lines.filter(({ rhd }) => rhd !== 'negative') : lines;

const boxOf = (key: string) => document.querySelector<HTMLInputElement>(`[data-cell="${key}"]`);
const isOfUnusual = ({ code }: { readonly code: string }) => code === 'order.amount_unusual';

/** The hands are on the first box as soon as it is there. */
function useFirstCell(isThere: boolean): void {
  useEffect(() => {
    if (!isThere || !isFocusFree()) return;
    document.querySelector<HTMLInputElement>('[data-cell]')?.focus();
  }, [isThere]);
}

function GridLegend() {
  const t = useTranslations('blood-orders.legend');
  return (
    <p className="mt-1 flex flex-wrap gap-x-5 text-12 text-ink-3">
      <span>{t('left')}</span>
      <span>{t('coming')}</span>
      <span>{t('proposed')}</span>
      <span>{t('grey')}</span>
      <strong className="text-ink">{t('typed')}</strong>
      <span>{t('negative')}</span>
      <span>{t('none')}</span>
    </p>
  );
}

function OrderSums({ lines, specials }: { lines: ReturnType<typeof linesOf>; specials: number }) {
  const t = useTranslations('blood-orders.sums');
  const format = useFormat();
  return (
    <p className="flex flex-wrap gap-x-6 text-13">
      <span>{t('grid', { count: lines.length - specials })}</span>
      {specials > 0 && <span>{t('special', { count: specials })}</span>}
      {sumsOf(lines).map(({ name, amount }) => (
        <strong key={name}>
          {name === 'platelets' ? t('platelets', { amount }) : t(name, { amount: format.number(amount) })}
        </strong>
      ))}
    </p>
  );
}
