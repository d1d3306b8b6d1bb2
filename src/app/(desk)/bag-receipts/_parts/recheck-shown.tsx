'use client';
import { useTranslations } from 'use-intl';
import { DefinitionList } from '@/components/ui/definition-list';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { type BagCheck, bagChecks, handEntryReasons, holdReasons } from '@/domain/bag-receipts/label-checks';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { formatGroup } from '@/domain/blood/groups';
import { holdReasonOf } from '@/domain/stock/holds';
import { useFormat } from '@/i18n/provider';
import { useComponentWords } from './component-words';
import { ReceiptTemperatures } from './receipt-drawer';
import type { ReceiptDetail, ReleasedHold } from './receipt-types';

/** A receipt as one person on duty made it: what the 补核 signs. */
export function RecheckedReceipt({ receipt }: { receipt: ReceiptDetail }) {
  const t = useTranslations('bag-receipts');
  const format = useFormat();
  const words = useComponentWords();
  const signedAs = (meaning: string) => receipt.signatures.find((signature) => signature.meaning === meaning);
  const received = signedAs('received');
  return (
    <div className="mb-3 flex flex-col gap-2">
      <DefinitionList
        columns={3}
        items={[
          { key: 'sender', term: t('fields.partyOrgId'), value: receipt.senderName },
          { key: 'shipment', term: t('fields.shipmentNo'), value: receipt.shipmentNo ?? '—' },
          { key: 'arrived', term: t('fields.arrivedAt'), value: format.dateTime(receipt.arrivedAt) },
          { key: 'receiver', term: t('detail.meanings.received'), value: receipt.receivedBy },
          { key: 'deliverer', term: t('detail.meanings.delivered'), value: signedAs('delivered')?.signerName ?? '—' },
          { key: 'signed', term: t('recheck.signedAt'), value: received ? format.dateTime(received.signedAt) : '—' },
        ]}
      />
      <section aria-label={t('detail.temperatures')}>
        <h3 className="mb-1 text-13 font-bold">{t('detail.temperatures')}</h3>
        {receipt.temperatures.length === 0 ? (
          <p className="text-13 text-stop">{t('scan.notMeasured')}</p>
        ) : (
          <ReceiptTemperatures data={receipt} />
        )}
      </section>
      <TableFrame label={`${t('detail.lines')} ${receipt.lines.length}`} className="max-h-64">
        <Table>
          <TableHead>
            <HeadCell align="right">#</HeadCell>
            <HeadCell>{t('scan.codes.donation')}</HeadCell>
            <HeadCell align="center">{t('scan.group')}</HeadCell>
            <HeadCell>{t('scan.component')}</HeadCell>
            <HeadCell align="right">{t('scan.amount')}</HeadCell>
            <HeadCell>{t('scan.expires')}</HeadCell>
            <HeadCell align="right">{t('scan.box')}</HeadCell>
            <HeadCell>{t('scan.status')}</HeadCell>
          </TableHead>
          <tbody>
            {receipt.lines.map((line) => (
              <TableRow key={line.unitId} state={line.outcome === 'accepted' ? 'plain' : 'warn'}>
                <Cell align="right">{line.lineNo}</Cell>
                <Cell>
                  <DonationNumber donationNo={line.donationNo} />
                </Cell>
                <Cell align="center">
                  <GroupPlate abo={line.abo as AboGroup} rhd={line.rhd as Rhd} size="xs" />
                </Cell>
                <Cell>{words.component(line)}</Cell>
                <Cell align="right">{words.amount(line)}</Cell>
                <Cell>{format.dateTime(line.expiresAt)}</Cell>
                <Cell align="right">{line.boxNo}</Cell>
                <Cell wraps>
                  <LineOutcome line={line} />
                </Cell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </div>
  );
}

function LineOutcome({ line }: { line: ReceiptDetail['lines'][number] }) {
  const t = useTranslations('bag-receipts');
  const format = useFormat();
  const exceptions = line.exceptions.filter((check): check is BagCheck =>
    (bagChecks as readonly string[]).includes(check),
  );
  const reason = holdReasons.find((known) => known === line.holdReason) ?? 'other';
  const handReason = handEntryReasons.find((known) => known === line.entryReason);
  const said = [
    ...exceptions.map((check) => t(`checks.${check}`)),
    ...(line.entry === 'hand' ? [t('scan.byHand')] : []),
    ...(handReason ? [t(`handReasons.${handReason}`)] : []),
  ];
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {line.outcome === 'accepted' ? (
        <StatusMark tone="done">{t('detail.outcome.accepted')}</StatusMark>
      ) : (
        <StatusMark tone="hold">
          {t(line.outcome === 'refused' ? 'scan.refusedLine' : 'scan.pendingHeld', {
            reason: t(`holdReasons.${reason}`),
          })}
        </StatusMark>
      )}
      {said.length > 0 && <span className="text-12">{format.list(said)}</span>}
    </span>
  );
}

/** Bags that came back to the shelf by telephone: reason of the hold, ground of its release. */
export function RecheckedRelease({ release }: { release: ReleasedHold }) {
  const t = useTranslations('bag-receipts.recheck');
  const reasons = useTranslations('stock.holdReasons');
  const format = useFormat();
  const signedAs = (meaning: string) => release.signatures.find((signature) => signature.meaning === meaning);
  return (
    <div className="mb-3 flex flex-col gap-2">
      <DefinitionList
        columns={3}
        items={[
          { key: 'acting', term: t('releasedBy'), value: signedAs('hold_released')?.signerName ?? '—' },
          { key: 'second', term: t('agreedBy'), value: signedAs('hold_released_second')?.signerName ?? '—' },
          { key: 'at', term: t('signedAt'), value: format.dateTime(release.releasedAt) },
          { key: 'words', term: t('ground'), value: release.words },
        ]}
      />
      <ul className="border-t border-line">
        {release.bags.map((bag) => (
          <li key={bag.unitId} className="border-b border-line py-1.5 text-13">
            <span className="flex flex-wrap items-center gap-x-3">
              <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
              <DonationNumber donationNo={bag.donationNo} />
              <span className="font-code">{bag.productCode}</span>
              <span>{format.dateTime(bag.expiresAt)}</span>
              <StatusMark tone="hold">{reasons(holdReasonOf(bag.holdReason))}</StatusMark>
            </span>
            {bag.ground && (
              <span>
                {'abo' in bag.ground
                  ? t(bag.ground.isLabelGood ? 'groundLabelGood' : 'groundLabelBad', {
                      group: formatGroup(bag.ground.abo, bag.ground.rhd),
                      words: bag.ground.words,
                    })
                  : t('groundCustody', { minutes: bag.ground.minutesOut, place: bag.ground.place })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
