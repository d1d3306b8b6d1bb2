import type { Runtime } from '@/server/runtime';

export interface OpenSession {
  readonly id: string;
  readonly deviceLabel: string;
  readonly isLocked: boolean;
  readonly lastHumanAt: Date;
}

/** Where somebody is signed in now, the last used first; in which house, if only that is asked. */
export async function openSessionsOf(
  { authSql }: Runtime,
  userId: string,
  orgId: string | null = null,
): Promise<OpenSession[]> {
  return [
    ...(await authSql<OpenSession[]>`
      select id, device_label as "deviceLabel", is_locked as "isLocked", last_human_at as "lastHumanAt" from auth.session
      where user_id = ${userId} and (${orgId}::text is null or org_id = ${orgId}) and membership_id is not null and expires_at > city_now() order by last_human_at desc limit 20`),
  ];
}
