import { checkDeclaration } from '@/domain/declared-stock/rules';
import { declareInput } from '@/domain/declared-stock/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { AppError } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { isInTrial, loadAgreement, loadCityDay, loadDeclarationOf } from './load';

/**
 * 申报库存: what the house has, cell by cell, for this business day. The first of a day is a declaration; every later one corrects it with a
 * reason, and what stood before stays. Nothing here touches a cell of the ledger.
 */
export const declareStock = defineCommand({
  name: 'declared-stock.declare',
  permission: 'declared-stock.declare',
  input: declareInput,
  async run(scope, input) {
    const { q, orgId } = scope;
    const agreed = await loadAgreement(scope, orgId);
    const mode = (await isInTrial(scope, orgId)) ? 'declares' : agreed.mode;
    const { today } = await loadCityDay(scope);
    // Whoever comes second waits for the first here, and then finds what the first one said.
    const [first] = await q<{ id: string }[]>`
      insert into stock_declarations (org_id, day) select ${orgId}, ${today}::date
      where ${mode === 'declares' && input.day === today}::boolean on conflict (org_id, day) do nothing returning id`;
    if (!first) await q`select id from stock_declarations where org_id = ${orgId} and day = ${today} for update`;
    const standing = first ? undefined : await loadDeclarationOf(scope, orgId, today);
    if (mode === 'declares' && input.day === today && (standing?.version ?? null) !== input.version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile' }], standing ?? null);
    const facts = { now: scope.now, today, mode, standing: standing?.cells ?? null };
    const { cells } = unwrap(decideBy(checkDeclaration(input, facts), () => input));

    const id = first?.id ?? standing?.id;
    if (!id) throw new Error('a declaration has a row');
    const revision = (standing?.version ?? 0) + 1;
    if (standing) await q`update stock_declarations set version = ${revision} where id = ${id} and org_id = ${orgId}`;
    const reason = standing ? input.reason : '';
    await q`
      insert into stock_declaration_revisions (declaration_id, revision, org_id, cell_count, entry, reason, declared_by)
      values (${id}, ${revision}, ${orgId}, ${cells.length}, ${input.entry}, ${reason}, ${actorName(scope)})`;
    await q`
      insert into stock_declaration_lines (declaration_id, revision, org_id, component, abo, rhd, amount)
      select ${id}, ${revision}, ${orgId}, component, abo, rhd, amount
      from jsonb_to_recordset(${q.json(cells as never)}) as c(component text, abo text, rhd text, amount bigint)`;
    return done(
      { id, day: today, version: revision, cellCount: cells.length },
      {
        module: 'declared-stock',
        recordId: id,
        action: standing ? 'declared-stock.correct' : 'declared-stock.declare',
        version: revision,
        state: standing ? 'corrected' : 'declared',
        orgId,
        ...(standing ? { reason } : {}),
        before: standing ? { cells: standing.cells } : null,
        after: { day: today, entry: input.entry, cells },
        // That something was declared, and no bag: a count of bags would be read as a movement.
        tally: { kind: 'declare', bags: 0 },
      },
    );
  },
});
