'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { PaperLine } from '@/components/record/paper-line';
import { Button } from '@/components/ui/button';
import { DateRangeInput } from '@/components/ui/date-range-input';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { QueryForm, queryLabelWidth } from '@/components/ui/query-form';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { TextInput } from '@/components/ui/text-input';
import { type BloodComponent, componentCatalogue, componentName } from '@/domain/blood/components';
import { formatGroup, groupColumns, groupKey } from '@/domain/blood/groups';
import { movementDirections, movementKinds } from '@/domain/stock/record';
import { parseCityDateTime } from '@/i18n/format';
import { MovementTable } from './movement-table';
import { StockTabs } from './stock-tabs';
import { useForeignNote, useStockInput, useStockMatrix } from './use-stock-matrix';

const components: readonly BloodComponent[] = componentCatalogue;
const dayMs = 86_400_000;
const names = ['donationNo', 'kind', 'way', 'component', 'group', 'from', 'to'] as const;
type Typed = Record<(typeof names)[number], string | null>;
const parsers = Object.fromEntries(names.map((name) => [name, parseAsString])) as Record<
  (typeof names)[number],
  typeof parseAsString
>;
const nothingTyped = Object.fromEntries(names.map((name) => [name, null])) as Typed;

/** 流水: every bag in, out, and from one state to another, newest first. */
export function MovementList() {
  const t = useTranslations('stock');
  const trpc = useTRPC();
  const org = useStockInput();
  const now = useCityNow(60_000);
  const { query, view } = useStockMatrix();
  const note = useForeignNote(query.data);
  const [asked, setAsked] = useQueryStates(parsers, { history: 'push' });
  const input = useMemo(() => ({ ...readInput(asked), ...org }), [asked, org]);
  const answer = useInfiniteQuery(
    trpc.stock.movements.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  );
  const rows = answer.data?.pages.flatMap((page) => page.rows) ?? [];
  const organisations = Object.assign({}, ...(answer.data?.pages.map((page) => page.organisations) ?? []));

  return (
    <Page title={t('title')} note={note} tabs={<StockTabs current="movements" expiringBags={view?.expiringBags} />}>
      {answer.data && <MovementPaper asked={asked} rows={rows.length} hasMore={answer.hasNextPage} />}
      <MovementFilters asked={asked} onAsk={(next) => void setAsked(next)} now={now ?? undefined} />
      {answer.data ? (
        rows.length === 0 ? (
          <div className="flex-1 border border-line-2 bg-surface">
            <EmptyState title={t('movements.empty')} />
          </div>
        ) : (
          <>
            <MovementTable rows={rows} organisations={organisations} now={now} />
            <div className="flex h-8 flex-none items-center justify-end">
              <Button
                size="sm"
                onClick={() => void answer.fetchNextPage()}
                isPending={answer.isFetchingNextPage}
                disabledReason={answer.hasNextPage ? null : t('movements.end')}
              >
                {t('movements.more')}
              </Button>
            </div>
          </>
        )
      ) : answer.error ? (
        <div className="flex-1 border border-line-2 bg-surface">
          <ErrorState
            requestId={appErrorOf(answer.error).requestId}
            onRetry={() => void answer.refetch()}
            isRetrying={answer.isFetching}
          />
        </div>
      ) : (
        <div className="flex-1 border border-line-2 bg-surface">
          <Skeleton lines={12} />
        </div>
      )}
    </Page>
  );
}

/** What stands in the address, as far as it means something. */
function knownOf({ kind, way, component, group }: Typed) {
  return {
    kind: movementKinds.find((candidate) => candidate === kind),
    way: movementDirections.find((candidate) => candidate === way),
    component: components.find(({ code }) => code === component),
    group: groupColumns.find(({ abo, rhd }) => groupKey(abo, rhd) === group),
  };
}

function readInput(asked: Typed) {
  const { donationNo, component, group, from, to } = asked;
  const known = knownOf(asked);
  const since = from ? parseCityDateTime(from) : null;
  const until = to ? parseCityDateTime(to) : null;
  return {
    ...(donationNo ? { donationNo } : {}),
    ...(known.kind ? { kind: known.kind } : {}),
    ...(known.way ? { way: known.way } : {}),
    ...(component ? { component } : {}),
    ...(group ? { group } : {}),
    ...(since ? { since } : {}),
    ...(until ? { until: new Date(until.getTime() + dayMs) } : {}),
  };
}

