'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CrossmatchDialog } from '@/app/(desk)/clinical-issues/_parts/crossmatch-dialog';
import { issueModule, type OfferedBag } from '@/app/(desk)/clinical-issues/_parts/issue-types';
import { useRequestWords } from '@/app/(desk)/transfusion-requests/_parts/request-words';
import { useViolationWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { StatusMark } from '@/components/ui/status-mark';
import { isIncompatible } from '@/domain/clinical-issues/crossmatch';
import type { CrossmatchInput } from '@/domain/clinical-issues/schema';
import { useFormat } from '@/i18n/provider';
import type { Heard } from './bench-request';
import type { BenchLine, ChainSpecimen } from './specimen-types';
import { StepFoot } from './step-foot';

interface Line {
  readonly bag: OfferedBag;
  readonly crossmatch?: CrossmatchInput;
}

type CrossPanelProps = {
  specimen: ChainSpecimen;
  line: BenchLine;
  heard: Heard;
  isSingleDutyAllowed: boolean;
  now: Date | null;
  /** A dialog has the scanner. */
  onDialog: (isOpen: boolean) => void;
  onDone: (said: ReactNode) => void;
};

const offered = 6;

/** 交叉配血: bags scanned against the tube, each with its result; what fits is kept when all of it is saved. */
export function CrossPanel({ specimen, line, heard, isSingleDutyAllowed, now, onDialog, onDone }: CrossPanelProps) {
  const t = useTranslations('specimens.bench');
  const trpc = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const me = useQuery(trpc.session.me.queryOptions());
  const violationWords = useViolationWords(issueModule);
  const command = useCommand(trpc.clinicalIssues.crossmatch.mutationOptions());
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [duty, setDuty] = useState<'two_person' | 'single'>(isSingleDutyAllowed ? 'single' : 'two_person');
  const [openId, setOpenId] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const candidates = useQuery(trpc.clinicalIssues.candidates.queryOptions({ patientId: line.patientId }));
  const editing = lines.find(({ bag }) => bag.unitId === openId);
  const open = (unitId: string | null) => {
    setOpenId(unitId);
    onDialog(unitId !== null);
  };

  const refuse = (words: string) => {
    setRefused(words);
    playTone('refuse');
  };
  const take = (bag: OfferedBag) => {
    const donationNo = format.donationNumber(bag.donationNo);
    if (lines.some((other) => other.bag.unitId === bag.unitId)) {
      setRefused(t('listed', { donationNo }));
      return playTone('duplicate');
    }
    if (!bag.requiresCrossmatch) return refuse(t('notNeeded', { donationNo }));
    if (bag.blockedBy) return refuse(violationWords(bag.blockedBy));
    setRefused(null);
    playTone('ok');
    setLines((before) => [...before, { bag }]);
    open(bag.unitId);
  };
  const look = async ({ donationNo, productCode }: NonNullable<Heard['bag']>) => {
    const named = format.donationNumber(donationNo);
    try {
      const { bags } = await client.fetchQuery({
        ...trpc.clinicalIssues.lookup.queryOptions({
          patientId: line.patientId,
          donationNo,
          ...(productCode ? { productCode } : {}),
        }),
        staleTime: 0,
      });
      const [bag, another] = bags;
      if (!bag) refuse(t('lookedUp', { donationNo: named }));
      else if (another) refuse(t('several', { donationNo: named, count: bags.length }));
      else take(bag);
    } catch {
      refuse(t('failed'));
    }
  };
  const last = useRef(heard);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each scan is another object and heard once
  useEffect(() => {
    if (last.current === heard) return;
    last.current = heard;
    if (heard.bag) void look(heard.bag);
  }, [heard]);

  const carried = [...lines].reverse().find(({ crossmatch }) => crossmatch)?.crossmatch;
  const staffNo = me.data?.person?.staffNo ?? '';
  const open6 =
    candidates.data?.usable
      .filter(
        (bag) =>
          bag.requiresCrossmatch && bag.reservedFor === 'nobody' && !lines.some((one) => one.bag.unitId === bag.unitId),
      )
      .slice(0, offered) ?? [];
  const missing = [
    ...(lines.length === 0 ? [t('missing.bags')] : []),
    ...(lines.some(({ crossmatch }) => !crossmatch) ? [t('missing.results')] : []),
  ];
  return (
    <Panel title={t('crossTitle')} note={t('stepNote.crossmatch')} isPadded>
      <div inert={command.isClosed} className="pale-when-inert flex flex-col gap-2">
        {isSingleDutyAllowed && (
          <Field label={t('duty')} isGroup>
            <SegmentedControl
              items={[
                { value: 'single', label: t('single') },
                { value: 'two_person', label: t('twoPerson') },
              ]}
              value={duty}
              onValueChange={(next) => {
                setDuty(next);
                // What was entered for two is no blind second entry, and the other way round.
                setLines((before) => before.map(({ bag }) => ({ bag })));
              }}
            />
          </Field>
        )}
        {refused && (
          <div role="alert">
            <Banner tone="stop">{refused}</Banner>
          </div>
        )}
        {lines.length > 0 && (
          <ul className="border border-line">
            {lines.map(({ bag, crossmatch }) => (
              <li
                key={bag.unitId}
                className="flex h-10 items-center gap-3 border-b border-line px-3 text-13 last:border-b-0"
              >
                <BagLine bag={bag} now={now} />
                <span className="ml-auto">
                  {crossmatch ? (
                    <StatusMark tone={isIncompatible(crossmatch) ? 'stop' : 'done'}>
                      {t(isIncompatible(crossmatch) ? 'incompatible' : 'compatible')}
                    </StatusMark>
                  ) : (
                    <StatusMark tone="warn">{t('noResult')}</StatusMark>
                  )}
                </span>
                <Button size="sm" onClick={() => open(bag.unitId)}>
                  {t(crossmatch ? 'change' : 'enter')}
                </Button>
                <Button
                  size="sm"
                  variant="ghost"
                  onClick={() => setLines((before) => before.filter((other) => other.bag.unitId !== bag.unitId))}
                >
                  {t('remove')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <h3 className="text-12 text-ink-3">{t('candidates')}</h3>
        {candidates.data && open6.length === 0 && <p className="text-13 text-ink-2">{t('candidatesNone')}</p>}
        <ul>
          {open6.map((bag) => (
            <li key={bag.unitId} className="flex h-8 items-center gap-3 px-3 text-13 text-ink-2">
              <BagLine bag={bag} now={now} />
              <Button size="sm" variant="ghost" className="ml-auto" onClick={() => take(bag)}>
                {t('enter')}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <StepFoot
        command={command}
        module="clinical-issues"
        label={t('saveCross', { count: lines.length })}
        missing={missing}
        isEnabled={openId === null}
        onSend={() =>
          command.send({
            requestId: line.id,
            specimenId: specimen.id,
            dutyMode: duty,
            lines: lines.flatMap(({ bag, crossmatch }) => (crossmatch ? [{ unitId: bag.unitId, crossmatch }] : [])),
          })
        }
        onDone={({ kept, incompatible, releaseAt }) =>
          onDone(
            <>
              {kept.length > 0 && t('crossSaved', { kept: kept.length, time: format.dateTime(releaseAt) })}
              {incompatible.length > 0 && (
                <strong className="ml-2 text-stop">{t('crossBack', { count: incompatible.length })}</strong>
              )}
            </>,
          )
        }
      />
      {editing && (
        <CrossmatchDialog
          key={editing.bag.unitId}
          bag={editing.bag}
          carried={{
            ...(carried?.method ? { method: carried.method } : {}),
            ...(carried?.checkedBy ? { checkedBy: carried.checkedBy } : {}),
            testedBy: carried?.testedBy ?? staffNo,
            testedAt: now ?? new Date(0),
            specimenNo: specimen.tubeNo,
            specimenDrawnAt: specimen.drawnAt,
          }}
          recorded={editing.crossmatch}
          isSingleDuty={duty === 'single'}
          needsAntiglobulin={line.antibodies.length > 0 || specimen.screen === 'positive'}
          now={now}
          hasNext={false}
          onSave={(crossmatch) => {
            setLines((before) =>
              before.map((one) => (one.bag.unitId === editing.bag.unitId ? { ...one, crossmatch } : one)),
            );
            open(null);
          }}
          onClose={() => open(null)}
        />
      )}
    </Panel>
  );
}

function BagLine({ bag, now }: { bag: OfferedBag; now: Date | null }) {
  const t = useTranslations('specimens.bench');
  const format = useFormat();
  const words = useRequestWords();
  return (
    <>
      <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
      <span className="font-code">{format.donationNumber(bag.donationNo)}</span>
      <span>
        {words.short(bag.component)} {words.amount(bag.component, bag.amount)}
      </span>
      <span className="text-12 text-ink-2">
        {t('expires', { time: now ? format.dayTime(bag.expiresAt, now) : format.dateTime(bag.expiresAt) })}
      </span>
      {bag.storagePlace && <span className="text-12 text-ink-2">{t('place', { place: bag.storagePlace })}</span>}
    </>
  );
}
