'use client';
import { useEffect, useId } from 'react';
import { useTranslations } from 'use-intl';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { NumberInput } from '@/components/ui/number-input';
import { Panel } from '@/components/ui/panel';
import { RadioGroup } from '@/components/ui/radio-group';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { processingNames } from '@/domain/processings/kinds';
import { partsAtMost } from '@/domain/processings/schema';
import { chooseKind, type Processing } from './use-processing';

type AboutPanelProps = {
  processing: Processing;
  change: (next: (before: Processing) => Processing) => void;
  devices: readonly string[];
  startedAt: Date | null;
  onStartedAt: (at: Date | null) => void;
  now: Date | null;
};

const kindsId = 'processing-kinds';

function focusKinds() {
  const radios = [...document.querySelectorAll<HTMLElement>(`#${kindsId} [role="radio"]`)];
  (radios.find((radio) => radio.ariaChecked === 'true') ?? radios[0])?.focus();
}

/** What is done, on which device, and whether it begins now or has been done. The kind comes first and has the focus: arrows and Space choose it. */
export function AboutPanel({ processing, change, devices, startedAt, onStartedAt, now }: AboutPanelProps) {
  const t = useTranslations('processings');
  const devicesId = useId();
  useEffect(() => {
    // The group knows its answers a frame later; an earlier focus would cost the first arrow.
    const frame = requestAnimationFrame(focusKinds);
    return () => cancelAnimationFrame(frame);
  }, []);
  useKey('F4', (event) => {
    event.preventDefault();
    focusKinds();
  });
  const { kind, isDone, isOpenSystem } = processing;
  const chooseSystem = (isOpen: boolean) => change((before) => ({ ...before, isOpenSystem: isOpen }));
  const systemKey = (isOpen: boolean) => (event: KeyboardEvent) => {
    event.preventDefault();
    chooseSystem(isOpen);
  };
  useKey('F6', systemKey(false), { isEnabled: kind === 'split' });
  useKey('F7', systemKey(true), { isEnabled: kind === 'split' });
  return (
    <Panel title={t('entry.about')} isPadded>
      <Field label={t('fields.kind')} isGroup>
        <RadioGroup
          id={kindsId}
          isInline
          label={t('fields.kind')}
          items={processingNames.map((value) => ({ value, label: t(`options.kind.${value}`) }))}
          value={kind}
          onValueChange={(next) => change((before) => chooseKind(before, next))}
        />
      </Field>
      {kind && (
        <>
          <Field label={t('entry.when')} isGroup className="mt-2">
            <RadioGroup
              isInline
              label={t('entry.when')}
              items={[
                { value: 'now', label: t('entry.now') },
                { value: 'done', label: t('entry.done') },
              ]}
              value={isDone ? 'done' : 'now'}
              onValueChange={(when) => change((before) => ({ ...before, isDone: when === 'done' }))}
            />
          </Field>
          <div className="mt-2 grid grid-cols-3 gap-x-4 gap-y-2">
            <Field label={t('fields.device')} isOptional>
              <TextInput
                value={processing.device}
                maxLength={40}
                list={devicesId}
                placeholder={t('entry.deviceHint')}
                onValueChange={(device) => change((before) => ({ ...before, device }))}
              />
            </Field>
            <datalist id={devicesId}>
              {devices.map((device) => (
                <option key={device} value={device} />
              ))}
            </datalist>
            <Field label={t('fields.words')} isOptional>
              <TextInput
                value={processing.words}
                maxLength={200}
                onValueChange={(words) => change((before) => ({ ...before, words }))}
              />
            </Field>
            {isDone && (
              <Field label={t('entry.startedAt')} isOptional labelWidth={110}>
                <DateTimeInput value={startedAt} now={now ?? undefined} onValueChange={onStartedAt} />
              </Field>
            )}
            {kind === 'split' && (
              <>
                {isDone && (
                  <Field label={t('entry.eachInto')}>
                    <NumberInput
                      value={processing.pieces}
                      onValueChange={(count) => {
                        const isCount = count !== null && Number.isInteger(count) && count > 1 && count <= partsAtMost;
                        if (isCount) change((before) => ({ ...before, pieces: count }));
                      }}
                    />
                  </Field>
                )}
                <Field label={t('fields.system')} isGroup>
                  <RadioGroup
                    label={t('fields.system')}
                    items={[
                      { value: 'closed', label: <Keyed text={t('entry.closedSystem')} kbd="F6" /> },
                      { value: 'open', label: <Keyed text={t('entry.openSystem')} kbd="F7" /> },
                    ]}
                    value={isOpenSystem === null ? null : isOpenSystem ? 'open' : 'closed'}
                    onValueChange={(system) => chooseSystem(system === 'open')}
                  />
                </Field>
              </>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}

/** An answer with the key that gives it. */
function Keyed({ text, kbd }: { text: string; kbd: string }) {
  return (
    <>
      {text} <Kbd>{kbd}</Kbd>
    </>
  );
}