/** On paper only: what was asked for, and whether these are all of it. */
function MovementPaper({ asked, rows, hasMore }: { asked: Typed; rows: number; hasMore: boolean }) {
  const t = useTranslations('stock');
  const paper = useTranslations('record.paper');
  const locale = useLocale();
  const { donationNo, from, to } = asked;
  const { kind, way, component, group } = knownOf(asked);
  return (
    <PaperLine
      asked={[
        ...(donationNo ? [[t('fields.donationNo'), donationNo] as const] : []),
        ...(kind ? [[t('movements.kind'), t(`kinds.${kind}`)] as const] : []),
        ...(way ? [[t('movements.direction'), t(`movements.directions.${way}`)] as const] : []),
        ...(component ? [[t('fields.component'), componentName(component, locale)] as const] : []),
        ...(group ? [[t('fields.group'), formatGroup(group.abo, group.rhd)] as const] : []),
        ...(from || to ? [[t('movements.since'), paper('range', { from: from ?? '…', to: to ?? '…' })] as const] : []),
      ]}
      rows={rows > 0 ? { from: 1, to: rows } : null}
      rest={rows > 0 ? t(hasMore ? 'movements.cut' : 'movements.end') : null}
    />
  );
}

type MovementFiltersProps = { asked: Typed; onAsk: (next: Typed) => void; now: Date | undefined };

function MovementFilters({ asked, onAsk, now }: MovementFiltersProps) {
  const t = useTranslations('stock');
  const locale = useLocale();
  const [typed, setTyped] = useState<Typed>(asked);
  // Back and forward fill the form anew; it is not mounted anew, or a search would take the focus away.
  const [filled, setFilled] = useState(asked);
  if (names.some((name) => filled[name] !== asked[name])) {
    setFilled(asked);
    setTyped(asked);
  }
  const set = (name: keyof Typed, value: string | null) => setTyped((before) => ({ ...before, [name]: value }));
  const choose = (name: keyof Typed, items: { value: string; label: string }[]) => (
    <Select
      items={[{ value: 'all', label: t('movements.all') }, ...items]}
      value={typed[name] ?? 'all'}
      onValueChange={(value) => set(name, value === 'all' ? null : value)}
      density="dense"
    />
  );
  const field = { density: 'dense', labelWidth: queryLabelWidth(locale) } as const;
  return (
    <QueryForm
      onSubmit={() => onAsk(typed)}
      onReset={() => {
        setTyped(nothingTyped);
        onAsk(nothingTyped);
      }}
      more={
        <Field label={t('fields.component')} {...field}>
          {choose(
            'component',
            components.map((component) => ({ value: component.code, label: componentName(component, locale) })),
          )}
        </Field>
      }
      isInitiallyOpen={asked.component !== null}
    >
      <Field label={t('fields.donationNo')} {...field}>
        <TextInput
          value={typed.donationNo ?? ''}
          onValueChange={(value) => set('donationNo', value || null)}
          density="dense"
        />
      </Field>
      <Field label={t('movements.kind')} {...field}>
        {choose(
          'kind',
          movementKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
        )}
      </Field>
      <Field label={t('movements.direction')} {...field}>
        {choose(
          'way',
          movementDirections.map((direction) => ({ value: direction, label: t(`movements.directions.${direction}`) })),
        )}
      </Field>
      <Field label={t('fields.group')} {...field}>
        {choose(
          'group',
          groupColumns.map(({ abo, rhd }) => ({ value: groupKey(abo, rhd), label: formatGroup(abo, rhd) })),
        )}
      </Field>
      <Field label={t('movements.since')} {...field}>
        <DateRangeInput
          value={{ from: typed.from, to: typed.to }}
          onValueChange={(range) => setTyped((before) => ({ ...before, from: range.from, to: range.to }))}
          now={now}
        />
      </Field>
    </QueryForm>
  );
}
