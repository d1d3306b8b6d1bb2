'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { packBagScan, unpackBagScan } from '@/app/_client/bag-scan-draft';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { useNewsWords } from '@/app/_scan/label-news-words';
import { LastNews, newsTones, ScannedRow, toLine } from '@/app/_scan/labelled-bags';
import { LeftOut } from '@/app/_scan/left-out';
import { useLateLabels } from '@/app/_scan/use-late-labels';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { useIsPractice } from '@/components/record/drawn-for';
import { ImportPanel } from '@/components/record/import-panel';
import { type LabelledBag, labelledOf } from '@/components/scan/late-labels';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { receiptRecord } from '@/domain/bag-receipts/record';
import {
  bagsOfOtherCity,
  otherGroupsOf,
  removeBag,
  scanWithoutNote,
  type UnnotedNews,
} from '@/domain/bag-receipts/scan-list-unnoted';
import { isComplete } from '@/domain/blood/barcodes/bag-scan';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { isExpired } from '@/domain/blood/expiry';
import type { ImportPreview } from '@/domain/import-definition';
import { ownDraft } from '@/domain/own-draft';
import { releaseImport } from '@/domain/station-stock/import';
import type { ReleaseLine } from '@/domain/station-stock/schema';
import { cityZone } from '@/i18n/format';

const noteImport = { ...releaseImport, module: 'bag-receipts' as const, permission: 'bag-receipts.import' as const };

/** 无单到货: the bags are entered from their labels or from a file, and are then received like any other. */
export function UnnotedDesk() {
  const t = useTranslations('bag-receipts.unnoted');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.bagReceipts.draft.queryOptions({ subjectId: ownDraft }),
    trpc.bagReceipts.saveDraft.mutationKey(),
  );
  return (
    <DraftGate title={t('title')} note={t('note')} definition={receiptRecord} draft={draft}>
      {(stored) => <UnnotedScan draft={stored} />}
    </DraftGate>
  );
}

const draftBody = z.object({ stationId: z.string().nullable(), reason: z.string(), scans: z.unknown() });

/** The bags of a file, as their labels name them. */
function labelsIn(rows: ImportPreview<ReleaseLine>['rows']): readonly LabelledBag[] {
  return rows.flatMap(({ row: { donation, productCode } }) => {
    const scan = readScan(donation, { now: new Date(0), timeZone: cityZone, isManual: true });
    return scan.kind === 'donation-number' ? { donationNo: scan.donationNo, productCode } : [];
  });
}

