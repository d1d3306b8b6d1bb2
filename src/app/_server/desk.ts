import { headers } from 'next/headers';
import { pendingStates } from '@/domain/certificate-reviews/lifecycle';
import type { Heartbeat } from '@/domain/live/protocol';
import { emergencyPath, menu, type SubPage, subPages } from '@/domain/modules';
import { type Action, can, permissions } from '@/domain/permissions';
import { isOfRealCity } from '@/domain/practice';
import { mintRequestId } from '@/server/auth/chain';
import { currentRuntime, currentSession } from '@/server/auth/current-actor';
import { pathOf } from '@/server/auth/path';
import { listMemberships } from '@/server/auth/workstation';
import type { UserActor } from '@/server/kernel/actor';
import { inScope, type Scope } from '@/server/kernel/scope';
import { searchWords } from '@/server/kernel/search-words';

export interface DeskFacts {
  readonly actor: UserActor;
  /** A password has to be changed, and this is not the page of emergencies, which waits for nothing. */
  readonly mustChangePasswordFirst: boolean;
  readonly isLocked: boolean;
  readonly secondsToLock: number;
  readonly membershipId: string;
  readonly drawnFor: string;
  readonly memberships: Awaited<ReturnType<typeof listMemberships>>;
  readonly isDemo: boolean;
  readonly isPractice: boolean;
  readonly isInsecure: boolean;
  readonly dutyPhone: string;
  readonly rulesVersion: string;
  readonly heartbeat: Heartbeat | null;
  readonly waiting: Readonly<Record<string, number>>;
  /** The house declares its stock, or is an office, which sees those that do. */
  readonly isDeclaring: boolean;
}

/** What the frame of every desk page needs, read once per request; null when nobody is signed in. */
export async function readDesk(): Promise<DeskFacts | null> {
  const state = await currentSession();
  if (state.kind === 'none') return null;
  const runtime = await currentRuntime();
  const { actor, session } = state;
  const [memberships, city] = await Promise.all([
    listMemberships(runtime, actor),
    inScope({ runtime, actor, requestId: mintRequestId() }, 'read', async ({ q, orgId }) => {
      const [row] = await q<
        {
          epoch: string;
          seq: number;
          at: Date;
          dutyPhone: string;
          ownPhone: string;
          rulesVersion: string;
          awaited: number;
          incidents: number;
          recalls: number;
          reviews: number;
          orders: number;
          declares: boolean;
          declaredToday: boolean;
        }[]
      >`
        select c.epoch, f.seq, city_now() as at, c.duty_phone as "dutyPhone", c.rules_version as "rulesVersion",
          (select o.duty_phone from organisations o where o.id = ${orgId}) as "ownPhone",
          ${actor.orgKind === 'hospital' || actor.orgKind === 'blood_station' ? q`(select count(*)::int from shipments s where s.party_org_id = ${orgId} and s.state in ('shipped', 'partly_received'))` : q`0`} as awaited,
          ${can(actor.roles, 'incidents.read') ? q`(select count(*)::int from incidents i where i.org_id = ${orgId} and i.state <> 'resolved')` : q`0`} as incidents,
          ${can(actor.roles, 'recalls.read') ? recallsWaiting(q, actor) : q`0`} as recalls,
          ${can(actor.roles, 'certificate-reviews.read') ? reviewsWaiting(q, actor) : q`0`} as reviews,
          ${can(actor.roles, 'blood-orders.read') ? ordersWaiting(q, actor) : q`0`} as orders,
          exists (select 1 from stock_reporting r where r.org_id = ${orgId} and heard_mode(r.org_id, r.mode, r.agreed_at) = 'declares')
            or exists (select 1 from go_lives g where g.org_id = ${orgId} and g.state = 'trial') as declares,
          exists (select 1 from stock_declarations d where d.org_id = ${orgId} and d.day = city_today()) as "declaredToday"
        from city c, feed_head f`;
      return row;
    }),
  ]);
  return {
    actor,
    mustChangePasswordFirst: actor.mustChangePassword && pathOf(await headers()) !== emergencyPath,
    isLocked: state.kind === 'locked',
    secondsToLock: session.secondsToLock,
    membershipId: session.membershipId,
    drawnFor: session.drawnFor,
    memberships,
    isDemo: runtime.isDemo,
    isPractice: runtime.isPractice,
    isInsecure: runtime.isInsecure,
    dutyPhone: city?.ownPhone || city?.dutyPhone || '',
    rulesVersion: city?.rulesVersion ?? '',
    heartbeat: city ? { epoch: city.epoch, seq: city.seq, at: city.at.toISOString(), lagMs: 0 } : null,
    waiting: {
      'bag-receipts': city?.awaited ?? 0,
      'blood-orders': city?.orders ?? 0,
      incidents: city?.incidents ?? 0,
      recalls: city?.recalls ?? 0,
      'certificate-reviews': city?.reviews ?? 0,
      'declared-stock': city?.declares && !city.declaredToday ? 1 : 0,
    },
    isDeclaring: actor.orgKind === 'blood_office' || city?.declares === true,
  };
}

