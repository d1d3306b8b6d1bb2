'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { returnToRow } from '@/components/record/return-to-row';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { formatGroup } from '@/domain/blood/groups';
import { proposeAnswers } from '@/domain/blood-orders/answer-proposal';
import { answerDraft, declineCodes } from '@/domain/blood-orders/kinds';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { beyondShelf, shortestReason } from '@/domain/blood-orders/rules';
import { placeKey } from '@/domain/stock/matrix';
import { useFormat } from '@/i18n/provider';
import { useStockMatrix } from '../../stock/_parts/use-stock-matrix';
import {
  type AnswerEntry,
  answeredLine,
  answerWith,
  faultOf,
  firstAnswer,
  type LineAnswer,
  openAnswers,
  orderStamp,
} from './answer-draft';
import { moveInGrid, numberedPlaces } from './grid-keys';
import { componentOf, useLineWords } from './line-words';
import { PriorityMark } from './order-marks';
import type { OrderLineView, OrderView } from './order-types';
import { useOrderName } from './use-order-name';

/** 受理: line by line what comes now, what later, what not. */
export function AnswerDesk({ id }: { id: string }) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const order = useQuery(trpc.bloodOrders.get.queryOptions({ id }));
  const stored = useStoredDraft(
    trpc.bloodOrders.draft.queryOptions({ subjectId: answerDraft(id) }),
    trpc.bloodOrders.saveDraft.mutationKey(),
  );
  const { query, view } = useStockMatrix();
  const shelf = useMemo(
    () =>
      view &&
      new Map(
        view.rows.flatMap((row) =>
          row.cells.map((cell) => [placeKey({ component: row.component.code, ...cell.group }), cell.usable.amount]),
        ),
      ),
    [view],
  );
  const isLooking = !shelf && !query.error;
  return (
    <DraftGate
      title={t('toAnswer')}
      definition={bloodOrderRecord}
      draft={order.data ? (isLooking ? { ...query, data: undefined } : stored) : { ...order, data: undefined }}
    >
      {(draft) => order.data && <Answering key={order.data.id} latest={order.data} stored={draft} shelf={shelf} />}
    </DraftGate>
  );
}

type AnsweringProps = {
  latest: OrderView;
  stored: OpenDraft | null;
  /** Usable here in hundredths, by component and group; undefined: it could not be read, and the server judges. */
  shelf: ReadonlyMap<string, number> | undefined;
};

/** Component, group, four figures and the order; then what is answered, each of its width whatever stands in it. */
const columns = 5;

/** Of the shelf what no other order has been promised. */
function freeOf({ lines }: OrderView, shelf: AnsweringProps['shelf']): AnsweringProps['shelf'] {
  if (!shelf) return undefined;
  const promised = new Map(lines.map((line) => [placeKey(line), line.promisedElsewhere]));
  return new Map([...shelf].map(([place, here]) => [place, Math.max(0, here - (promised.get(place) ?? 0))]));
}

/** What the shelf can give of each line, as it stands when the page opens: nothing moves under the hands. */
function firstAnswers(order: OrderView, onShelf: AnsweringProps['shelf']): Record<string, LineAnswer> {
  const { lines } = order;
  const shelf = freeOf(order, onShelf);
  const places = lines.map((line) => ({
    id: line.id,
    amount: line.amount,
    place: placeKey(line),
    sizes: componentOf(line.component)?.sizes ?? [],
  }));
  const proposed = shelf && proposeAnswers(places, shelf);
  return Object.fromEntries(lines.map((line) => [line.id, firstAnswer(line, proposed?.get(line.id))]));
}

