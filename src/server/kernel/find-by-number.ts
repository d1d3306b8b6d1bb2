import { z } from 'zod';
import { can } from '@/domain/permissions';
import { columnOf, type RecordDefinition } from '@/domain/record';
import { rolesOf } from './actor';
import { defineRead } from './read';

export interface FoundRecord {
  readonly module: string;
  readonly id: string;
  readonly no: string;
  readonly state: string;
  readonly orgId: string;
  /** Short, in Chinese and in English: numbers begin anew in each house. */
  readonly orgName: string;
  readonly orgNameEn: string;
}

/** As draw_number() writes it, in a city for practising with its mark. */
const numberInput = z.strictObject({
  no: z
    .string()
    .trim()
    .regex(/^(?:LX)?\d{8}-\d{1,6}$/),
});

const most = 20;

/**
 * The records that bear a number, of whichever module this person may read and of whichever house the scope shows: what the lists of these records would find,
 * in one answer. House by house, so that every reading goes by the key of house and number.
 */
export function findByNumber(definitions: readonly RecordDefinition[]) {
  const numbered = definitions.filter(({ fields }) => Object.hasOwn(fields, 'no'));
  return defineRead({
    name: 'records.find',
    permission: 'session.views',
    input: numberInput,
    async run({ q, actor, orgId }, { no }): Promise<FoundRecord[]> {
      const permitted = numbered.filter(({ readPermission }) => can(rolesOf(actor), readPermission));
      // A role that houses of several kinds have reads what its own kind of house may: an auditor of an office no specimens.
      const shown = await q<{ name: string }[]>`
        select t.name from unnest(${permitted.map(({ table }) => table)}::text[]) t (name) where has_table_privilege(t.name, 'select')`;
      const readable = permitted.filter(({ table }) => shown.some(({ name }) => name === table));
      if (readable.length === 0) return [];
      const isOffice = actor.kind === 'user' && actor.orgKind === 'blood_office';
      const text = readable.map((record) => selectOf(record, isOffice)).join(' union all ');
      return [
        ...(await q.unsafe<FoundRecord[]>(`${text} order by module, "orgId" limit ${most}`, [no, orgId], {
          prepare: true,
        })),
      ];
    },
  });
}

/** $1 the number, $2 the house that asks. An office's scope says which houses it reads. */
function selectOf(record: RecordDefinition, isOffice: boolean): string {
  const { module, table, orgColumn, partyOrgColumn } = record;
  const own = [orgColumn, ...(partyOrgColumn ? [partyOrgColumn] : [])].map((column) => `t.${column} = $2::text`);
  return `select '${module}' as module, t.id, t.${columnOf(record, 'no')} as no, t.state, t.${orgColumn} as "orgId", o.short_name as "orgName",
    coalesce(nullif(o.name_en, ''), o.short_name) as "orgNameEn"
    from organisations o join ${table} t on t.${orgColumn} = o.id and t.${columnOf(record, 'no')} = $1::text where ${isOffice ? '$2::text is not null' : `(${own.join(' or ')})`}`;
}
