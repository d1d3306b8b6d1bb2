import { readProductText } from '@/domain/blood/bag-texts';
import { findProduct } from '@/domain/blood/barcodes/products';
import type { Change } from '@/domain/change';
import { type CodeKind, foldCode, groupOfTarget, mapCodeInput, refuseMapping } from '@/domain/go-lives/codes';
import { decideBy, type Violation } from '@/domain/result';
import { commitChanges, defineCommand, done, unwrap } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { loadProducts } from '../stock/load-products';
import { actorName } from '../stock/post';
import type { HouseCode } from './load';

/**
 * 对照: what this house calls a product or a group is one of ours, or none at all. It holds for this house alone, from the next file or label on: what was
 * counted before stays as it was read.
 */
export const mapCode = defineCommand({
  name: 'go-lives.map-code',
  permission: 'go-lives.map',
  input: mapCodeInput,
  async run(scope, { kind, houseCode, target, version }) {
    const { q, orgId } = scope;
    const code = foldCode(houseCode);
    if (kind === 'product' && target) {
      const products = await loadProducts(scope);
      if (!findProduct(target, products))
        throw refusal({ code: 'go_live.target_unknown', path: 'target', facts: { target } });
      // A code that labels of the stations bear means what the product table says, for every house.
      const own = readProductText(code);
      const isKnown = own.ok && findProduct(own.value, products) !== undefined;
      unwrap(decideBy(refuseMapping(code, isKnown), () => code));
    }
    if (kind === 'group' && target && !groupOfTarget(target))
      throw refusal({ code: 'go_live.target_unknown', path: 'target', facts: { target } });
    const state = target ? 'mapped' : 'dropped';
    // Two at once: the second waits for the first one's row, and finds its version.
    const [made] =
      version === null
        ? await q<{ id: string }[]>`
            insert into go_live_codes (org_id, kind, house_code, state, target, mapped_by, mapped_at)
            values (${orgId}, ${kind}, ${code}, ${state}, ${target}, ${actorName(scope)}, city_now())
            on conflict (org_id, kind, house_code) do nothing returning id`
        : [];
    const [standing] = made
      ? []
      : await q<Pick<HouseCode, 'id' | 'state' | 'target' | 'version'>[]>`
          select id, state, target, version from go_live_codes where org_id = ${orgId} and kind = ${kind} and house_code = ${code} for update`;
    if (!made && standing?.version !== version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile' }], standing ?? null);
    if (standing)
      await q`
        update go_live_codes set state = ${state}, target = ${target}, mapped_by = ${actorName(scope)}, mapped_at = city_now(), version = version + 1
        where id = ${standing.id}`;
    const id = made?.id ?? standing?.id ?? '';
    const next = (standing?.version ?? 0) + 1;
    return done(
      { id, version: next },
      {
        module: 'go-lives',
        recordId: id,
        action: 'go-lives.map-code',
        version: next,
        state,
        orgId,
        before: standing ? { state: standing.state, target: standing.target } : null,
        after: { kind, houseCode: code, state, target },
      },
    );
  },
});

/** Codes that this house's file or labels bore and that are nobody's: each is a gap until somebody says what it is. */
async function meetGaps({ q, orgId }: Scope, met: readonly { kind: CodeKind; code: string }[]): Promise<Change[]> {
  const rows = await q<{ id: string; kind: CodeKind; houseCode: string; seen: number; version: number }[]>`
    insert into go_live_codes as c (org_id, kind, house_code, state, seen, last_seen_at)
    select ${orgId}, m.kind, m.code, 'gap', count(*), city_now() from jsonb_to_recordset(${q.json(met as never)}) as m(kind text, code text)
    where length(m.code) between 1 and 40 group by 2, 3 order by 2, 3
    on conflict (org_id, kind, house_code) do update set seen = c.seen + excluded.seen, last_seen_at = city_now(), version = c.version + 1,
      state = case when c.state = 'dropped' then 'gap' else c.state end
    returning id, kind, house_code as "houseCode", seen, version`;
  return rows.map(({ id, kind, houseCode, seen, version }) => ({
    module: 'go-lives',
    recordId: id,
    action: 'go-lives.meet-code',
    version,
    state: 'gap',
    orgId,
    before: null,
    after: { kind, houseCode, seen },
  }));
}

/** What lines were refused for is written down: by a preview in its own transaction, by a command after its refusal. */
export async function noteGaps(scope: Scope, violations: readonly Violation[]): Promise<void> {
  const met = violations.flatMap(({ code, facts }): { kind: CodeKind; code: string }[] => {
    if (code === 'go_live.product_unmapped') return [{ kind: 'product', code: String(facts?.code ?? '') }];
    if (code === 'go_live.group_unmapped') return [{ kind: 'group', code: String(facts?.code ?? '') }];
    if (code === 'label.product_unknown')
      return [{ kind: 'product', code: foldCode(String(facts?.productCode ?? '')) }];
    return [];
  });
  const [first, ...rest] = met.length > 0 ? await meetGaps(scope, met) : [];
  if (first) await commitChanges(scope, [first, ...rest], null);
}
