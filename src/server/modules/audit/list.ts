import { z } from 'zod';
import { auditDays, maySeeContent } from '@/domain/audit';
import { moduleNames } from '@/domain/modules';
import type { Role } from '@/domain/permissions';
import { rolesOf } from '../../kernel/actor';
import { AppError } from '../../kernel/errors';
import { readRange } from '../../kernel/list';
import { defineRead } from '../../kernel/read';

const dayMs = 86_400_000;

export interface AuditRow {
  readonly seq: number;
  readonly at: Date;
  readonly module: string;
  readonly recordId: string;
  readonly action: string;
  readonly who: { readonly kind: string; readonly name: string; readonly staffNo?: string; readonly viewAs?: Role };
  /** Of signing in and of accounts: whose. */
  readonly about: string | null;
  readonly requestId: string | null;
  /** False: who did what when is all that this reader may know, for the records themselves are not theirs to read. */
  readonly isOpen: boolean;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

interface Payload {
  readonly actor: { kind: string; name: string; staffNo?: string; viewAs?: Role } | null;
  readonly request: string | null;
  readonly reason: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** The chain of the own organisation, newest first: of the last days, or of those that are asked for. */
export const listAudit = defineRead({
  name: 'audit.list',
  permission: 'audit.read',
  input: z.strictObject({
    at: z.string().max(80).optional(),
    who: z.string().trim().max(40).optional(),
    module: z.string().max(400).optional(),
    recordId: z.string().trim().max(80).optional(),
    cursor: z.int().min(1).nullish(),
    /** Sent along by the client's infinite queries; a chain is only read towards the past. */
    direction: z.literal('forward').optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  async run({ q, orgId, actor, now }, { at, who, module, recordId, cursor, limit }) {
    const [asked, until] = readRange(at ?? '..');
    const since = asked ?? (recordId || until ? null : new Date(now.getTime() - auditDays * dayMs));
    const modules = module?.split(',').filter((name) => name !== '') ?? [];
    if (modules.some((name) => !(moduleNames as readonly string[]).includes(name))) throw new AppError('invalid_input');
    const rows = await q<
      {
        seq: string;
        at: Date;
        module: string;
        recordId: string;
        action: string;
        payload: string;
        about: string | null;
      }[]
    >`
      select seq, at, module, record_id as "recordId", action, payload, w.about from audit_log
      left join lateral (
        select concat_ws(' ', p.staff_no, p.name) as about from people p
        where audit_log.module in ('admin', 'people') and p.org_id = ${orgId}
          and p.id = case when audit_log.record_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then audit_log.record_id::uuid end
        union all select concat_ws(' ', g.party_org_id || '/' || g.staff_no, g.name) from guests g
        where audit_log.module in ('admin', 'people') and g.org_id = ${orgId} and g.person_id::text = audit_log.record_id
        union all select substr(audit_log.record_id, 9) where audit_log.module = 'admin' and audit_log.record_id like 'account:%'
      ) w on true
      where org_id = ${orgId} ${cursor ? q`and seq < ${cursor}` : q``}
        ${since ? q`and at >= ${since} and seq >= (select f.seq from audit_log f where f.org_id = ${orgId} and f.at >= ${since}::timestamptz - interval '5 minutes' order by f.at limit 1)` : q``}
        ${until ? q`and at < ${until}` : q``}
        ${modules.length > 0 ? q`and module = any(${modules})` : q``} ${recordId ? q`and record_id = ${recordId}` : q``}
        ${who ? q`and strpos(lower(concat_ws(' ', payload::jsonb #>> '{actor,staffNo}', payload::jsonb #>> '{actor,name}', w.about)), lower(${who})) > 0` : q``}
      order by seq desc limit ${limit + 1}`;
    const roles = rolesOf(actor);
    const page = rows.slice(0, limit).map((row): AuditRow => {
      const told = JSON.parse(row.payload) as Payload;
      const isOpen = maySeeContent(roles, row.module);
      const { kind = 'system', name = '', staffNo, viewAs } = told.actor ?? {};
      return {
        seq: Number(row.seq),
        at: row.at,
        module: row.module,
        recordId: row.recordId,
        action: row.action,
        who: { kind, name, ...(staffNo === undefined ? {} : { staffNo }), ...(viewAs ? { viewAs } : {}) },
        about: row.about,
        requestId: told.request,
        isOpen,
        reason: isOpen ? told.reason : null,
        before: isOpen ? (told.before ?? null) : null,
        after: isOpen ? (told.after ?? null) : null,
      };
    });
    return { rows: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
  },
});
