'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { packBagScan, unpackBagScan } from '@/app/_client/bag-scan-draft';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { FailurePanel } from '@/components/record/failure-panel';
import { ImportPanel } from '@/components/record/import-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { applyScan, isComplete, type ScannedBag } from '@/domain/blood/barcodes/bag-scan';
import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { ownDraft } from '@/domain/own-draft';
import { releaseImport } from '@/domain/station-stock/import';
import type { ReleaseLine } from '@/domain/station-stock/schema';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';

const noteImport = { ...releaseImport, module: 'bag-receipts' as const, permission: 'bag-receipts.import' as const };

/** 无单到货: the bags are entered from their labels or from a file, and are then received like any other. */
export function UnnotedDesk() {
  const t = useTranslations('bag-receipts.unnoted');
  const trpc = useTRPC();
  const draft = useQuery({
    ...trpc.bagReceipts.draft.queryOptions({ subjectId: ownDraft }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <DraftGate title={t('title')} note={t('note')} definition={receiptRecord} draft={draft}>
      {(stored) => <UnnotedScan draft={stored} />}
    </DraftGate>
  );
}

const draftBody = z.object({ stationId: z.string().nullable(), reason: z.string(), scans: z.unknown() });

function UnnotedScan({ draft }: { draft: OpenDraft | null }) {
  const t = useTranslations('bag-receipts.unnoted');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(1_000);
  const senders = useQuery(trpc.bagReceipts.senders.queryOptions({}));
  const [opened] = useState(() => draftBody.safeParse(draft?.body).data);
  const [stationId, setStationId] = useState(opened?.stationId ?? null);
  const [reason, setReason] = useState(opened?.reason ?? '');
  const [state, setState] = useState(() => unpackBagScan(opened?.scans));
  const announce = useCommand(trpc.bagReceipts.announce.mutationOptions());
  const { mutateAsync: saveDraft } = useMutation(trpc.bagReceipts.saveDraft.mutationOptions());
  const draftState = useDraft({
    stored: draft,
    body: { stationId, reason, scans: packBagScan(state) },
    isEmpty: state.bags.length === 0 && reason === '',
    isOpen: announce.state !== 'saved',
    save: (saving) => saveDraft({ ...saving, subjectId: ownDraft }),
  });
  const applyImport = useCommand(trpc.bagReceipts.applyImport.mutationOptions());
  const stations = senders.data?.stations ?? [];
  const station = stationId ?? (stations.length === 1 ? (stations[0]?.id ?? null) : null);
  const bags = state.bags.filter(isComplete);

  useScanner({
    onScan(raw) {
      if (!now) return;
      const step = applyScan(state, readScan(raw, { now, timeZone: cityZone }));
      setState(step.state);
      const worst = step.events.map((event) => event.type);
      playTone(
        worst.some((type) => type === 'conflict' || type === 'ignored')
          ? 'refuse'
          : worst.includes('already-scanned')
            ? 'duplicate'
            : 'ok',
      );
    },
  });
  useKey('Esc', () => router.push('/bag-receipts'));

  const open = ({ shipmentId }: { shipmentId: string }) => router.push(`/bag-receipts/receive/${shipmentId}`);
  const missing = !station ? t('needsStation') : reason.trim().length < 2 ? t('needsReason') : null;
  const sender = { stationId: station ?? '', reason: reason.trim() };

  return (
    <Page title={t('title')} note={t('note')} scroll="page" keyNote={<DraftNote state={draftState} />}>
      <Panel>
        <div className="grid grid-cols-2 gap-4">
          <Field label={t('station')}>
            <Select
              value={station}
              onValueChange={setStationId}
              items={stations.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
          <Field label={t('reason')} hint={t('reasonHint')}>
            <TextInput value={reason} onValueChange={setReason} />
          </Field>
        </div>
      </Panel>
      <Panel
        title={t('scan')}
        note={t('scanHint')}
        actions={<span className="text-14">{t('count', { count: bags.length })}</span>}
      >
        <ul>
          {bags.map((bag) => (
            <ScannedRow
              key={`${bag.donation?.donationNo} ${bag.product?.productCode}`}
              bag={bag}
              onRemove={() => setState({ bags: state.bags.filter((other) => other !== bag), current: null })}
            />
          ))}
        </ul>
        {announce.failure && <FailurePanel definition={receiptRecord} failure={announce.failure} />}
        <Button
          variant="primary"
          disabledReason={bags.length === 0 ? t('nothing') : missing}
          isPending={announce.state === 'saving' || announce.state === 'unknown'}
          onClick={() => void announce.send({ ...sender, lines: bags.flatMap(toLine) }).then(open, () => undefined)}
        >
          {t('create', { count: bags.length })}
        </Button>
      </Panel>
      {missing === null && (
        <ImportPanel
          definition={noteImport}
          isApplying={applyImport.state === 'saving' || applyImport.state === 'unknown'}
          applyFailure={applyImport.failure}
          onApply={({ importId, digest }) =>
            void applyImport.send({ importId, digest, ...sender }).then(open, () => undefined)
          }
        />
      )}
    </Page>
  );
}

function toLine({ donation, product, group, expiry, collection }: ScannedBag): ReleaseLine[] {
  if (!donation || !product || !group || !expiry) return [];
  return [
    {
      donation: donation.scheme === 'isbt128' ? encodeDonationNumber(donation.donationNo) : donation.donationNo,
      labelScheme: donation.scheme,
      productCode: product.productCode,
      abo: group.abo,
      rhd: group.rhd,
      intendedUse: group.intendedUse,
      expiresAt: expiry.expiresAt,
      collectedAt: collection?.at ?? null,
      preparedAt: null,
      entry: 'scan',
    },
  ];
}

function ScannedRow({ bag, onRemove }: { bag: ScannedBag; onRemove: () => void }) {
  const t = useTranslations('bag-receipts.unnoted');
  const format = useFormat();
  if (!bag.donation || !bag.product || !bag.group || !bag.expiry) return null;
  return (
    <li className="flex h-9 items-center gap-4 border-t border-line text-14">
      <GroupPlate abo={bag.group.abo} rhd={bag.group.rhd} />
      <DonationNumber donationNo={bag.donation.donationNo} />
      <span className="font-code">{bag.product.productCode}</span>
      <span>{format.dateTime(bag.expiry.expiresAt)}</span>
      <Button size="sm" variant="ghost" onClick={onRemove} className="ml-auto">
        {t('remove')}
      </Button>
    </li>
  );
}
