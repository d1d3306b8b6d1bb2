'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useUntilSent } from '@/app/_dialogs/use-until-sent';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { Banner } from '@/components/ui/banner';
import { Checkbox } from '@/components/ui/checkbox';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { aboGroups, formatGroup, rhdValues } from '@/domain/blood/groups';
import { type Choice, possibleDecisions, standingDecision } from '@/domain/incidents/choice';
import { resolveCovers } from '@/domain/incidents/covers';
import { type IncidentDecision, incidentRecord } from '@/domain/incidents/record';
import { heldBags } from '@/domain/incidents/rules';
import type { ResolveIncidentInput } from '@/domain/incidents/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import { groundNeeded, holdReasonOf, refuseSecond } from '@/domain/stock/holds';
import type { IncidentDetail } from './incident-types';

type ResolveBody = Parameters<typeof resolveCovers>[0];

interface Typed {
  readonly group: string | null;
  readonly isLabelGood: boolean;
  readonly words: string;
  readonly minutesOut: number | null;
  readonly place: string;
}
const untyped: Typed = { group: null, isLabelGood: false, words: '', minutesOut: null, place: '' };
const groups = aboGroups.flatMap((abo) =>
  rhdValues.map((rhd) => ({ value: `${abo}.${rhd}`, label: formatGroup(abo, rhd) })),
);

/**
 * What was found and what becomes of the bags that are listed: of these and no others, and once they are others the decision is chosen anew. A bag
 * that comes back is read again, and a second person signs over all of it.
 */
