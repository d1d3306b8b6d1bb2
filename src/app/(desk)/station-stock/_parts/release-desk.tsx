'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { packBagScan, unpackBagScan } from '@/app/_client/bag-scan-draft';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { LeftOut } from '@/app/_scan/left-out';
import { useLateLabels } from '@/app/_scan/use-late-labels';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { useViolationWords } from '@/components/record/violation-words';
import { labelledOf } from '@/components/scan/late-labels';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { EmptyState } from '@/components/ui/empty-state';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { useKey } from '@/components/ui/use-key';
import { type BagPart, isComplete, missingParts, type ScannedBag } from '@/domain/blood/barcodes/bag-scan';
import { findProduct, type ProductMapping } from '@/domain/blood/barcodes/products';
import type { PartScan } from '@/domain/blood/barcodes/read-scan';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { ownDraft } from '@/domain/own-draft';
import { releaseRecord } from '@/domain/station-stock/record';
import { useFormat } from '@/i18n/provider';
import { type ReleaseEntry, type ScanProblem, useRelease } from './use-release';

const noProducts: readonly ProductMapping[] = [];

/** Labels in any order, one bag after the other, no click between them; then the whole release at once. */
export function ReleaseDesk() {
  const t = useTranslations('station-stock');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.stationStock.draft.queryOptions({ subjectId: ownDraft }),
    trpc.stationStock.saveDraft.mutationKey(),
  );
  return (
    <DraftGate title={t('releaseTitle')} definition={releaseRecord} draft={draft}>
      {(stored) => <ReleaseScan draft={stored} />}
    </DraftGate>
  );
}

function ReleaseScan({ draft }: { draft: OpenDraft | null }) {
  const t = useTranslations('station-stock');
  const common = useTranslations('common.action');
  const router = useRouter();
  const lookupWords = useTranslations('ui.bagLookup');
  const trpc = useTRPC();
  const labels = useQuery(trpc.stationStock.readLabels.queryOptions({}));
  const products = labels.data?.products ?? noProducts;
  const { mutate: reportUnknown } = useMutation(trpc.products.report.mutationOptions());
  const report = useCallback(
    (productCode: string) => reportUnknown({ data: { productCode, place: 'station-stock' } }),
    [reportUnknown],
  );
  const entry = useRelease(products, unpackBagScan(draft?.body), report);
  const command = useCommand(trpc.stationStock.release.mutationOptions());
  const { draftState, settleDraft } = useDraft({
    stored: draft,
    body: packBagScan(entry.state),
    isEmpty: entry.state.bags.length === 0,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.stationStock.saveDraft.mutationOptions(),
    subjectId: ownDraft,
  });
  const [early, setEarly] = useState<readonly string[]>([]);
  /** Counts the ambiguous codes that somebody decided: the field is empty again. */
  const [mended, setMended] = useState(0);
  const late = useLateLabels(labelledOf(entry.bags));
  const count = entry.lines.length;
  const missing = command.isUnanswered
    ? null
    : late.leaving
      ? lookupWords('leftOutFirst')
      : early.length > 0
        ? t('productsAwaited', { count: early.length })
        : entry.incomplete > 0
          ? t('submitIncomplete', { count: entry.incomplete })
          : count === 0
            ? t('submitBlocked')
            : entry.faults.size > 0
              ? t('submitFaulty', { count: entry.faults.size })
              : null;
  const submit = () => {
    if (missing || isSending(command)) return;
    const sending = command.isUnanswered ? command.sendAgain() : command.send({ lines: [...entry.lines] }, settleDraft);
    void sending.then(
      ({ id }) => late.leave(() => router.push(`/station-stock?open=${id}`)),
      () => undefined,
    );
  };
  // What is scanned before the products are known waits for them, in sight, and then goes in one by one.
  const [isRefused, setRefused] = useState(false);
  const isFrozen = command.isClosed;
  const isReady = labels.data !== undefined && entry.isReady;
  const { take } = entry;
  function takeOrKeep(text: string): boolean {
    if (isFrozen) {
      const isLeftOut = late.hear(text);
      playTone(isLeftOut ? 'refuse' : 'duplicate');
      setRefused(isLeftOut);
      return !isLeftOut;
    }
    setRefused(false);
    late.settle();
    if (isReady && early.length === 0) return wasRead(take(text, false));
    playTone('duplicate');
    setEarly((waiting) => [...waiting, text]);
    return true;
  }
  useScanner({ onScan: takeOrKeep });
  const [next] = early;
  useEffect(() => {
    if (!isReady || next === undefined) return;
    take(next, false);
    setEarly(([, ...rest]) => rest);
  }, [isReady, next, take]);
  useKey('Ctrl Enter', submit, { reach: 'form' });
  useKey('Esc', () => router.push('/station-stock'), { isEnabled: !isFrozen });

  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.type') },
      { keys: 'Ctrl Enter', label: t('keys.submit') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={t('releaseTitle')}
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={submit}
          isPending={isSending(command)}
          disabledReason={missing}
        >
          {t('submit', { count })}
        </Button>
      }
    >
      <LeftOut leaving={late.leaving} />
      {isRefused && isFrozen && !late.leaving && <Banner tone="stop">{t('notWhileSent')}</Banner>}
      {early.length > 0 && (
        <Banner
          tone="warn"
          action={
            labels.isError && (
              <Button size="sm" onClick={() => void labels.refetch()}>
                {common('retry')}
              </Button>
            )
          }
        >
          {t('productsAwaited', { count: early.length })}
        </Banner>
      )}
      <EntryFrame command={command} definition={releaseRecord} isFilling>
        <Panel title={t('scanHere')} note={t('scanHint')} isFocused isPadded>
          <TypedCode
            key={mended}
            label={t('scanHere')}
            isFocusedFirst
            onTake={(raw) => isReady && early.length === 0 && wasRead(entry.take(raw, true))}
          >
            {entry.current && (
              <span className="text-13 text-ink-2">
                {t('currentBag')} · <MissingParts bag={entry.current} />
              </span>
            )}
          </TypedCode>
          {entry.problem && (
            <Banner
              tone="stop"
              className="mt-2"
              action={<IconButton label={common('close')} icon={<Icon of={X} />} onClick={entry.dismiss} />}
            >
              <ProblemWords
                problem={entry.problem}
                onChoose={(part) => {
                  entry.takePart(part);
                  setMended(mended + 1);
                }}
              />
            </Banner>
          )}
        </Panel>
        <ReleaseTable entry={entry} products={products} />
      </EntryFrame>
    </Page>
  );
}

