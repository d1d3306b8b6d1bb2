'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { useKey } from '@/components/ui/use-key';
import { formatGroup } from '@/domain/blood/groups';
import { declineCodes } from '@/domain/blood-orders/kinds';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { placeKey } from '@/domain/stock/matrix';
import { useFormat } from '@/i18n/provider';
import { useStockMatrix } from '../../stock/_parts/use-stock-matrix';
import { answeredLine, answerWith, faultOf, firstAnswer, type LineAnswer } from './answer-draft';
import { useLineWords } from './line-words';
import { PriorityMark } from './order-marks';
import type { OrderView } from './order-types';

/** 受理: line by line what comes now, what later, what not. */
export function AnswerDesk({ id }: { id: string }) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.bloodOrders.get.queryOptions({ id }));
  if (data) return <Answering key={data.id} latest={data} />;
  return (
    <Page title={t('toAnswer')}>
      {error ? <FailurePanel definition={bloodOrderRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function Answering({ latest }: { latest: OrderView }) {
  const t = useTranslations('blood-orders');
  const [opened, setOpened] = useState(latest);
  // A telephone call changes no line: what was typed goes on. Changed lines are looked at first.
  const isSame = isSameOrder(opened, latest);
  const order = isSame ? latest : opened;
  const router = useRouter();
  const trpc = useTRPC();
  const format = useFormat();
  const locale = useLocale();
  const words = useLineWords();
  const reasons = useTranslations('blood-orders.options.declineCode');
  const now = useCityNow(60_000);
  const { view } = useStockMatrix();
  const command = useCommand(trpc.bloodOrders.accept.mutationOptions());
  const [answers, setAnswers] = useState<Record<string, LineAnswer>>({});
  const answerOf = (line: OrderView['lines'][number]) => answers[line.id] ?? firstAnswer(line);
  const change = (line: OrderView['lines'][number], part: Partial<LineAnswer>) =>
    setAnswers((before) => ({ ...before, [line.id]: answerWith(line, before[line.id] ?? firstAnswer(line), part) }));
  const shelf = useMemo(
    () =>
      new Map(
        view?.rows.flatMap((row) =>
          row.cells.map((cell) => [placeKey({ component: row.component.code, ...cell.group }), cell.usable.amount]),
        ),
      ),
    [view],
  );
  const faulty = order.lines.find((line) => faultOf(line, answerOf(line)));
  const missing = command.isUnanswered
    ? null
    : !isSame
      ? t('answer.changed')
      : faulty
        ? t(`answer.${faultOf(faulty, answerOf(faulty)) ?? 'uneven'}`, { line: faulty.lineNo })
        : order.lines.every((line) => (answerOf(line).now ?? 0) + (answerOf(line).later ?? 0) === 0)
          ? t('answer.nothing')
          : null;

  function send() {
    if (missing || isSending(command)) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : command.send({
          id: order.id,
          version: order.version,
          lines: order.lines.map((line) => answeredLine(line, answerOf(line))),
        });
    void sending.then(
      () => router.push(`/blood-orders/${order.id}/pick`),
      () => undefined,
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey('Esc', () => router.push(`/blood-orders?open=${order.id}`), { isEnabled: !command.isClosed });
  const keys = useMemo(
    () => [
      { keys: 'Tab', label: t('keys.next') },
      { keys: 'Ctrl Enter', label: t('keys.accept') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={t('answerTitle', { no: order.no })}
      note={
        <>
          <strong className="text-ink">{locale === 'en' ? order.orgNameEn : order.orgName}</strong>{' '}
          <PriorityMark priority={order.priority} />{' '}
          {t('slotOf', { at: now ? format.dayTime(order.neededAt, now) : format.dateTime(order.neededAt) })}
        </>
      }
      keys={keys}
      actions={
        <>
          <Button onClick={() => setAnswers({})}>{t('answer.all')}</Button>
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
                    setAnswers({});
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
        {order.remark && <p className="text-13 text-ink-2">{order.remark}</p>}
        <TableFrame label={t('answerTitle', { no: order.no })}>
          <Table>
            <TableHead>
              <HeadCell align="right">{t('progress.columns.line')}</HeadCell>
              <HeadCell>{t('progress.columns.component')}</HeadCell>
              <HeadCell align="center">{t('progress.columns.group')}</HeadCell>
              <HeadCell align="right">{t('answer.theirs')}</HeadCell>
              <HeadCell align="right">{t('answer.theirDays')}</HeadCell>
              <HeadCell align="right">{t('answer.shelf')}</HeadCell>
              <HeadCell align="right">{t('answer.ordered')}</HeadCell>
              <HeadCell>{t('answer.now')}</HeadCell>
              <HeadCell>{t('answer.later')}</HeadCell>
              <HeadCell>{t('answer.laterOn')}</HeadCell>
              <HeadCell>{t('answer.declined')}</HeadCell>
              <HeadCell>{t('answer.why')}</HeadCell>
            </TableHead>
            <tbody>
              {order.lines.map((line) => {
                const answer = answerOf(line);
                const here = shelf.get(placeKey(line)) ?? 0;
                const isShort = here < line.amount;
                const label = (what: string) =>
                  `${line.lineNo} ${words.shortName(line.component)} ${formatGroup(line.abo, line.rhd)} ${what}`;
                const isUneven = faultOf(line, answer) === 'uneven';
                return (
                  <TableRow key={line.id} state={isShort ? 'warn' : 'plain'}>
                    <Cell align="right">{line.lineNo}</Cell>
                    <Cell>
                      {words.name(line.component)}
                      {words.wanted(line) && <span className="ml-2 font-bold">{words.wanted(line)}</span>}
                    </Cell>
                    <Cell align="center">
                      <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                    </Cell>
                    <Cell align="right">{format.amount(line.usableAmount)}</Cell>
                    <Cell align="right">{format.cover(line.coverDays)}</Cell>
                    <Cell align="right" className={isShort ? 'font-bold' : undefined}>
                      {format.amount(here)}
                    </Cell>
                    <Cell align="right">
                      <strong>{words.amount(line.component, line.amount)}</strong>
                    </Cell>
                    <Cell>
                      <Field label={label(t('answer.now'))} isLabelHidden density="dense" className="w-20">
                        <NumberInput
                          value={answer.now}
                          isInvalid={isUneven}
                          onValueChange={(value) => change(line, { now: value })}
                        />
                      </Field>
                    </Cell>
                    <Cell>
                      <Field label={label(t('answer.later'))} isLabelHidden density="dense" className="w-20">
                        <NumberInput
                          value={answer.later}
                          isInvalid={isUneven}
                          onValueChange={(value) => change(line, { later: value })}
                        />
                      </Field>
                    </Cell>
                    <Cell>
                      {(answer.later ?? 0) > 0 && (
                        <Field label={label(t('answer.laterOn'))} isLabelHidden density="dense" className="w-36">
                          <DateInput
                            value={answer.laterOn}
                            onValueChange={(value) => change(line, { laterOn: value })}
                            {...(now ? { now } : {})}
                          />
                        </Field>
                      )}
                    </Cell>
                    <Cell>
                      <Field label={label(t('answer.declined'))} isLabelHidden density="dense" className="w-20">
                        <NumberInput
                          value={answer.declined}
                          isInvalid={isUneven}
                          onValueChange={(value) => change(line, { declined: value })}
                        />
                      </Field>
                    </Cell>
                    <Cell>
                      {(answer.declined ?? 0) > 0 && (
                        <Field label={label(t('answer.why'))} isLabelHidden density="dense" className="w-36">
                          <Select
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
      </EntryFrame>
    </Page>
  );
}

/** The lines are the same, and it still waits for an answer. */
function isSameOrder(opened: OrderView, latest: OrderView): boolean {
  return (
    latest.state === 'submitted' &&
    latest.neededAt.getTime() === opened.neededAt.getTime() &&
    latest.lines.map(({ id }) => id).join() === opened.lines.map(({ id }) => id).join()
  );
}
