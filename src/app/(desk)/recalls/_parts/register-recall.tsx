'use client';
import { useQueryClient } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import { useRouter } from 'next/navigation';
import { type ClipboardEvent, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { ReasonField } from '@/app/_dialogs/reason-field';
import { Page } from '@/app/_shell/page';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Textarea } from '@/components/ui/textarea';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { type RecallClass, recallClasses, recallRecord } from '@/domain/recalls/record';
import { splitPasted } from '@/domain/recalls/rules';
import { readLabel } from '@/domain/units/read-label';

const longest = 200;

/** 发出召回: the donations, how urgent and why. Nothing is asked that is not needed to stop them. */
export function RegisterRecall() {
  const t = useTranslations('recalls');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [donations, setDonations] = useState<readonly string[]>([]);
  const [unread, setUnread] = useState<readonly string[]>([]);
  const [recallClass, setRecallClass] = useState<RecallClass | null>(null);
  const [reason, setReason] = useState('');
  const [instruction, setInstruction] = useState('');
  const command = useCommand(trpc.recalls.register.mutationOptions());

  /** @returns whether all of it was read. */
  function take(text: string): boolean {
    if (command.isClosed) return false;
    const read = splitDonations(text);
    const fresh = read.found.filter((one) => !donations.includes(one));
    playTone(read.unread.length > 0 ? 'refuse' : fresh.length > 0 ? 'ok' : 'duplicate');
    setDonations((before) => [...before, ...fresh.filter((one) => !before.includes(one))].slice(0, longest));
    setUnread(read.unread);
    return read.unread.length === 0;
  }
  useScanner({ on: 'page', onScan: take });

  const missing = command.isUnanswered
    ? null
    : donations.length === 0
      ? t('register.needDonations')
      : recallClass === null
        ? t('register.needClass')
        : reason.trim().length < 2
          ? t('register.needReason')
          : null;
  function send() {
    if (missing || isSending(command) || command.state === 'saved' || recallClass === null) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : command.send({
          donations: [...donations],
          recallClass,
          reason: reason.trim(),
          instruction: instruction.trim(),
        });
    void sending.then(
      ({ id, no }) => {
        toast(t('register.done', { no }));
        void client.invalidateQueries({ queryKey: trpc.recalls.pathKey() });
        router.push(`/recalls?open=${id}`);
      },
      () => undefined,
    );
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'form' });
  useKey('Esc', () => router.push('/recalls'));
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.find') },
      { keys: 'Ctrl Enter', label: t('keys.send') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );
  return (
    <Page
      title={t('register.title')}
      scroll="page"
      keys={keys}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={isSending(command)}
          onClick={send}
        >
          {t('register.action')}
        </Button>
      }
    >
      <EntryFrame command={command} definition={recallRecord}>
        <Banner tone="warn">{t('register.what')}</Banner>
        <div className="grid gap-2 desk:grid-cols-2">
          <Panel title={t('register.list')} note={t('register.count', { count: donations.length })} isPadded>
            <div onPaste={(event) => pasteInto(event, take)}>
              <TypedCode label={t('register.typed')} onTake={take} isFocusedFirst />
            </div>
            <p className="mt-1 text-12 text-ink-3">{t('register.donationsHint')}</p>
            {unread.map((text) => (
              <p key={text} role="alert" className="text-13 text-stop">
                {t('register.notRead', { text })}
              </p>
            ))}
            {donations.length === 0 && <p className="mt-3 text-13 text-ink-2">{t('register.none')}</p>}
            <ol className="mt-2 max-h-72 overflow-auto">
              {donations.map((donationNo) => (
                <li key={donationNo} className="flex h-8 items-center gap-3 border-b border-line text-14">
                  <DonationNumber donationNo={donationNo} />
                  <IconButton
                    icon={<Icon of={X} size={16} />}
                    label={t('register.remove', { donationNo })}
                    className="ml-auto"
                    onClick={() => setDonations((before) => before.filter((one) => one !== donationNo))}
                  />
                </li>
              ))}
            </ol>
          </Panel>
          <Panel title={t('register.recallClass')} isPadded>
            <div className="flex flex-col gap-3">
              <Field
                label={t('register.recallClass')}
                layout="top"
                isGroup
                isLabelHidden
                hint={recallClass ? t(`classHints.${recallClass}`) : undefined}
              >
                <SegmentedControl
                  items={recallClasses.map((value) => ({ value, label: t(`options.recallClass.${value}`) }))}
                  value={recallClass}
                  onValueChange={setRecallClass}
                />
              </Field>
              <ReasonField label={t('register.reason')} dictionary="recall" value={reason} onValueChange={setReason} />
              <Field label={t('register.instruction')} layout="top" hint={t('register.instructionHint')} isOptional>
                <Textarea rows={2} maxLength={300} value={instruction} onValueChange={setInstruction} />
              </Field>
            </div>
          </Panel>
        </div>
      </EntryFrame>
    </Page>
  );
}

/** A donation number may be typed in groups: the whole is tried before its parts. */
function splitDonations(text: string): { found: string[]; unread: string[] } {
  const whole = readLabel(text);
  if (whole.kind === 'donation' && !/\n/.test(text.trim())) return { found: [whole.donationNo], unread: [] };
  const found: string[] = [];
  const unread: string[] = [];
  for (const part of splitPasted(text)) {
    const label = readLabel(part);
    if (label.kind === 'donation') found.push(label.donationNo);
    else unread.push(part);
  }
  return { found: [...new Set(found)], unread: unread.slice(0, 20) };
}

/** A column that was copied is taken at once: a field of one line would run its lines together. */
function pasteInto(event: ClipboardEvent, take: (text: string) => boolean): void {
  const text = event.clipboardData.getData('text');
  if (!/[\n,;，；、\t]/u.test(text.trim())) return;
  event.preventDefault();
  take(text);
}
