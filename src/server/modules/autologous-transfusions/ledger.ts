import {
  type AutologousHoldReason,
  type AutologousMovement,
  autologousMovements,
} from '@/domain/autologous-transfusions/bag-edges';
import { stateOfBags } from '@/domain/autologous-transfusions/rules';
import type { Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { type AutologousBagRow, type AutologousRow, loadAutologous, loadBags } from './load';

interface Moved {
  readonly kind: AutologousMovement;
  readonly bags: readonly (Pick<AutologousBagRow, 'id' | 'state' | 'storagePlace' | 'volumeMl'> | NewBag)[];
  readonly toPlace?: string;
  readonly reason?: string;
  readonly second?: string;
  readonly holdReason?: AutologousHoldReason;
}
type NewBag = { readonly id: string; readonly state: 'new'; readonly storagePlace: ''; readonly volumeMl: number };

/**
 * Writes one movement each; the bag follows by trigger, which refuses what its state, its place or its time does not allow. Called with the record locked,
 * so that two who are at the same bag come one after the other.
 */
export async function moveAutologousBags(
  scope: Scope,
  { id, patientId }: Pick<AutologousRow, 'id' | 'patientId'>,
  { kind, bags, toPlace, reason = '', second = '', holdReason }: Moved,
): Promise<void> {
  const steps = bags.map((bag) => ({
    bagId: bag.id,
    fromState: bag.state,
    fromPlace: bag.storagePlace,
    // On hold it stays where it stands.
    toPlace: toPlace ?? (kind === 'hold' || kind === 'release' ? bag.storagePlace : ''),
    volumeMl: bag.volumeMl,
    kind: bag.state === 'stored' && kind === 'store' ? 'move' : kind,
  }));
  await scope.q`
    insert into autologous_movements (org_id, bag_id, transfusion_id, patient_id, kind, from_state, to_state, from_place, to_place, volume_ml, reason, by_name, second_name, hold_reason)
    select ${scope.orgId}, w."bagId", ${id}, ${patientId}, w.kind, w."fromState", ${autologousMovements[kind].to}, w."fromPlace", w."toPlace", w."volumeMl",
      ${reason}, ${actorName(scope)}, ${second}, ${holdReason ?? null}
    from jsonb_to_recordset(${scope.q.json(steps)}) as w("bagId" uuid, "fromState" text, "fromPlace" text, "toPlace" text, "volumeMl" int, kind text) order by w."bagId"`;
}

/** Their last fate was a mistake: taken back, each bag stands on hold where it stood before. */
export async function undoFate(
  scope: Scope,
  { id, patientId }: Pick<AutologousRow, 'id' | 'patientId'>,
  { what, bags, reason, second }: { what: 'reinfuse' | 'discard'; bags: Moved['bags']; reason: string; second: string },
): Promise<void> {
  const ids = bags.map((bag) => bag.id);
  await scope.q`
    insert into autologous_movements (org_id, bag_id, transfusion_id, patient_id, kind, from_state, to_state, from_place, to_place, volume_ml, reason, by_name, second_name, hold_reason, undoes)
    select ${scope.orgId}, b.id, ${id}, ${patientId}, ${`un${what}`}, b.state, 'held', b.storage_place, f.from_place, b.volume_ml, ${reason}, ${actorName(scope)}, ${second}, 'undone', f.id
    from autologous_bags b join lateral (
      select m.id, m.from_place from autologous_movements m where m.bag_id = b.id and m.org_id = b.org_id and m.kind = ${what} order by m.id desc limit 1
    ) f on true
    where b.org_id = ${scope.orgId} and b.transfusion_id = ${id} and b.id = any(${ids}::uuid[]) order by b.id`;
}

/** By an undoing also back: a record that was over has a bag again whose fate nobody knows. */
const followingStates: readonly string[] = ['planned', 'collected', 'stored', 'reinfused', 'unused'];

/** The record after its bags have moved: its state follows them, but for one that is cancelled, evaluated or void. */
export async function followBags(scope: Scope, was: AutologousRow): Promise<AutologousRow> {
  const bags = await loadBags(scope, was.id);
  const follows = was.type === 'predeposit' && followingStates.includes(was.state);
  const state = follows ? stateOfBags(bags) : was.state;
  await scope.q`
    update autologous_transfusions set state = ${state}, version = version + 1, updated_at = city_now() where id = ${was.id} and org_id = ${scope.orgId}`;
  return loadAutologous(scope, was.id);
}