function Answering({ latest, stored, shelf }: AnsweringProps) {
  const t = useTranslations('blood-orders');
  const [opened, setOpened] = useState(latest);
  // A telephone call changes no line: what was typed goes on. Changed lines are looked at first.
  const isSame = latest.state === 'submitted' && orderStamp(latest) === orderStamp(opened);
  const order = isSame ? latest : opened;
  const router = useRouter();
  const trpc = useTRPC();
  const format = useFormat();
  const words = useLineWords();
  const named = useOrderName();
  const reasons = useTranslations('blood-orders.options.declineCode');
  const now = useCityNow(60_000);
  const command = useCommand(trpc.bloodOrders.accept.mutationOptions());
  const [first, setFirst] = useState(() => firstAnswers(latest, shelf));
  const empty = (of: OrderView): AnswerEntry => ({ of: orderStamp(of), answers: {}, reason: '' });
  const [{ entry: restored, note: openedWith }] = useState(() => {
    const left = stored ? openAnswers(stored.body) : null;
    const isTyped = left !== null && (Object.keys(left.answers).length > 0 || left.reason !== '');
    if (!left || !isTyped) return { entry: empty(latest), note: null };
    return left.of === orderStamp(latest)
      ? { entry: left, note: 'restored' as const }
      : { entry: empty(latest), note: 'outdated' as const };
  });
  const [entry, setEntry] = useState(restored);
  const [note, setNote] = useState(openedWith);
  const { draftState, settleDraft } = useDraft({
    stored,
    body: entry,
    isEmpty: entry === restored,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.bloodOrders.saveDraft.mutationOptions(),
    subjectId: answerDraft(latest.id),
  });
  const answerOf = (line: OrderLineView) => entry.answers[line.id] ?? first[line.id] ?? firstAnswer(line);
  const change = (line: OrderLineView, part: Partial<LineAnswer>) =>
    setEntry((before) => ({
      ...before,
      answers: {
        ...before.answers,
        [line.id]: answerWith(line, before.answers[line.id] ?? first[line.id] ?? firstAnswer(line), part),
      },
    }));
  function beginAnew(of: OrderView) {
    setFirst(firstAnswers(of, shelf));
    setEntry(empty(of));
    setNote(null);
  }
  const answered = order.lines.map((line) => answeredLine(line, answerOf(line)));
  const places = order.lines.map((line) => ({ id: line.id, lineNo: line.lineNo, place: placeKey(line) }));
  // What others have been promised meanwhile counts at once; nothing that was typed moves.
  const free = freeOf(latest, shelf);
  const beyond = free ? beyondShelf(answered, places, free) : [];
  // The server looks at the shelf of its moment, which may be shorter by now.
  const isBeyond = beyond.length > 0 || isRefusedBeyond(command.failure?.violations ?? []);
  const faulty = order.lines.find((line) => faultOf(line, answerOf(line)));
  const missing = command.isUnanswered
    ? null
    : !isSame
      ? t('answer.changed')
      : faulty
        ? t(`answer.${faultOf(faulty, answerOf(faulty)) ?? 'uneven'}`, { line: faulty.lineNo })
        : order.lines.every((line) => (answerOf(line).now ?? 0) + (answerOf(line).later ?? 0) === 0)
          ? t('answer.nothing')
          : isBeyond && entry.reason.trim().length < shortestReason
            ? t('answer.needReason')
            : null;

  function send() {
    if (missing || isSending(command)) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : command.send(
          {
            id: order.id,
            version: order.version,
            lines: answered,
            beyondShelfReason: isBeyond ? entry.reason.trim() : '',
          },
          settleDraft,
        );
    void sending.then(
      () => router.push(`/blood-orders/${order.id}/pick`),
      () => undefined,
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey(
    'Esc',
    () => {
      returnToRow(order.id);
      router.push(`/blood-orders?open=${order.id}`);
    },
    { isEnabled: !command.isClosed },
  );
  // The hands are on the first box at once.
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => table.current?.querySelector<HTMLInputElement>('[data-cell]')?.focus(), []);
  const keys = useMemo(
    () => [
      { keys: 'Tab', label: t('keys.next') },
      { keys: 'Enter', label: t('keys.down') },
      { keys: '↑ ↓', label: t('keys.move') },
      { keys: 'Ctrl Enter', label: t('keys.accept') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={t('answerTitle', { no: named(order) })}
      note={
        <>
          <PriorityMark priority={order.priority} />{' '}
          {t('slotOf', { at: now ? format.dayTime(order.neededAt, now) : format.dateTime(order.neededAt) })}
        </>
      }
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <>
          <Button
            onClick={() =>
              setEntry((before) => ({
                ...before,
                answers: Object.fromEntries(order.lines.map((line) => [line.id, firstAnswer(line)])),
              }))
            }
          >
            {t('answer.all')}
          </Button>
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            onClick={send}
            isPending={isSending(command)}
            disabledReason={missing}
          >
            {t('answer.action', { count: order.lines.length })}
          </Button>
        </>
      }
    >
      <EntryFrame command={command} definition={bloodOrderRecord} isFilling>
        {!isSame && command.state !== 'saved' && (
          <Banner
            tone="warn"
            action={
              latest.state === 'submitted' ? (
                <Button
                  size="sm"
                  onClick={() => {
                    setOpened(latest);
                    beginAnew(latest);
                  }}
                >
                  {t('answer.lookAgain')}
                </Button>
              ) : (
                <StateMark definition={bloodOrderRecord} state={latest.state} />
              )
            }
          >
            {t('answer.changed')}
          </Banner>
        )}
        {note && stored?.updatedAt && (
          <Banner
            tone={note === 'restored' ? 'info' : 'warn'}
            action={
              note === 'restored' && (
                <Button size="sm" onClick={() => beginAnew(order)}>
                  {t('answer.restart')}
                </Button>
              )
            }
          >
            {t(`answer.${note}`, {
              at: now ? format.dayTime(stored.updatedAt, now) : format.dateTime(stored.updatedAt),
            })}
          </Banner>
        )}
        {order.remark && <p className="text-13 text-ink-2">{order.remark}</p>}
        <div ref={table} className="flex min-h-0 flex-col">
          <TableFrame label={t('answerTitle', { no: named(order) })}>
            <Table
              isFixed
              density="normal"
              onKeyDown={(event) => moveInGrid(event, numberedPlaces(order.lines.length, columns))}
            >
              <TableHead>
                <HeadCell align="right" className="w-10">
                  {t('progress.columns.line')}
                </HeadCell>
                <HeadCell>{t('progress.columns.component')}</HeadCell>
                <HeadCell align="center" className="w-16">
                  {t('progress.columns.group')}
                </HeadCell>
                <HeadCell align="right" className="w-[76px]">
                  {t('answer.theirs')}
                </HeadCell>
                <HeadCell align="right" className="w-16">
                  {t('answer.theirDays')}
                </HeadCell>
                <HeadCell align="right" className="w-[100px]">
                  {t('answer.free')}
                </HeadCell>
                <HeadCell align="right" className="w-24">
                  {t('answer.ordered')}
                </HeadCell>
                <HeadCell align="right" className="w-[88px]">
                  {t('answer.now')}
                </HeadCell>
                <HeadCell align="right" className="w-[88px]">
                  {t('answer.later')}
                </HeadCell>
                <HeadCell className="w-36">{t('answer.laterOn')}</HeadCell>
                <HeadCell align="right" className="w-[88px]">
                  {t('answer.declined')}
                </HeadCell>
                <HeadCell className="w-[152px]">{t('answer.why')}</HeadCell>
              </TableHead>
              <tbody>
                {order.lines.map((line, row) => {
                  const answer = answerOf(line);
                  const here = free ? (free.get(placeKey(line)) ?? 0) : null;
                  const promised = latest.lines.find(({ id }) => id === line.id)?.promisedElsewhere ?? 0;
                  const isShort = here !== null && here < line.amount;
                  const label = (what: string) =>
                    `${line.lineNo} ${words.shortName(line.component)} ${formatGroup(line.abo, line.rhd)} ${what}`;
                  const isUneven = faultOf(line, answer) === 'uneven';
                  return (
                    <TableRow key={line.id} state={isShort ? 'warn' : 'plain'}>
                      <Cell align="right">{line.lineNo}</Cell>
                      <Cell wraps>
                        {words.name(line.component)}
                        {words.wanted(line) && <span className="ml-2 font-bold">{words.wanted(line)}</span>}
                      </Cell>
                      <Cell align="center">
                        <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                      </Cell>
                      <Cell align="right">{format.amount(line.usableAmount)}</Cell>
                      <Cell align="right">{format.cover(line.coverDays)}</Cell>
                      <Cell align="right" wraps className={isShort ? 'font-bold' : undefined}>
                        {format.amount(here)}
                        {promised > 0 && shelf && (
                          <span className="block text-12 leading-4 font-normal text-ink-2">
                            {t('answer.shelfLess', {
                              shelf: format.amount(shelf.get(placeKey(line)) ?? 0),
                              promised: format.amount(promised),
                            })}
                          </span>
                        )}
                      </Cell>
                      <Cell align="right">
                        <strong>{words.amount(line.component, line.amount)}</strong>
                      </Cell>
                      <Cell>
                        <Field label={label(t('answer.now'))} isLabelHidden density="dense">
                          <NumberInput
                            density="tight"
                            data-cell={`${row}:0`}
                            className={belowHead}
                            inputClassName="text-right"
                            value={answer.now}
                            isInvalid={isUneven}
                            onValueChange={(value) => change(line, { now: value })}
                          />
                        </Field>
                      </Cell>
                      <Cell>
                        <Field label={label(t('answer.later'))} isLabelHidden density="dense">
                          <NumberInput
                            density="tight"
                            data-cell={`${row}:1`}
                            className={belowHead}
                            inputClassName="text-right"
                            value={answer.later}
                            isInvalid={isUneven}
                            onValueChange={(value) => change(line, { later: value })}
                          />
                        </Field>
                      </Cell>
                      <Cell>
                        {(answer.later ?? 0) > 0 && (
                          <Field label={label(t('answer.laterOn'))} isLabelHidden density="dense">
                            <DateInput
                              data-cell={`${row}:2`}
                              className={belowHead}
                              value={answer.laterOn}
                              onValueChange={(value) => change(line, { laterOn: value })}
                              {...(now ? { now } : {})}
                            />
                          </Field>
                        )}
                      </Cell>
                      <Cell>
                        <Field label={label(t('answer.declined'))} isLabelHidden density="dense">
                          <NumberInput
                            density="tight"
                            data-cell={`${row}:3`}
                            className={belowHead}
                            inputClassName="text-right"
                            value={answer.declined}
                            isInvalid={isUneven}
                            onValueChange={(value) => change(line, { declined: value })}
                          />
                        </Field>
                      </Cell>
                      <Cell>
                        {(answer.declined ?? 0) > 0 && (
                          <Field label={label(t('answer.why'))} isLabelHidden density="dense">
                            <Select
                              className={belowHead}
                              items={declineCodes.map((value) => ({ value, label: reasons(value) }))}
                              value={answer.declineCode}
                              onValueChange={(declineCode) => change(line, { declineCode })}
                            />
                          </Field>
                        )}
                      </Cell>
                    </TableRow>
                  );
                })}
              </tbody>
            </Table>
          </TableFrame>
        </div>
        {isBeyond && (
          <Banner tone="warn">
            <div className="flex items-center gap-4">
              <div>
                {beyond.length === 0 && t('answer.beyondUnknown')}
                {beyond.map(({ lineNo, lineId, here, promised }) => {
                  const component = order.lines.find(({ id }) => id === lineId)?.component ?? '';
                  return (
                    <span key={lineId} className="block">
                      {t('answer.beyond', {
                        line: lineNo,
                        here: words.amount(component, here),
                        promised: words.amount(component, promised),
                      })}
                    </span>
                  );
                })}
              </div>
              <Field label={t('answer.beyondReason')} labelWidth={96} density="dense" className="ml-auto w-[460px]">
                <TextInput
                  value={entry.reason}
                  maxLength={200}
                  onValueChange={(reason) => setEntry((before) => ({ ...before, reason }))}
                />
              </Field>
            </div>
          </Banner>
        )}
      </EntryFrame>
    </Page>
  );
}

/** Room for the head that stands over what scrolls: the ring of a box is seen whole. */
const belowHead = 'scroll-mt-11 scroll-mb-2';

function isRefusedBeyond(violations: readonly { readonly code: string }[]): boolean {
  return violations.some(({ code }) => code === 'order.beyond_shelf');
}
