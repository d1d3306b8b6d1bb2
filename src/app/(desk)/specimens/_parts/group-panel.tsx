'use client';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { SignSlot } from '@/app/_signing/sign-slot';
import { SignedMark } from '@/app/_signing/signed-mark';
import { useSigning } from '@/app/_signing/use-signing';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { CodeInput } from '@/components/ui/code-input';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { formatGroup } from '@/domain/blood/groups';
import { digestOfCovers } from '@/domain/signatures/covers';
import { determinationCovers } from '@/domain/specimens/covers';
import { readGroup } from '@/domain/specimens/grouping';
import { forwardWells, reactions, type Well, wells } from '@/domain/specimens/kinds';
import { type Readings, readingsSchema } from '@/domain/specimens/schema';
import { useFormat } from '@/i18n/provider';
import type { Heard } from './bench-request';
import { type ChainSpecimen, specimenModule } from './specimen-types';
import { StepFoot } from './step-foot';
import { useTube } from './use-tube';

type Read = Readings[Well] | 'not_done';
type Partly = Partial<Record<Well, Read>>;

/** One key a well, as on the paper. */
const keysOf: Readonly<Record<string, Read>> = {
  '+': 'strong',
  '=': 'strong',
  w: 'weak',
  W: 'weak',
  m: 'mixed',
  M: 'mixed',
  '-': 'none',
  n: 'not_done',
  N: 'not_done',
};

type GroupPanelProps = {
  specimen: ChainSpecimen;
  heard: Heard;
  isSingleDutyAllowed: boolean;
  now: Date | null;
  onDone: (said: ReactNode) => void;
};

