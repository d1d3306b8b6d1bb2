'use client';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useFailureWords } from '@/components/record/violation-words';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { findingKey } from '@/domain/bag-receipts/findings';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { useFormat } from '@/i18n/provider';
import type { OpenReceipt, ReceiptBag } from './receipt-types';
import { useSettledBag } from './settled-bag';
import type { ToldFinding } from './use-lost-findings';

type LostFindingsProps = {
  receipt: OpenReceipt;
  findings: readonly ToldFinding[];
  onDealt: () => void;
};

/** What was found on bags that somebody else settled without knowing: in red, until a person has found the bag. */
export function LostFindings({ receipt, findings, onDealt }: LostFindingsProps) {
  if (findings.length === 0) return null;
  return (
    <Banner tone="stop">
      <ul className="flex max-h-40 flex-col gap-1 overflow-y-auto">
        {findings.map((finding) => {
          const bag = receipt.bags.find(({ unitId }) => unitId === finding.unitId);
          if (!bag) return null;
          const key = `${finding.id} ${findingKey(finding)}`;
          return <LostFinding key={key} {...{ finding, bag, onDealt }} shipmentId={receipt.shipment.id} />;
        })}
      </ul>
    </Banner>
  );
}

type LostFindingProps = {
  shipmentId: string;
  finding: ToldFinding;
  bag: ReceiptBag;
  onDealt: () => void;
};

function LostFinding({ shipmentId, finding, bag, onDealt }: LostFindingProps) {
  const t = useTranslations('bag-receipts');
  const trpc = useTRPC();
  const format = useFormat();
  const settledBag = useSettledBag();
  const failureWords = useFailureWords(receiptRecord);
  const deal = useCommand(trpc.bagReceipts.dealWithFinding.mutationOptions());
  const { id, outcome, reason, exceptions } = finding;
  const found = t('scan.found', {
    reason: t(`holdReasons.${reason}`),
    checks: format.list(exceptions.map((check) => t(`checks.${check}`))),
    count: exceptions.length,
  });
  return (
    <li className="flex items-center gap-3">
      <div>
        <p className="font-bold">
          {settledBag(bag)}
          {t('scan.markLost', { outcome, found, state: bag.state })}
        </p>
        {deal.failure && <p>{failureWords(deal.failure)}</p>}
      </div>
      {id && (
        <Button
          size="sm"
          className="ml-auto"
          isPending={isSending(deal)}
          // Refused: somebody else was quicker, and the note says so.
          onClick={() => void deal.send({ shipmentId, findingId: id }).then(onDealt, onDealt)}
        >
          {t('scan.dealtWith')}
        </Button>
      )}
    </li>
  );
}
