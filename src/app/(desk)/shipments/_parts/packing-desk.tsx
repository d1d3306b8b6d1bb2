'use client';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { FailurePanel } from '@/components/record/failure-panel';
import { ImportPanel } from '@/components/record/import-panel';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { Combobox } from '@/components/ui/combobox';
import { focusControl } from '@/components/ui/error-summary';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { packingImport } from '@/domain/shipments/import';
import { shipmentRecord } from '@/domain/shipments/record';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { PackingTable } from './packing-table';
import { useDraftId } from './use-draft-id';
import { addBags, removeBag, usePacking } from './use-packing';
import { useReceivers } from './use-receivers';
import { WishForm } from './wish-form';

const scanFieldId = 'packing-scan';

export function PackingDesk() {
  return (
    <ListStateProvider>
      <PackingWithDraft />
    </ListStateProvider>
  );
}

function PackingWithDraft() {
  const draftId = useDraftId();
  return draftId ? <Packing key={draftId} draftId={draftId} /> : null;
}

/** Receiver, bags by need, by scan or from a list, boxes with their temperature, then the whole note at once. */
function Packing({ draftId }: { draftId: string }) {
  const t = useTranslations('shipments');
  const unitStates = useTranslations('station-stock.unitStates');
  const common = useTranslations('common.action');
  const format = useFormat();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const now = useCityNow(60_000);
  const receivers = useReceivers();
  const command = useCommand(trpc.shipments.ship.mutationOptions());
  const { packing, change, isReady, draftState } = usePacking(draftId, command.state !== 'saved');
  const [typed, setTyped] = useState('');
  const [note, setNote] = useState('');
  const pendingDonation = useRef('');
  const count = packing.lines.length;
  const missing = !packing.toOrgId
    ? t('needReceiver')
    : count === 0
      ? t('needBags')
      : packing.carrier.trim() === ''
        ? t('needCarrier')
        : null;

  async function take(text: string, isManual: boolean) {
    if (!now) return;
    const scan = readScan(text, { now, timeZone: cityZone, isManual });
    const parts = scan.kind === 'compound' ? scan.parts : scan.kind === 'ambiguous' ? scan.candidates : [scan];
    const donation = parts.find((part) => part.kind === 'donation-number');
    const product = parts.find((part) => part.kind === 'product');
    if (donation) pendingDonation.current = donation.donationNo;
    const donationNo = donation?.donationNo ?? (product ? pendingDonation.current : '');
    if (!donationNo) return setNote(t('scanHint'));
    const shown = format.donationNumber(donationNo);
    const found = await client.shipments.findBags.query({
      donationNo,
      ...(product ? { productCode: product.productCode } : {}),
    });
    const known = packing.lines.findIndex((line) => found.length === 1 && line.id === found[0]?.id);
    const [only] = found;
    if (!only) setNote(t('notHere', { donationNo: shown }));
    else if (found.length > 1) setNote(t('chooseProduct', { donationNo: shown, count: found.length }));
    else if (known >= 0) setNote(t('alreadyOn', { donationNo: shown, line: known + 1 }));
    else if (only.state !== 'available')
      setNote(t('notAvailable', { donationNo: shown, state: unitStates(only.state as 'reserved') }));
    else {
      setNote('');
      change((before) => addBags(before, [only]));
    }
  }

  function ship() {
    if (missing) return;
    const { toOrgId, carrier, carrierPhone, boxes, lines } = packing;
    void command
      .send({
        toOrgId,
        carrier,
        carrierPhone,
        boxes: [...boxes],
        lines: lines.map((line) => ({ unitId: line.id, boxNo: line.boxNo })),
        draftId,
      })
      .then(
        ({ id }) => router.push(`/shipments?open=${id}`),
        () => undefined,
      );
  }

  useScanner({ onScan: (text) => void take(text, false).catch(() => undefined), isEnabled: isReady });
  useKey('Ctrl Enter', ship, { reach: 'always' });
  useKey('F2', () => focusControl(scanFieldId));
  useKey('Esc', () => router.push('/shipments'));

  return (
    <Page
      title={t('createTitle')}
      note={<DraftNote state={draftState} />}
      scroll="page"
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={ship}
          isPending={command.state === 'saving' || command.state === 'unknown'}
          disabledReason={missing}
        >
          {t('ship', { count })}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={shipmentRecord} failure={command.failure} />}
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
          <Field label={t('fields.carrierPhone')} isOptional>
            <TextInput
              value={packing.carrierPhone}
              inputMode="tel"
              onValueChange={(carrierPhone) => change((before) => ({ ...before, carrierPhone }))}
            />
          </Field>
        </div>
      </Panel>
      <WishForm
        without={packing.lines.map((line) => line.id)}
        onBags={(bags) => change((before) => addBags(before, bags))}
      />
      <Panel title={t('scan')} note={t('scanHint')} isPadded>
        <form
          className="flex items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() === '') return;
            void take(typed, true).then(
              () => setTyped(''),
              () => undefined,
            );
          }}
        >
          <Field label={t('scan')} isLabelHidden controlId={scanFieldId} className="w-80">
            <CodeInput value={typed} onValueChange={setTyped} />
          </Field>
          <Button type="submit">{common('add')}</Button>
        </form>
        {note && (
          <Banner tone="warn" className="mt-2">
            {note}
          </Banner>
        )}
      </Panel>
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
      <ImportPanel
        definition={packingImport}
        onApply={({ importId }) =>
          void client.shipments.packedByImport
            .query({ importId })
            .then((bags) => change((before) => addBags(before, bags)))
            .catch(() => undefined)
        }
      />
    </Page>
  );
}
