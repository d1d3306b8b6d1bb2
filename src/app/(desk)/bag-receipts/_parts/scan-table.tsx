'use client';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl';
import { usePartWords } from '@/app/_scan/part-words';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { isGone } from '@/domain/bag-receipts/rules';
import type { ScanNote } from '@/domain/bag-receipts/scan-list';
import { computeCheckCharacter } from '@/domain/blood/barcodes/check-character';
import { useFormat } from '@/i18n/provider';
import { useComponentWords } from './component-words';
import type { JudgedLine } from './judged-line';

type ScanTableProps = {
  judged: readonly JudgedLine[];
  notes: readonly ScanNote[];
  freshUnitId: string | null;
  onChoose: (unitId: string) => void;
  /** Bags of the note are still awaited. */
  isOpen: boolean;
  now: Date;
};

/** The open list, newest on top: bags with their line, and between them what was refused, repeated or left. */
export function ScanTable({ judged, notes, freshUnitId, onChoose, isOpen, now }: ScanTableProps) {
  const t = useTranslations('bag-receipts.scan');
  const rows = [
    ...judged.map((line, index) => ({
      kind: 'bag' as const,
      at: line.line.scannedAt,
      order: index,
      line,
      no: index + 1,
    })),
    ...notes
      .filter((note) => note.news.kind !== 'stop')
      .map((note) => ({ kind: 'note' as const, at: note.at, order: note.id, note })),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.order - a.order));
  return (
    <TableFrame label={t('title')} className="min-h-0 flex-1">
      <Table density="dense">
        <TableHead>
          <HeadCell align="right">{t('line')}</HeadCell>
          <HeadCell>{t('codes.donation')}</HeadCell>
          <HeadCell>{t('component')}</HeadCell>
          <HeadCell align="center">{t('group')}</HeadCell>
          <HeadCell align="right">{t('amount')}</HeadCell>
          <HeadCell>{t('expires')}</HeadCell>
          <HeadCell align="right">{t('box')}</HeadCell>
          <HeadCell>{t('at')}</HeadCell>
          <HeadCell isSticky>{t('status')}</HeadCell>
        </TableHead>
        <tbody>
          {rows.length === 0 && (
            <tr>
              <td colSpan={9} className="h-24 px-4 text-14 text-ink-2">
                {t(isOpen ? 'nothingYet' : 'nothingOpen')}
              </td>
            </tr>
          )}
          {rows.map((row) => (
            <Fragment key={row.kind === 'bag' ? row.line.bag.unitId : `note-${row.note.id}`}>
              {row.kind === 'bag' ? (
                <BagRow
                  judgedLine={row.line}
                  no={row.no}
                  isFresh={row.line.bag.unitId === freshUnitId}
                  onChoose={onChoose}
                  now={now}
                />
              ) : (
                <NoteRow note={row.note} />
              )}
            </Fragment>
          ))}
        </tbody>
      </Table>
    </TableFrame>
  );
}

function BagRow({
  judgedLine,
  no,
  isFresh,
  onChoose,
  now,
}: {
  judgedLine: JudgedLine;
  no: number;
  isFresh: boolean;
  onChoose: (unitId: string) => void;
  now: Date;
}) {
  const t = useTranslations('bag-receipts.scan');
  const reasons = useTranslations('bag-receipts.holdReasons');
  const format = useFormat();
  const words = useComponentWords();
  const { bag, line, judgement } = judgedLine;
  const isHeld = judgement.outcome === 'held';
  const isStopped = judgement.holdReason === 'group_mismatch' || judgement.holdReason === 'expired';
  return (
    <TableRow state={isStopped ? 'refuse' : isFresh ? 'fresh' : 'plain'}>
      <Cell align="right">{no}</Cell>
      <Cell>
        <button type="button" onClick={() => onChoose(bag.unitId)} className="hover:underline">
          <DonationNumber
            donationNo={bag.donationNo}
            check={bag.labelScheme === 'isbt128' ? computeCheckCharacter(bag.donationNo) : null}
          />
        </button>
      </Cell>
      <Cell>{words.component(bag)}</Cell>
      <Cell align="center">
        <GroupPlate abo={bag.abo} rhd={bag.rhd} />
      </Cell>
      <Cell align="right">{words.amount(bag)}</Cell>
      <Cell>{format.shortDate(bag.expiresAt, now)}</Cell>
      <Cell align="right">{line.boxNo}</Cell>
      <Cell>{format.timeSeconds(new Date(line.scannedAt))}</Cell>
      <Cell isSticky>
        <span className="flex items-center gap-2">
          {isHeld ? (
            <StatusMark
              tone={
                isStopped
                  ? 'stop'
                  : judgement.holdReason === 'label' || judgement.holdReason === 'appearance'
                    ? 'warn'
                    : 'hold'
              }
            >
              {t('pendingHeld', { reason: reasons(judgement.holdReason ?? 'other') })}
            </StatusMark>
          ) : (
            <StatusMark tone="plain" stage={2}>
              {t('pending')}
            </StatusMark>
          )}
          {line.entry === 'hand' && <span className="text-12 text-ink-3">{t('byHand')}</span>}
        </span>
      </Cell>
    </TableRow>
  );
}

function NoteRow({ note }: { note: ScanNote }) {
  const t = useTranslations('bag-receipts.scan');
  const errors = useTranslations('bag-receipts.scanErrors');
  const format = useFormat();
  const partWords = usePartWords();
  const { news } = note;
  const donationNo = news.kind === 'not-on-note' || news.kind === 'left-incomplete' ? news.donationNo : '';
  const [tone, words] = ((): ['info' | 'warn' | 'stop', string] => {
    switch (news.kind) {
      case 'duplicate':
        return ['info', t('duplicate', { line: news.line })];
      case 'already-settled':
        return [isGone(news.state) ? 'stop' : 'info', t(`settled.${news.state}`)];
      case 'not-on-note':
        return ['warn', t('notOnNote')];
      case 'left-incomplete':
        return [
          'warn',
          t('incomplete', {
            parts: partWords(news.missing),
          }),
        ];
      case 'conflict':
        return ['warn', t('conflict', { held: news.held, scanned: news.scanned })];
      case 'unreadable':
        return ['warn', t('unreadable', { why: errors(news.code) })];
      default:
        return ['info', ''];
    }
  })();
  return (
    <TableRow state="plain">
      <Cell align="right">—</Cell>
      <Cell>
        {donationNo ? (
          <DonationNumber donationNo={donationNo} className="text-ink-3" />
        ) : (
          <span className="font-code text-12 text-ink-3">
            {news.kind === 'unreadable' ? news.raw.slice(0, 24) : ''}
          </span>
        )}
      </Cell>
      <Cell>{news.kind === 'not-on-note' ? <span className="font-code text-ink-3">{news.productCode}</span> : ''}</Cell>
      <Cell />
      <Cell />
      <Cell />
      <Cell />
      <Cell>
        <span className="text-ink-3">{format.timeSeconds(new Date(note.at))}</span>
      </Cell>
      <Cell isSticky>
        <StatusMark tone={tone}>{words}</StatusMark>
      </Cell>
    </TableRow>
  );
}
