import { execute } from '../kernel/command';
import { inScope } from '../kernel/scope';
import { closeShort } from '../modules/bag-receipts/close-short';
import { voidShipment } from '../modules/shipments/void';
import type { Runtime } from '../runtime';
import { asSupplier, asSystem, type House, seatPartners } from './actors';

const reason = '练习已放弃，撤回练习用的发运单';

interface LeftNote {
  readonly state: 'shipped' | 'partly_received';
  readonly version: number;
  /** Somebody had bags of it in hand: it is not the sender's to take back. */
  readonly wasReceived: boolean;
  readonly house: House;
  readonly station: House;
}

/** The notes of rounds that were given up, newest first: nobody waits for them, and they do not stay on the list of what is awaited. */
export async function findLeftNotes(runtime: Runtime): Promise<string[]> {
  return inScope(asSystem(runtime, '-'), 'read', async ({ q }) => {
    const rows = await q<{ id: string }[]>`
      select s.id from exercises e join shipments s on s.id = (e.material #>> '{shipment,id}')::uuid
      where e.state = 'given_up' and is_practice() and s.state in ('shipped', 'partly_received') order by e.given_up_at desc limit 200`;
    return rows.map(({ id }) => id);
  });
}

/** One note is no more: taken back by its sender, or closed short where somebody had bags of it in hand. @returns whether it was open. */
export async function closeNote(runtime: Runtime, id: string): Promise<boolean> {
  const [note] = await inScope(asSystem(runtime, '-'), 'read', async ({ q }) => [
    ...(await q<LeftNote[]>`
      select s.state, s.version, s.arrived_at is not null
          or exists (select 1 from blood_order_deliveries d where d.shipment_id = s.id and d.arrived_at is not null) as "wasReceived",
        jsonb_build_object('id', h.id, 'kind', h.kind, 'name', h.name, 'district', h.district) as house,
        jsonb_build_object('id', t.id, 'kind', t.kind, 'name', t.name, 'district', t.district) as station
      from shipments s join organisations h on h.id = s.party_org_id join organisations t on t.id = s.org_id
      where s.id = ${id} and s.state in ('shipped', 'partly_received') and is_practice()`),
  ]);
  if (!note) return false;
  const { state, version, wasReceived, house, station } = note;
  if (state === 'shipped' && !wasReceived)
    await execute(voidShipment, asSupplier(runtime, station, ['station_clerk']), { id, version, reason });
  else await execute(closeShort, (await seatPartners(runtime, house)).LX02, { shipmentId: id, reason });
  return true;
}
