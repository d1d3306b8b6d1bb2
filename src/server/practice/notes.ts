import { execute } from '../kernel/command';
import { isExpected } from '../kernel/errors';
import { inScope } from '../kernel/scope';
import { closeShort } from '../modules/bag-receipts/close-short';
import { voidShipment } from '../modules/shipments/void';
import type { Runtime } from '../runtime';
import { asSupplier, asSystem, type House, seatPartners } from './actors';

/** A round that ended longer ago is not looked at any more: what could not be closed by then never can. */
const lookedBackMinutes = 10;
const reason = '练习已放弃，撤回练习用的发运单';

interface LeftNote {
  readonly id: string;
  readonly state: 'shipped' | 'partly_received';
  readonly version: number;
  /** Somebody had bags of it in hand: it is not the sender's to take back. */
  readonly wasReceived: boolean;
  readonly house: House;
  readonly station: House;
}

/** The notes of rounds that were given up do not stay on the list of what is awaited: nobody waits for them. */
export async function clearNotes(runtime: Runtime): Promise<void> {
  const notes = await inScope(asSystem(runtime, '-'), 'read', async ({ q }) => [
    ...(await q<LeftNote[]>`
      select s.id, s.state, s.version, s.arrived_at is not null as "wasReceived",
        jsonb_build_object('id', h.id, 'kind', h.kind, 'name', h.name, 'district', h.district) as house,
        jsonb_build_object('id', t.id, 'kind', t.kind, 'name', t.name, 'district', t.district) as station
      from exercises e join shipments s on s.id = (e.material #>> '{shipment,id}')::uuid
        join organisations h on h.id = s.party_org_id join organisations t on t.id = s.org_id
      where e.state = 'given_up' and e.given_up_at > city_now() - make_interval(mins => ${lookedBackMinutes}) and is_practice()
        and s.state in ('shipped', 'partly_received') order by e.given_up_at limit 20`),
  ]);
  for (const note of notes) {
    try {
      if (note.state === 'shipped' && !note.wasReceived)
        await execute(voidShipment, asSupplier(runtime, note.station, ['station_clerk']), {
          id: note.id,
          version: note.version,
          reason,
        });
      else {
        const { LX02 } = await seatPartners(runtime, note.house);
        await execute(closeShort, LX02, { shipmentId: note.id, reason });
      }
    } catch (error) {
      // Somebody of the house goes on with it: it is his.
      if (!isExpected(error))
        runtime.log.error({ err: error, shipment: note.id }, 'a note of a round that ended stays open');
    }
  }
}