function UnnotedScan({ draft }: { draft: OpenDraft | null }) {
  const t = useTranslations('bag-receipts.unnoted');
  const lookupWords = useTranslations('ui.bagLookup');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(1_000);
  const senders = useQuery(trpc.bagReceipts.senders.queryOptions({}));
  const [opened] = useState(() => draftBody.safeParse(draft?.body).data);
  const [stationId, setStationId] = useState(opened?.stationId ?? null);
  const [reason, setReason] = useState(opened?.reason ?? '');
  const [state, setState] = useState(() => unpackBagScan(opened?.scans));
  const announce = useCommand(trpc.bagReceipts.announce.mutationOptions());
  const applyImport = useCommand(trpc.bagReceipts.applyImport.mutationOptions());
  const [imported, setImported] = useState<readonly LabelledBag[] | null>(null);
  // Either of them takes the entry: while one is on its way, neither the entry nor the other can go on.
  const taking = applyImport.isClosed ? applyImport : announce;
  const { draftState, settleDraft } = useDraft({
    stored: draft,
    body: { stationId, reason, scans: packBagScan(state) },
    isEmpty: state.bags.length === 0 && reason === '',
    isOpen: taking.state !== 'saved',
    isSent: announce.isUnanswered || applyImport.isUnanswered,
    entryKeys: [announce.key, applyImport.key],
    saving: trpc.bagReceipts.saveDraft.mutationOptions(),
    subjectId: ownDraft,
  });
  const stations = senders.data?.stations ?? [];
  const station = stationId ?? (stations.length === 1 ? (stations[0]?.id ?? null) : null);
  const bags = state.bags.filter(isComplete);
  const incomplete = state.bags.length - bags.length;
  const [news, setNews] = useState<UnnotedNews | 'not-ready' | 'sent' | null>(null);
  const newsWords = useNewsWords();
  const isPractice = useIsPractice();
  const foreign = bagsOfOtherCity(state.bags, isPractice).length;
  const late = useLateLabels((applyImport.isClosed && imported) || labelledOf(state.bags));

  /** Whether the code was read at all: a typed one that was not stays in its field. */
  function take(raw: string): boolean {
    if (taking.isClosed) {
      const isLeftOut = late.hear(raw);
      playTone(isLeftOut ? 'refuse' : 'duplicate');
      setNews(isLeftOut ? 'sent' : null);
      return !isLeftOut;
    }
    late.settle();
    const step = now ? scanWithoutNote(state, raw, { now, timeZone: cityZone, isPractice }) : null;
    const tone = step ? newsTones[step.news.kind] : 'refuse';
    if (step) setState(step.state);
    setNews(step?.news ?? 'not-ready');
    if (tone) playTone(tone);
    return step !== null && step.news.kind !== 'unreadable';
  }
  useScanner({ onScan: take });
  useKey('Esc', () => router.push('/bag-receipts'), { isEnabled: !taking.isClosed });
  useKey('Ctrl Enter', create);
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.type') },
      { keys: 'Ctrl Enter', label: t('keys.create') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  const open = ({ shipmentId }: { shipmentId: string }) =>
    late.leave(() => router.push(`/bag-receipts/receive/${shipmentId}`));
  const missing = !station ? t('needsStation') : reason.trim().length < 2 ? t('needsReason') : null;
  const blocked = late.leaving
    ? lookupWords('leftOutFirst')
    : state.bags.length === 0
      ? t('nothing')
      : foreign > 0
        ? t('otherCityFirst', { count: foreign })
        : incomplete > 0
          ? t('needsParts', { count: incomplete })
          : missing;
  const sender = { stationId: station ?? '', reason: reason.trim() };

  const follow = (sending: Promise<{ shipmentId: string }>) => void sending.then(open, () => undefined);
  function importNote({ importId, digest, rows }: ImportPreview<ReleaseLine>) {
    setImported(labelsIn(rows));
    follow(applyImport.send({ importId, digest, ...sender }, settleDraft));
  }
  /** Its own button stands still with the entry: what nobody answered goes again from here. */
  const isImportLost = applyImport.isUnanswered && !isSending(applyImport);
  function create() {
    if (isImportLost) return follow(applyImport.sendAgain());
    if (applyImport.isClosed || isSending(announce)) return;
    if (announce.isUnanswered) return follow(announce.sendAgain());
    if (!blocked) follow(announce.send({ ...sender, lines: bags.flatMap(toLine) }, settleDraft));
  }
  function remove(index: number) {
    setState(removeBag(state, index));
    setNews(null);
  }

  return (
    <Page
      title={t('title')}
      note={t('note')}
      scroll="page"
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={taking.isUnanswered ? null : blocked}
          isPending={isSending(announce)}
          onClick={create}
        >
          {isImportLost ? t('importAgain') : t('create', { count: bags.length })}
        </Button>
      }
    >
      {news === 'sent' && taking.isClosed && !late.leaving && <Banner tone="stop">{newsWords(news)}</Banner>}
      <LeftOut leaving={late.leaving} />
      <EntryFrame command={taking} definition={receiptRecord}>
        <Panel isPadded>
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
          isPadded
          title={t('scan')}
          note={t('scanHint')}
          actions={<span className="text-14">{t('count', { count: bags.length })}</span>}
        >
          <TypedCode label={t('scan')} onTake={take} />
          <LastNews news={news === 'sent' ? null : news} />
          <ol className="mb-2">
            {state.bags.map((bag, index) => (
              <ScannedRow
                key={`${bag.donation?.donationNo} ${bag.product?.productCode} ${isComplete(bag) ? '' : index}`}
                bag={bag}
                line={index + 1}
                isExpired={now !== null && bag.expiry !== undefined && isExpired(bag.expiry.expiresAt, now)}
                otherGroups={otherGroupsOf(state, index)}
                onRemove={() => remove(index)}
              />
            ))}
          </ol>
        </Panel>
        {missing === null && state.bags.length > 0 && <p className="text-14 text-ink-2">{t('importNeedsNoBags')}</p>}
        {missing === null && state.bags.length === 0 && (
          // What nobody answered goes again from the page: until then there is one button, not two, and no other file.
          <div hidden={isImportLost}>
            <ImportPanel
              definition={noteImport}
              isApplying={isSending(applyImport)}
              applyFailure={applyImport.failure}
              onApply={importNote}
            />
          </div>
        )}
      </EntryFrame>
    </Page>
  );
}