/** 初检 and 复检: the tube scanned anew, each well read; what the first read is not here. */
export function GroupPanel({ specimen, heard, isSingleDutyAllowed, now, onDone }: GroupPanelProps) {
  const t = useTranslations('specimens');
  const trpc = useTRPC();
  const format = useFormat();
  const me = useQuery(trpc.session.me.queryOptions());
  const command = useCommand(trpc.specimens.determine.mutationOptions());
  const board = useRef<HTMLDivElement>(null);
  const focusOn = (well: Well | undefined) =>
    board.current?.querySelector<HTMLElement>(well ? `[data-well="${well}"] button` : '[data-none]')?.focus();
  const { typed, setTyped, tube, isOther } = useTube(heard, specimen.tubeNo, () => focusOn(wells[0]));
  const [read, setRead] = useState<Partly>({});
  const signing = useSigning<'reader'>(now);

  const first = specimen.tests.find(({ kind, round }) => kind === 'first' && round === specimen.round);
  const isRecheck = specimen.grouping === 'first';
  const isMine = isRecheck && first?.isMine === true;
  const needsOther = isMine && !isSingleDutyAllowed;
  const parsed = readingsSchema.safeParse(read);
  const covers =
    parsed.success && tube
      ? digestOfCovers(
          determinationCovers({ id: specimen.id, version: specimen.version, tubeNo: tube, readings: parsed.data }),
        )
      : null;
  const signed = covers ? signing.fits('reader', covers) : null;
  const badge = useRef(heard);
  useEffect(() => {
    if (badge.current === heard || heard.badge === undefined) return;
    badge.current = heard;
    if (!covers) return playTone('refuse');
    void signing
      .sign('reader', { method: 'badge', badge: heard.badge }, covers)
      .then((isSigned) => playTone(isSigned ? 'ok' : 'refuse'));
  }, [heard, covers, signing.sign, signing]);

  const set = (well: Well, value: Read) => setRead((before) => ({ ...before, [well]: value }));
  const onKeyDown = (event: KeyboardEvent) => {
    // A scanner's: what it types is no reading.
    if (event.defaultPrevented) return;
    const well = (event.target as Element).closest<HTMLElement>('[data-well]')?.dataset.well as Well | undefined;
    const value = event.ctrlKey || event.altKey || event.metaKey ? undefined : keysOf[event.key];
    if (!well || !value) return;
    const isForward = (forwardWells as readonly string[]).includes(well);
    if (isForward && value === 'not_done') return;
    event.preventDefault();
    set(well, value);
    focusOn(wells[wells.indexOf(well) + 1]);
  };
  const step = isRecheck ? 'recheck' : specimen.grouping === 'none' ? 'first' : 'repeat';
  const note = !isRecheck
    ? t(`bench.stepNote.${step}`)
    : isMine
      ? t(isSingleDutyAllowed ? 'bench.stepNote.recheckAlone' : 'bench.stepNote.recheckOther')
      : t('bench.stepNote.recheck');
  const missing = [
    ...(tube && !isOther ? [] : [t('bench.missing.tube')]),
    ...(parsed.success ? [] : [t('bench.missing.readings')]),
    ...(needsOther && !signed ? [t('bench.readAlso')] : []),
  ];
  const reading = parsed.success ? readGroup(parsed.data, null) : null;
  return (
    <Panel title={t(`bench.groupTitle.${step}`)} note={note} isPadded>
      <div inert={command.isClosed} className="pale-when-inert flex flex-col gap-2">
        <Field
          label={t('bench.tubeScan')}
          error={isOther ? t('bench.tubeOther', { tubeNo: tube ?? '', expected: specimen.tubeNo }) : null}
        >
          <CodeInput value={typed} onValueChange={setTyped} maxLength={40} autoFocus />
        </Field>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: keys are heard for the wells inside */}
        <div ref={board} onKeyDown={onKeyDown} className="flex flex-col gap-1.5">
          {wells.map((well) => (
            <div key={well} data-well={well}>
              <Field label={t(`fields.${well}`)} isGroup>
                <SegmentedControl<Read>
                  items={[
                    ...reactions.map((value) => ({ value, label: t(`reactions.${value}`) })),
                    ...((forwardWells as readonly string[]).includes(well)
                      ? []
                      : [{ value: 'not_done' as const, label: t('reactions.not_done') }]),
                  ]}
                  value={read[well] ?? null}
                  onValueChange={(value) => set(well, value)}
                />
              </Field>
            </div>
          ))}
          <p className="pl-[84px] text-12 text-ink-3">{t('bench.hintReads')}</p>
        </div>
        {reading && (
          <p role="status" className="flex items-center gap-2 pl-[84px] text-14">
            {reading.faults.length > 0 ? (
              <strong className="text-stop">
                {t('bench.readsNone', { faults: format.list(reading.faults.map((fault) => t(`faults.${fault}`))) })}
              </strong>
            ) : (
              <>
                <GroupPlate abo={reading.abo} rhd={reading.rhd === 'unknown' ? 'unspecified' : reading.rhd} />
                {t('bench.reads', { group: groupOf(reading.abo, reading.rhd) })}
              </>
            )}
          </p>
        )}
        <Field label={t('bench.readBy')}>
          {signed ? (
            <SignedMark onForget={() => signing.forget('reader')}>{signed.name}</SignedMark>
          ) : (
            <div className="flex items-center gap-3">
              {!needsOther && <span>{me.data?.name}</span>}
              {covers && (
                <SignSlot
                  isWide
                  label={t('bench.readAlso')}
                  isPending={signing.isPending}
                  onSign={(method) => void signing.sign('reader', method, covers)}
                />
              )}
            </div>
          )}
        </Field>
        {signing.failure && <FailurePanel definition={specimenModule} failure={signing.failure.failure} />}
      </div>
      <StepFoot
        command={command}
        module="specimens"
        label={t('bench.saveGroup')}
        missing={missing}
        onSend={() =>
          command.send({
            id: specimen.id,
            version: specimen.version,
            tubeNo: tube ?? '',
            readings: readingsSchema.parse(read),
            ...(signed ? { reader: signed.token } : {}),
          })
        }
        onDone={({ tubeNo, grouping, patientGroup }) => {
          const group = reading ? groupOf(reading.abo, reading.rhd) : '';
          onDone(
            <>
              {t(
                `bench.${grouping === 'first' ? 'waitsRecheck' : grouping === 'agreed' ? 'agreed' : grouping === 'differing' ? 'differing' : 'discrepant'}`,
                { tubeNo, group },
              )}
              {patientGroup?.isContradicting === true && (
                <strong className="ml-2 text-stop">{t('bench.contradicting')}</strong>
              )}
            </>,
          );
        }}
      />
    </Panel>
  );
}

function groupOf(abo: Parameters<typeof formatGroup>[0], rhd: 'positive' | 'negative' | 'unknown'): string {
  return formatGroup(abo, rhd === 'unknown' ? 'unspecified' : rhd);
}
