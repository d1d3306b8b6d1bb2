'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
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
import { labelledOf } from '@/components/scan/late-labels';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { useKey } from '@/components/ui/use-key';
import {
  bagsOfOtherCity,
  otherGroupsOf,
  removeBag,
  scanWithoutNote,
  type UnnotedNews,
} from '@/domain/bag-receipts/scan-list-unnoted';
import { isComplete } from '@/domain/blood/barcodes/bag-scan';
import { isExpired } from '@/domain/blood/expiry';
import { type OpeningLine, openingImport } from '@/domain/go-lives/import';
import { goLiveRecord } from '@/domain/go-lives/record';
import { fromStation, type ShelfScanState } from '@/domain/go-lives/shelf-scan';
import type { ImportPreview } from '@/domain/import-definition';
import { ownDraft } from '@/domain/own-draft';
import { cityZone } from '@/i18n/format';
import { type GoLiveView, openRoundOf } from './go-live-types';

/** One of the two counts the shelf: every bag by its labels, or, the first, by the old system's list. */
export function CountDesk({ id }: { id: string }) {
  const t = useTranslations('go-lives');
  const trpc = useTRPC();
  const goLive = useQuery(trpc.goLives.get.queryOptions({ id }));
  const subjectId = `${ownDraft}:${id}`;
  const draft = useStoredDraft(trpc.goLives.draft.queryOptions({ subjectId }), trpc.goLives.saveDraft.mutationKey());
  // A label that is scanned before it is known which stations there are would be lost.
  const senders = useQuery(trpc.bagReceipts.senders.queryOptions({}));
  const { data } = goLive;
  const stations = senders.data?.stations;
  const late = data === undefined ? goLive : stations === undefined ? senders : null;
  const gate = late
    ? {
        data: undefined,
        error: late.error,
        isFetching: late.isFetching,
        refetch: late.refetch as unknown as typeof draft.refetch,
      }
    : draft;
  return (
    <DraftGate title={t('title')} definition={goLiveRecord} draft={gate}>
      {(stored) =>
        data && stations && <ShelfScan goLive={data} houses={stations} subjectId={subjectId} draft={stored} />
      }
    </DraftGate>
  );
}

const draftBody = z.object({ stationId: z.string().nullable(), scans: z.unknown() });

type ShelfScanProps = {
  goLive: GoLiveView;
  houses: readonly { readonly id: string; readonly name: string }[];
  subjectId: string;
  draft: OpenDraft | null;
};