export function ResolveDialog({ incident: opened, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('incidents.detail');
  const options = useTranslations('incidents.options.decision');
  const custody = useTranslations('stock.release');
  const now = useCityNow(30_000);
  const { id, no } = opened;
  const command = useCommand(trpc.incidents.resolve.mutationOptions());
  const live = useQuery(trpc.incidents.get.queryOptions({ id }));
  // Its bags come and go without a change of the incident itself.
  const incident = useUntilSent(command, live.data ?? opened);
  const held = heldBags(incident.bags);
  const [finding, setFinding] = useState('');
  const [chosen, setChosen] = useState<Choice | null>(null);
  const decision = standingDecision(chosen, held);
  const isOvertaken = chosen !== null && decision === null;
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({});
  const [second, setSecond] = useState<Second | null>(null);
  const verify = useMutation(trpc.signatures.verify.mutationOptions());
  const seen = useSeenVersion(command, opened.version);
  const history = useQuery(trpc.incidents.history.queryOptions({ id }));

  const bags = bagsFor(decision, held, typed);
  const isRead = bags.every((bag) => bag !== null);
  const body =
    decision && finding.trim().length >= 2 && isRead
      ? { id, finding: finding.trim(), decision, bags: bags.flatMap((bag) => bag ?? []) }
      : null;
  const covers = body && digestOfCovers(resolveCovers(body));
  const isAgreed = decision !== 'release' || (second?.by === 'token' && second.covers === covers);
  const missing =
    finding.trim().length < 2
      ? t('needsFinding')
      : !decision
        ? t(isOvertaken ? 'needsDecisionAnew' : 'needsDecision')
        : !isRead
          ? t('needsGround')
          : isAgreed
            ? null
            : t('needsSecond');

  async function send(body: ResolveBody, covers: string) {
    try {
      return await command.send(async () => {
        const { token } = await verify.mutateAsync({
          data: { signature: { method: 'session' }, coversDigest: covers },
        });
        return {
          ...body,
          version: seen.version,
          signature: token,
          ...(second?.by === 'token' && decision === 'release' ? { second: second.token } : {}),
        };
      });
    } catch (thrown) {
      // What was refused for the bags is offered as they stand now.
      await client.invalidateQueries({ queryKey: trpc.incidents.get.queryKey({ id }) });
      throw thrown;
    }
  }

  return (
    <CommandDialog
      command={command}
      definition={incidentRecord}
      width="wide"
      title={t('resolveTitle', { no })}
      description={t('resolveHint')}
      isDirty={finding.trim() !== '' || chosen !== null || Object.keys(typed).length > 0}
      missing={missing}
      actionLabel={t('sign')}
      meanwhile={<ChangedMeanwhile definition={incidentRecord} seen={seen} history={history} />}
      onSend={() => (body && covers ? send(body, covers) : null)}
      onDone={() => client.invalidateQueries({ queryKey: trpc.incidents.pathKey() })}
      onClose={onClose}
    >
      <Field label={t('finding')} hint={t('findingHint')} layout="top">
        <Textarea rows={2} autoFocus maxLength={400} value={finding} onValueChange={setFinding} />
      </Field>
      <Field label={t('decision')} isGroup className="mt-2">
        <RadioGroup
          isInline
          label={t('decision')}
          items={possibleDecisions(held).map((value) => ({ value, label: options(value) }))}
          value={decision}
          onValueChange={(value) => setChosen({ decision: value, unitIds: held.map((bag) => bag.unitId) })}
        />
      </Field>
      {isOvertaken && <Banner tone="warn">{t('overtaken', { decision: options(chosen.decision) })}</Banner>}
      {decision && <p className="mt-1 text-13 text-ink-2">{t(`decisionHint.${decision}`)}</p>}
      {decision !== 'release' && held.length > 0 && (
        <ul aria-label={t('bags')} className="mt-2 max-h-[220px] overflow-y-auto">
          {held.map((bag) => (
            <li key={bag.unitId} className="border-t border-line py-1">
              <BagNumber bag={bag} />
            </li>
          ))}
        </ul>
      )}
      {decision === 'release' && (
        <>
          <ul aria-label={t('bags')} className="mt-2">
            {held.map((bag) => {
              const values = typed[bag.unitId] ?? untyped;
              const set = (change: Partial<Typed>) =>
                setTyped((before) => ({ ...before, [bag.unitId]: { ...values, ...change } }));
              return (
                <li key={bag.unitId} className="grid grid-cols-2 items-end gap-3 border-t border-line py-2">
                  <p className="col-span-2">
                    <BagNumber bag={bag} />
                  </p>
                  <Field label={t('recheck')} layout="top">
                    <Select value={values.group} onValueChange={(group) => set({ group })} items={groups} />
                  </Field>
                  <Checkbox isChecked={values.isLabelGood} onCheckedChange={(isLabelGood) => set({ isLabelGood })}>
                    {t('label')}
                  </Checkbox>
                  <Field label={t('recheckWords')} layout="top" className="col-span-2">
                    <TextInput value={values.words} onValueChange={(text) => set({ words: text })} maxLength={200} />
                  </Field>
                  {wasOut(bag) && (
                    <>
                      <Field label={custody('minutesOut')} layout="top">
                        <NumberInput
                          value={values.minutesOut}
                          unit={custody('minutes')}
                          onValueChange={(minutesOut) => set({ minutesOut })}
                        />
                      </Field>
                      <Field label={custody('place')} layout="top">
                        <TextInput value={values.place} onValueChange={(place) => set({ place })} maxLength={200} />
                      </Field>
                    </>
                  )}
                </li>
              );
            })}
          </ul>
          <SecondPerson
            definition={incidentRecord}
            covers={covers}
            onSecond={setSecond}
            isPhoneAllowed={false}
            refuse={refuseSecond}
            now={now}
          />
        </>
      )}
    </CommandDialog>
  );
}

type HeldBag = IncidentDetail['bags'][number];

/** Two of one donation differ by the product code alone. */
function BagNumber({ bag }: { bag: HeldBag }) {
  return (
    <span className="inline-flex items-baseline gap-3">
      <DonationNumber donationNo={bag.donationNo} />
      <span className="font-code text-13 text-ink-2">{bag.productCode}</span>
    </span>
  );
}

/** What is decided about, as it is signed; null: a bag that comes back and was not read again yet. */
function bagsFor(
  decision: IncidentDecision | null,
  held: readonly HeldBag[],
  typed: Readonly<Record<string, Typed>>,
): readonly (ResolveIncidentInput['bags'][number] | null)[] {
  if (decision === null || decision === 'note') return [];
  return held.map((bag) =>
    decision === 'release' ? toBag(bag, typed[bag.unitId] ?? untyped) : { unitId: bag.unitId },
  );
}

/** Of a bag that left its place: how long, and where it stood. */
function wasOut({ holdReason }: HeldBag): boolean {
  const ground = groundNeeded(holdReasonOf(holdReason));
  return ground === 'custody' || ground === 'recheck-and-custody';
}

function toBag(bag: HeldBag, typed: Typed): ResolveIncidentInput['bags'][number] | null {
  const { group, isLabelGood, words, minutesOut } = typed;
  const place = typed.place.trim();
  const abo = aboGroups.find((name) => group?.startsWith(`${name}.`));
  const rhd = rhdValues.find((name) => group?.endsWith(`.${name}`));
  if (!abo || !rhd || words.trim().length < 2) return null;
  const recheck = { abo, rhd, isLabelGood, words: words.trim() };
  if (!wasOut(bag)) return { unitId: bag.unitId, recheck };
  if (minutesOut === null || !Number.isInteger(minutesOut) || minutesOut < 0 || place.length < 2) return null;
  return { unitId: bag.unitId, recheck, custody: { minutesOut, place } };
}
