import { checkAgreement } from '@/domain/declared-stock/rules';
import { agreeInput } from '@/domain/declared-stock/schema';
import { agreedKind } from '@/domain/stock/tally';
import { defineCommand, done } from '../../kernel/command';
import { AppError, notFound } from '../../kernel/errors';
import { actorName } from '../stock/post';
import { loadAgreement } from './load';

/** How a hospital is heard of: it works here, or declares by an agreed hour every so many days. Decided by the city and told to the hospital. */
export const agreeReporting = defineCommand({
  name: 'declared-stock.agree',
  permission: 'declared-stock.agree',
  input: agreeInput,
  async run(scope, { orgId, mode, intervalHours, dueHour, version, reason }) {
    const { q, actor } = scope;
    const violations = checkAgreement({ version, reason });
    if (violations.length > 0) throw new AppError('refused', violations);
    const district = actor.kind === 'system' ? '' : actor.district;
    const [house] = await q<{ id: string }[]>`
      select id from organisations where id = ${orgId} and kind = 'hospital' and is_active and (${district} = '' or district = ${district})`;
    if (!house) throw notFound();
    const [known] = await q<{ mode: string; intervalHours: number; dueHour: number }[]>`
      select mode, interval_hours as "intervalHours", due_hour as "dueHour" from stock_reporting where org_id = ${orgId} for update`;
    const by = actorName(scope);
    const [saved] =
      version === null
        ? await q<{ id: string; version: number }[]>`
            insert into stock_reporting (org_id, mode, interval_hours, due_hour, agreed_by) values (${orgId}, ${mode}, ${intervalHours}, ${dueHour}, ${by})
            on conflict (org_id) do nothing returning id, version`
        : await q<{ id: string; version: number }[]>`
            update stock_reporting set mode = ${mode}, interval_hours = ${intervalHours}, due_hour = ${dueHour}, agreed_by = ${by}, agreed_at = city_now(),
              version = version + 1 where org_id = ${orgId} and version = ${version} returning id, version`;
    if (!saved) throw new AppError('conflict', [{ code: 'changed_meanwhile' }], await loadAgreement(scope, orgId));
    return done(
      { orgId, version: saved.version },
      {
        module: 'declared-stock',
        recordId: saved.id,
        action: 'declared-stock.agree',
        version: saved.version,
        state: mode,
        orgId: scope.orgId,
        partyOrgId: orgId,
        before: known ? { orgId, ...known } : null,
        after: { orgId, mode, intervalHours, dueHour },
        ...(version === null ? {} : { reason }),
        // So that every office and wall hears of it; no bag, and nothing for the ticker.
        tally: { kind: agreedKind, bags: 0 },
      },
    );
  },
});