function ShelfScan({ goLive, houses, subjectId, draft }: ShelfScanProps) {
  const t = useTranslations('go-lives.count');
  const lookupWords = useTranslations('ui.bagLookup');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(1_000);
  const [opened] = useState(() => draftBody.safeParse(draft?.body).data);
  const [stationId, setStationId] = useState(opened?.stationId ?? null);
  const [state, setState] = useState<ShelfScanState>(() => unpackBagScan(opened?.scans));
  const [isShelfEmpty, setShelfEmpty] = useState(false);
  const count = useCommand(trpc.goLives.count.mutationOptions());
  const applyImport = useCommand(trpc.goLives.applyImport.mutationOptions());
  const taking = applyImport.isClosed ? applyImport : count;
  const { draftState, settleDraft } = useDraft({
    stored: draft,
    body: { stationId, scans: packBagScan(state) },
    isEmpty: state.bags.length === 0,
    isOpen: taking.state !== 'saved',
    isSent: count.isUnanswered || applyImport.isUnanswered,
    entryKeys: [count.key, applyImport.key],
    saving: trpc.goLives.saveDraft.mutationOptions(),
    subjectId,
  });
  const station = stationId ?? (houses.length === 1 ? (houses[0]?.id ?? null) : null);
  const round = openRoundOf(goLive);
  const isSecond = round !== undefined;
  const isOver = goLive.state === 'live' || goLive.state === 'withdrawn' || round?.state === 'counted';
  const closed = taking.isClosed ? null : isOver ? t('closed') : round?.isMine ? t('same') : null;
  const bags = state.bags.filter(isComplete);
  const incomplete = state.bags.length - bags.length;
  const [news, setNews] = useState<UnnotedNews | 'not-ready' | 'sent' | null>(null);
  const [isStationAsked, setStationAsked] = useState(false);
  const newsWords = useNewsWords();
  const isPractice = useIsPractice();
  const foreign = bagsOfOtherCity(state.bags, isPractice).length;
  const late = useLateLabels(labelledOf(state.bags));

  /** Whether the code was read at all: a typed one that was not stays in its field. */
  function take(raw: string): boolean {
    if (taking.isClosed || closed) {
      const isLeftOut = taking.isClosed && late.hear(raw);
      playTone(isLeftOut || closed ? 'refuse' : 'duplicate');
      setNews(isLeftOut ? 'sent' : null);
      return !isLeftOut;
    }
    late.settle();
    setStationAsked(station === null);
    const step = now && station ? scanWithoutNote(state, raw, { now, timeZone: cityZone, isPractice }) : null;
    const tone = step ? newsTones[step.news.kind] : 'refuse';
    if (step && station) {
      setState(fromStation(step.state, station));
      setShelfEmpty(false);
    }
    setNews(step?.news ?? 'not-ready');
    if (tone) playTone(tone);
    return step !== null && step.news.kind !== 'unreadable';
  }
  const back = () => router.push(`/go-lives/${goLive.id}`);
  useScanner({ onScan: take });
  useKey('Esc', back, { isEnabled: !taking.isClosed });
  useKey('Ctrl Enter', send);
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.type') },
      { keys: 'Ctrl Enter', label: t('keys.submit') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  const blocked = late.leaving
    ? lookupWords('leftOutFirst')
    : (closed ??
      (state.bags.length === 0
        ? isShelfEmpty
          ? null
          : t(station === null ? 'needsStation' : 'nothing')
        : foreign > 0
          ? t('otherCityFirst', { count: foreign })
          : incomplete > 0
            ? t('needsParts', { count: incomplete })
            : null));

  const follow = (sending: Promise<unknown>) =>
    void sending.then(
      async () => {
        await client.invalidateQueries({ queryKey: trpc.goLives.pathKey() });
        late.leave(back);
      },
      () => undefined,
    );
  const seen = { id: goLive.id, version: goLive.version };
  const isImportLost = applyImport.isUnanswered && !isSending(applyImport);
  function send() {
    if (isImportLost) return follow(applyImport.sendAgain());
    if (applyImport.isClosed || isSending(count)) return;
    if (count.isUnanswered) return follow(count.sendAgain());
    if (blocked) return;
    const lines = bags.flatMap((bag) => toLine(bag).map((line) => ({ ...line, stationId: bag.stationId ?? '' })));
    follow(count.send({ ...seen, lines, isShelfEmpty: lines.length === 0 }, settleDraft));
  }
  function importList({ importId, digest }: ImportPreview<OpeningLine>) {
    if (station) follow(applyImport.send({ ...seen, importId, digest, stationId: station }, settleDraft));
  }
  function remove(index: number) {
    setState(removeBag(state, index));
    setNews(null);
  }

  return (
    <Page
      title={t('title', { no: goLive.no })}
      note={t(isSecond ? 'second' : 'first')}
      scroll="page"
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        !closed && (
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            disabledReason={taking.isUnanswered ? null : blocked}
            isPending={isSending(count)}
            onClick={send}
          >
            {isImportLost ? t('importAgain') : t('submit', { count: bags.length })}
          </Button>
        )
      }
    >
      {news === 'sent' && taking.isClosed && !late.leaving && <Banner tone="stop">{newsWords(news)}</Banner>}
      <LeftOut leaving={late.leaving} />
      {closed && (
        <Banner
          tone="warn"
          action={
            <Link href={`/go-lives/${goLive.id}`} className={buttonClasses('secondary', 'sm')}>
              {t('back')}
            </Link>
          }
        >
          {closed}
        </Banner>
      )}
      {isStationAsked && station === null && <Banner tone="stop">{t('needsStation')}</Banner>}
      {isSecond && !closed && <Banner tone="info">{t('blind')}</Banner>}
      {(!closed || state.bags.length > 0) && (
        <EntryFrame command={taking} definition={goLiveRecord}>
          <Panel isPadded>
            <Field label={t('station')} hint={t('stationHint')} className="max-w-xl">
              <Select
                value={station}
                onValueChange={setStationId}
                items={houses.map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Field>
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
                  origin={houses.find(({ id }) => id === bag.stationId)?.name}
                  line={index + 1}
                  isExpired={now !== null && bag.expiry !== undefined && isExpired(bag.expiry.expiresAt, now)}
                  otherGroups={otherGroupsOf(state, index)}
                  onRemove={() => remove(index)}
                />
              ))}
            </ol>
            {state.bags.length === 0 && !closed && (
              <Checkbox isChecked={isShelfEmpty} onCheckedChange={setShelfEmpty}>
                {t('shelfEmpty')}
              </Checkbox>
            )}
          </Panel>
          {!isSecond && !closed && (
            <>
              <p className="text-14 text-ink-2">{t(state.bags.length > 0 ? 'importNeedsNoBags' : 'importNote')}</p>
              {station && state.bags.length === 0 && (
                // What nobody answered goes again from the page: until then there is one button, not two, and no other file.
                <div hidden={isImportLost}>
                  <ImportPanel
                    definition={openingImport}
                    isApplying={isSending(applyImport)}
                    applyFailure={applyImport.failure}
                    onApply={importList}
                  />
                </div>
              )}
            </>
          )}
        </EntryFrame>
      )}
    </Page>
  );
}
