import { z } from 'zod';
import { addDays, dueAtOf, type Reporting } from '@/domain/stock/reporting';
import { defineRead } from '../../kernel/read';
import { whoseStock } from '../stock/whose';
import { type Declaration, loadAgreement, loadCityDay, loadDeclarationBefore, loadDeclarationOf } from './load';

/** Days that the page looks back over. */
const daysBack = 14;

export interface DeclaredDay {
  readonly day: string;
  /** Null: nothing was declared, which is missing and not zero. */
  readonly id: string | null;
  readonly declaredAt: Date | null;
  readonly declaredBy: string;
  readonly cellCount: number;
  readonly revision: number;
  readonly reason: string;
}

export interface OpenDeclaration {
  readonly orgId: string;
  readonly orgName: string;
  readonly orgNameEn: string;
  readonly reporting: Reporting;
  readonly today: string;
  /** By when the next declaration is due; null when there never was one. */
  readonly dueAt: Date | null;
  readonly standing: Declaration | null;
  readonly previous: Declaration | null;
  readonly days: readonly DeclaredDay[];
}

/** What the page of a house needs: how it reports, today's declaration, the one before it as a hint, and the last two weeks. */
export const openDeclaration = defineRead({
  name: 'declared-stock.open',
  permission: 'declared-stock.read',
  input: z.strictObject({ orgId: z.string().max(16).optional() }),
  async run(scope, input): Promise<OpenDeclaration> {
    const orgId = whoseStock(scope, input.orgId);
    const { today, timeZone } = await loadCityDay(scope);
    const { mode, intervalHours, dueHour } = await loadAgreement(scope, orgId);
    const [org] = await scope.q<{ zh: string; en: string }[]>`
      select short_name as zh, coalesce(nullif(name_en, ''), short_name) as en from organisations where id = ${orgId}`;
    const standing = (await loadDeclarationOf(scope, orgId, today)) ?? null;
    const previous = (await loadDeclarationBefore(scope, orgId, today)) ?? null;
    const since = addDays(today, 1 - daysBack);
    const said = await scope.q<DeclaredDay[]>`
      select d.day::text as day, d.id, v.declared_at as "declaredAt", v.declared_by as "declaredBy", v.cell_count as "cellCount", v.revision, v.reason
      from stock_declarations d join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
      where d.org_id = ${orgId} and d.day >= ${since} order by d.day desc`;
    const newest = standing ?? previous;
    const reporting = { mode, intervalHours, dueHour };
    return {
      orgId,
      orgName: org?.zh ?? orgId,
      orgNameEn: org?.en ?? orgId,
      reporting,
      today,
      dueAt: newest ? dueAtOf(newest.day, reporting, timeZone) : null,
      standing,
      previous,
      days: fillDays(today, said),
    };
  },
});

/** Every day back to the first that is known in the window: a day without a declaration is listed as missing. */
function fillDays(today: string, said: readonly DeclaredDay[]): DeclaredDay[] {
  const first = said.at(-1)?.day ?? today;
  const known = new Map(said.map((one) => [one.day, one]));
  const days: DeclaredDay[] = [];
  for (let day = today; day >= first; day = addDays(day, -1))
    days.push(
      known.get(day) ?? { day, id: null, declaredAt: null, declaredBy: '', cellCount: 0, revision: 0, reason: '' },
    );
  return days;
}