/** The office has to answer, the hospital to mend. */
const reviewsWaiting = (q: Scope['q'], { orgId, orgKind }: UserActor) =>
  orgKind === 'blood_office'
    ? q`(select count(*)::int from certificate_reviews r where r.party_org_id = ${orgId} and r.state = any(${[...pendingStates]}))`
    : q`(select count(*)::int from certificate_reviews r where r.org_id = ${orgId} and r.state = 'rejected')`;

/** The station's that are open, and what a house has to deal with. */
const recallsWaiting = (q: Scope['q'], { orgId, orgKind }: UserActor) =>
  orgKind === 'blood_station'
    ? q`(select count(*)::int from recalls r where r.org_id = ${orgId} and r.state = 'active')`
    : q`(select count(*)::int from recall_parts p where p.org_id = ${orgId} and p.state in ('sounding', 'acknowledged'))`;

/** The station has to answer, also a wish to cancel; nobody else is waited for. */
const ordersWaiting = (q: Scope['q'], { orgId, orgKind }: UserActor) =>
  orgKind === 'blood_station'
    ? q`(select count(*)::int from blood_orders o where o.party_org_id = ${orgId}
        and (o.state = 'submitted' or o.cancel_asked_at is not null and o.state in ('accepted', 'picking', 'packed')))`
    : q`0`;

/** Headings this person has a right to, in the manual's order. */
export function menuFor({ actor, isDeclaring, isPractice }: Pick<DeskFacts, 'actor' | 'isDeclaring' | 'isPractice'>) {
  const { roles } = actor;
  return menu.filter(({ module, isOfDeclaring, isOfPractice }) => {
    if (isOfDeclaring && !isDeclaring) return false;
    if (isPractice ? isOfRealCity(module) : isOfPractice) return false;
    const action = `${module}.read`;
    return action in permissions && can(roles, action as Action);
  });
}

/** Pages below the headings that this person may open. */
export function pagesFor({ actor, isPractice }: Pick<DeskFacts, 'actor' | 'isPractice'>) {
  return subPages.filter(
    ({ action, isOfHouses, isOfPractice }: SubPage) =>
      can(actor.roles, action) &&
      !(isOfHouses && actor.orgKind === 'blood_office') &&
      !(isPractice ? isOfRealCity(action) : isOfPractice),
  );
}

const wordsFound = new Map<string, string>();

/** Pinyin and initials of a heading: made here, so that no dictionary goes to the browser. */
export function findWords(heading: string): string {
  const known = wordsFound.get(heading);
  if (known !== undefined) return known;
  const words = heading.split(' ').map(searchWords).join(' ');
  wordsFound.set(heading, words);
  return words;
}
