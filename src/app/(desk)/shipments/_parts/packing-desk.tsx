'use client';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { LeftOut } from '@/app/_scan/left-out';
import { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { ImportPanel } from '@/components/record/import-panel';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { ownDraft } from '@/domain/own-draft';
import { isPhone } from '@/domain/phone';
import { packingImport } from '@/domain/shipments/import';
import { shipmentRecord } from '@/domain/shipments/record';
import { useFormat } from '@/i18n/provider';
import type { FoundBag } from '@/server/modules/shipments/find-bags';
import { PackingScan } from './packing-scan';
import { PackingTable } from './packing-table';
import { addBags, removeBag, usePacking } from './use-packing';
import { useReceivers } from './use-receivers';
import { WishForm } from './wish-form';

export function PackingDesk() {
  const t = useTranslations('shipments');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.shipments.draft.queryOptions({ subjectId: ownDraft }),
    trpc.shipments.saveDraft.mutationKey(),
  );
  return (
    <DraftGate title={t('createTitle')} definition={shipmentRecord} draft={draft}>
      {(stored) => <Packing draft={stored} />}
    </DraftGate>
  );
}

/** Receiver, bags by need, by scan or from a list, boxes with their temperature, then the whole note at once. */
function Packing({ draft }: { draft: OpenDraft | null }) {
  const t = useTranslations('shipments');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const receivers = useReceivers();
  const command = useCommand(trpc.shipments.ship.mutationOptions());
  const isFrozen = command.isClosed;
  const { packing, change, draftState, settleDraft } = usePacking(draft, command);
  const shared = useTranslations('record');
  const lookupWords = useTranslations('ui.bagLookup');
  const unitStates = useTranslations('station-stock.unitStates');
  const format = useFormat();
  const scan = useBagLookup<FoundBag>({
    lines: packing.lines,
    isSent: isFrozen,
    first: null,
    find: (question) => client.shipments.findBags.query(question),
    refuse: ({ state, donationNo }) =>
      state === 'available'
        ? null
        : t('notAvailable', {
            donationNo: format.donationNumber(donationNo),
            state: unitStates(state as 'reserved'),
          }),
    notHere: (donationNo) => t('notHere', { donationNo }),
    onBag: (bag) => change((before) => addBags(before, [bag])),
  });
  useScanner({ onScan: (text) => void scan.take(text, false) });
  const [failedFile, setFailedFile] = useState<string | null>(null);
  const [asking, setAsking] = useState(0);
  async function whileAsking<Answer>(asked: Promise<Answer>): Promise<Answer> {
    setAsking((before) => before + 1);
    return asked.finally(() => setAsking((before) => before - 1));
  }
  const count = packing.lines.length;
  const missing = command.isUnanswered
    ? null
    : scan.leaving
      ? lookupWords('leftOutFirst')
      : scan.isBusy
        ? lookupWords('busy', { count: scan.underWay })
        : asking > 0
          ? t('stillChoosing')
          : !packing.toOrgId
            ? t('needReceiver')
            : count === 0
              ? t('needBags')
              : packing.carrier.trim() === ''
                ? t('needCarrier')
                : isPhone(packing.carrierPhone)
                  ? null
                  : t('needPhone');

  const follow = (sending: Promise<{ id: string }>) =>
    void sending.then(
      ({ id }) => scan.leave(() => router.push(`/shipments?open=${id}`)),
      () => undefined,
    );
  function ship() {
    if (missing || isSending(command)) return;
    if (command.isUnanswered) return follow(command.sendAgain());
    const { toOrgId, carrier, carrierPhone, boxes, lines } = packing;
    follow(
      command.send(
        {
          toOrgId,
          carrier,
          carrierPhone,
          boxes: [...boxes],
          lines: lines.map((line) => ({ unitId: line.id, boxNo: line.boxNo })),
        },
        settleDraft,
      ),
    );
  }

  async function takeList({ importId, fileName }: { importId: string; fileName: string }) {
    setFailedFile(null);
    try {
      const bags = await whileAsking(client.shipments.packedByImport.query({ importId }));
      change((before) => addBags(before, bags));
    } catch {
      setFailedFile(fileName);
    }
  }

  useKey('Ctrl Enter', ship, { reach: 'form' });
  useKey('Esc', () => router.push('/shipments'), { isEnabled: !isFrozen });

  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.type') },
      { keys: 'Ctrl Enter', label: t('keys.ship') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={t('createTitle')}
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      scroll="page"
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={ship}
          isPending={isSending(command)}
          disabledReason={missing}
        >
          {t('ship', { count })}
        </Button>
      }
    >
      <LeftOut leaving={scan.leaving} />
      <EntryFrame command={command} definition={shipmentRecord}>
        <Panel isPadded>
          <div className="grid grid-cols-3 gap-4">
            <Field label={t('fields.partyOrgId')}>
              <Combobox
                items={receivers}
                value={receivers.find((item) => item.value === packing.toOrgId) ?? null}
                onValueChange={(item) => change((before) => ({ ...before, toOrgId: item?.value ?? '' }))}
              />
            </Field>
            <Field label={t('fields.carrier')}>
              <TextInput
                value={packing.carrier}
                onValueChange={(carrier) => change((before) => ({ ...before, carrier }))}
              />
            </Field>
            <Field
              label={t('fields.carrierPhone')}
              error={isPhone(packing.carrierPhone) ? null : shared('violations.phone_unreadable')}
              isOptional
            >
              <TextInput
                value={packing.carrierPhone}
                inputMode="tel"
                onValueChange={(carrierPhone) => change((before) => ({ ...before, carrierPhone }))}
              />
            </Field>
          </div>
        </Panel>
        <WishForm
          whileAsking={whileAsking}
          without={packing.lines.map((line) => line.id)}
          onBags={(bags) => change((before) => addBags(before, bags))}
        />
        <PackingScan scan={scan} />
        <PackingTable
          packing={packing}
          onRemove={(id) => change((before) => removeBag(before, id))}
          onTemperature={(boxNo, packedAtCelsius) =>
            change((before) => ({
              ...before,
              boxes: before.boxes.map((box) => (box.boxNo === boxNo ? { ...box, packedAtCelsius } : box)),
            }))
          }
        />
        <ImportPanel definition={packingImport} onApply={(preview) => void takeList(preview)}>
          {failedFile !== null && <Banner tone="stop">{t('listFailed', { file: failedFile })}</Banner>}
        </ImportPanel>
      </EntryFrame>
    </Page>
  );
}