/** Whether a code is on the list: one of the other city is, and is told until it is taken off. */
function wasRead(problem: ScanProblem | null): boolean {
  return problem === null || problem.code === 'otherCity';
}

function MissingParts({ bag }: { bag: ScannedBag }) {
  const t = useTranslations('station-stock');
  const format = useFormat();
  return <>{t('missing', { parts: format.list(missingParts(bag).map((part: BagPart) => t(`parts.${part}`))) })}</>;
}

function ProblemWords({ problem, onChoose }: { problem: ScanProblem; onChoose: (part: PartScan) => void }) {
  const t = useTranslations('station-stock.scanProblems');
  const otherCity = useOtherCityWords();
  if (problem.code === 'ambiguous')
    return (
      <span className="flex items-center gap-2">
        {t('ambiguous')}
        {problem.candidates.map((candidate) => (
          <Button key={candidate.kind} size="sm" onClick={() => onChoose(candidate)}>
            {t(`kinds.${candidate.kind}`)}
          </Button>
        ))}
      </span>
    );
  if (problem.code === 'otherCity') return <>{otherCity(problem.donationNo)}</>;
  if (problem.code === 'duplicate') return <>{t('duplicate', { line: problem.line })}</>;
  if (problem.code === 'unknownProduct') return <>{t('unknownProduct', { productCode: problem.productCode })}</>;
  return <>{t(problem.code)}</>;
}

const components: readonly BloodComponent[] = componentCatalogue;

function ReleaseTable({ entry, products }: { entry: ReleaseEntry; products: readonly ProductMapping[] }) {
  const t = useTranslations('station-stock');
  const common = useTranslations('common.action');
  const locale = useLocale();
  const format = useFormat();
  const violationWords = useViolationWords(releaseRecord);
  if (entry.bags.length === 0)
    return (
      <div className="flex-1 border border-line-2 bg-surface">
        <EmptyState title={t('noLines')} />
      </div>
    );
  return (
    <TableFrame label={t('lines', { count: entry.bags.length })} className="flex-1">
      <Table>
        <TableHead>
          <HeadCell align="right">#</HeadCell>
          <HeadCell>{t('bagColumns.donationNo')}</HeadCell>
          <HeadCell>{t('bagColumns.productCode')}</HeadCell>
          <HeadCell>{t('bagColumns.component')}</HeadCell>
          <HeadCell align="center">{t('bagColumns.group')}</HeadCell>
          <HeadCell align="right">{t('bagColumns.amount')}</HeadCell>
          <HeadCell>{t('bagColumns.expiresAt')}</HeadCell>
          <HeadCell />
        </TableHead>
        <tbody>
          {entry.bags.map((bag, index) => {
            const product = bag.product && findProduct(bag.product.productCode, products);
            const component = components.find((candidate) => candidate.code === product?.componentCode);
            const donationNo = bag.donation?.donationNo ?? '';
            const faults = entry.faults.get(bag) ?? [];
            return (
              <TableRow
                key={`${donationNo} ${bag.product?.productCode ?? index}`}
                state={
                  faults.length > 0 ? 'refuse' : isComplete(bag) ? 'plain' : bag === entry.current ? 'warn' : 'refuse'
                }
              >
                <Cell align="right">{index + 1}</Cell>
                <Cell>{donationNo && <DonationNumber donationNo={donationNo} />}</Cell>
                <Cell className="font-code">{bag.product?.productCode}</Cell>
                <Cell>{component ? componentName(component, locale) : ''}</Cell>
                <Cell align="center">{bag.group && <GroupPlate abo={bag.group.abo} rhd={bag.group.rhd} />}</Cell>
                <Cell align="right">{component && product ? formatAmount(product.amount, component, locale) : ''}</Cell>
                <Cell>{bag.expiry && format.dateTime(bag.expiry.expiresAt)}</Cell>
                <Cell align="right" wraps={faults.length > 0}>
                  {faults.map((fault) => (
                    <strong key={fault.code} className="mr-2 align-middle text-13 text-stop">
                      {violationWords(fault)}
                    </strong>
                  ))}
                  {!isComplete(bag) && (
                    <strong className="mr-2 align-middle text-stop">
                      <MissingParts bag={bag} />
                    </strong>
                  )}
                  <IconButton
                    label={`${common('remove')} ${donationNo}`}
                    icon={<Icon of={X} />}
                    onClick={() => entry.remove(bag)}
                  />
                </Cell>
              </TableRow>
            );
          })}
        </tbody>
      </Table>
    </TableFrame>
  );
}
