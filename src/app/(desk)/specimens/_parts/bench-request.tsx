'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { AutologousFirst } from '@/app/(desk)/autologous-transfusions/_parts/autologous-first';
import { TypeCodeDialog } from '@/app/(desk)/clinical-issues/_parts/type-code-dialog';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { readTube } from '@/domain/specimens/read-tube';
import type { BenchStep } from '@/domain/specimens/steps';
import { cityZone } from '@/i18n/format';
import { BenchHead } from './bench-head';
import { ChainTimeline } from './chain-timeline';
import { CrossPanel } from './cross-panel';
import { GroupPanel } from './group-panel';
import { IssuePanel } from './issue-panel';
import { ReceivePanel } from './receive-panel';
import { ScreenPanel } from './screen-panel';
import { type BenchLine, specimenModule } from './specimen-types';

/** What is worked on; two steps of a determination are one place. */
const places = ['receive', 'group', 'screen', 'crossmatch'] as const;
export type BenchPlace = (typeof places)[number] | 'issue';
const placeOf: Record<BenchStep, BenchPlace> = {
  receive: 'receive',
  first: 'group',
  recheck: 'group',
  repeat: 'group',
  screen: 'screen',
  crossmatch: 'crossmatch',
  issue: 'issue',
};

/** A label that was scanned and is for the panel: each scan is another object. */
export interface Heard {
  readonly tube?: string;
  readonly badge?: string;
  readonly bag?: { readonly donationNo: string; readonly productCode?: string | undefined };
}

type BenchRequestProps = {
  requestId: string;
  queue: readonly BenchLine[];
  onOpen: (id: string) => void;
  now: Date | null;
};

/** One request: the step it waits for, and below what has been done, with who and when. Every scan of the page comes here. */
export function BenchRequest({ requestId, queue, onOpen, now }: BenchRequestProps) {
  const t = useTranslations('specimens.bench');
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data, error } = useQuery(trpc.specimens.chain.queryOptions({ requestId }));
  const [place, setPlace] = useState<BenchPlace | null>(null);
  const [heard, setHeard] = useState<Heard>({});
  const [said, setSaid] = useState<ReactNode>(null);
  const [tubeId, setTubeId] = useState<string | null>(null);
  const [isTyping, setIsTyping] = useState(false);
  const [isInDialog, setIsInDialog] = useState(false);
  const line = data?.request;
  const at = place ?? (line ? placeOf[line.step] : 'receive');
  const specimen =
    data?.specimens.find(({ id }) => id === tubeId) ??
    data?.specimens.find(({ id }) => id === line?.specimenId) ??
    null;
  const state = useRef({ at, data, queue });
  state.current = { at, data, queue };

  const hear = useCallback(
    (raw: string) => {
      const { at: here, data: chain, queue: lines } = state.current;
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      if (read.kind === 'badge') return setHeard({ badge: read.badgeCode });
      if (read.kind === 'patient') {
        const other = lines.find(({ mrn }) => mrn.toUpperCase() === read.patientNo.toUpperCase());
        playTone(other ? 'ok' : 'refuse');
        return other && onOpen(other.id);
      }
      const tube = readTube(raw);
      const own = chain?.specimens.find(({ tubeNo, state: is }) => tubeNo === tube && is === 'received');
      if (own) setTubeId(own.id);
      const parts = read.kind === 'compound' ? read.parts : [read];
      const donation = parts.find((part) => part.kind === 'donation-number');
      if (here === 'crossmatch' && !own && donation?.kind === 'donation-number') {
        const product = parts.find((part) => part.kind === 'product');
        return setHeard({
          bag: {
            donationNo: donation.donationNo,
            ...(product?.kind === 'product' ? { productCode: product.productCode } : {}),
          },
        });
      }
      if (!tube) return playTone('refuse');
      const elsewhere = own ? undefined : lines.find(({ tubeNo }) => tubeNo === tube);
      if (elsewhere && here !== 'receive') {
        playTone('ok');
        return onOpen(elsewhere.id);
      }
      setHeard({ tube });
    },
    [now, onOpen],
  );
  useScanner({ onScan: hear, isEnabled: !isTyping && !isInDialog });
  useKey('F2', () => setIsTyping(true), { isEnabled: !isTyping && !isInDialog });

  const refresh = async (words: ReactNode) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: trpc.specimens.pathKey() }),
      client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() }),
    ]);
    setSaid(words);
    setPlace(null);
    setHeard({});
    playTone('ok');
  };

  if (!data || !line)
    return (
      <div className="flex-1 border border-line-2 bg-surface p-3">
        {error ? <FailurePanel definition={specimenModule} failure={readFailure(error)} /> : <Skeleton lines={8} />}
      </div>
    );
  const panelKey = `${at} ${specimen?.id ?? ''} ${specimen?.version ?? 0}`;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2 overflow-y-auto">
      <BenchHead line={line} specimen={specimen} now={now} />
      <AutologousFirst patientId={line.patientId} />
      {said && (
        <div role="status">
          <Banner tone="info">{said}</Banner>
        </div>
      )}
      <SegmentedControl
        label={t('whichStep')}
        className="flex-none self-start"
        items={places.map((value) => ({ value, label: t(`places.${value}`) }))}
        value={at === 'issue' ? null : at}
        onValueChange={setPlace}
      />
      {at === 'receive' && <ReceivePanel key={panelKey} line={line} heard={heard} now={now} onDone={refresh} />}
      {at === 'group' && specimen && (
        <GroupPanel
          key={panelKey}
          specimen={specimen}
          heard={heard}
          isSingleDutyAllowed={data.isSingleDutyAllowed}
          now={now}
          onDone={refresh}
        />
      )}
      {at === 'screen' && specimen && (
        <ScreenPanel key={panelKey} specimen={specimen} line={line} heard={heard} onDone={refresh} />
      )}
      {at === 'crossmatch' && specimen && (
        <CrossPanel
          key={panelKey}
          specimen={specimen}
          line={line}
          heard={heard}
          isSingleDutyAllowed={data.isSingleDutyAllowed}
          now={now}
          onDialog={setIsInDialog}
          onDone={refresh}
        />
      )}
      {at !== 'receive' && at !== 'issue' && !specimen && <Banner tone="warn">{t('stepNote.receive')}</Banner>}
      {at === 'issue' && <IssuePanel line={line} />}
      <Panel title={t('done')} isPadded>
        <ChainTimeline specimens={data.specimens} crossmatches={data.crossmatches} now={now ?? undefined} />
      </Panel>
      {isTyping && (
        <TypeCodeDialog
          onTyped={(code, productCode) =>
            at === 'crossmatch' ? setHeard({ bag: { donationNo: code, productCode } }) : hear(code)
          }
          onClose={() => setIsTyping(false)}
        />
      )}
    </div>
  );
}
