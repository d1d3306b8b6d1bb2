import { z } from 'zod';
import { profileOf } from '@/domain/certificate-reviews/profiles';
import { isSupplementLate } from '@/domain/certificate-reviews/rules';
import { type HouseSettings, readSwitches } from '@/domain/house-switches';
import { formatDate } from '@/i18n/format';
import { defineRead } from '../../kernel/read';
import { loadAttachments } from './attachments';
import { loadReview } from './load';
import { presentReview } from './present';
import { loadReliefs } from './reliefs';

/** One case, for its two parties; identity numbers masked. */
export const getReview = defineRead({
  name: 'certificate-reviews.get',
  permission: 'certificate-reviews.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const row = await loadReview(scope, id);
    const [found] = await scope.q<
      { orgName: string; partyOrgName: string; settings: HouseSettings; isCalendarKnown: boolean; hasShare: boolean }[]
    >`
      select o.name as "orgName", p.name as "partyOrgName", p.settings,
        exists (select 1 from calendar_days d where extract(year from d.day) = extract(year from coalesce(${row.dueAt}::timestamptz, city_now()))) as "isCalendarKnown",
        exists (select 1 from donor_plans d where d.review_id = ${id} and d.measure = 'red_cells' and d.state <> 'revoked') as "hasShare"
      from organisations o, organisations p where o.id = ${row.orgId} and p.id = ${row.partyOrgId}`;
    if (!found) throw new Error('a case without its parties');
    const { settings, ...more } = found;
    const reliefs = await loadReliefs(scope, id);
    const relieved = reliefs.filter(({ state }) => state === 'active');
    const submittedOn = formatDate(row.submittedAt ?? scope.now);
    return {
      ...presentReview(row),
      ...more,
      needsTwo: readSwitches(settings).needsTwoReviewers,
      attachments: await loadAttachments(scope, id),
      reliefs,
      leftMl: (row.entitledMl ?? 0) - relieved.reduce((sum, { volumeMl }) => sum + volumeMl, 0),
      isSupplementLate: row.isSupplementary && isSupplementLate(profileOf(row.profile), row.usedOn, submittedOn),
      isMine: row.firstApprover !== null && scope.actor.kind === 'user' && row.firstApprover === scope.actor.personId,
    };
  },
});
