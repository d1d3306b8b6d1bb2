import { type HouseSettings, type HouseSwitch, houseSwitches, readSwitches, switchesOf } from '@/domain/house-switches';
import { kindOfListed } from '@/domain/organisations/kinds';
import { withSwitches } from '@/domain/organisations/rules';
import { setSwitchesInput } from '@/domain/organisations/schema';
import { defineCommand, done } from '../../kernel/command';
import { AppError, refusal } from '../../kernel/errors';
import { lockOrganisation } from './load';
import { organisationChange } from './save';

/** 开关: hold from the next request on. What was kept for a patient before stays kept as it was promised. */
export const setSwitches = defineCommand({
  name: 'organisations.set-switches',
  permission: 'organisations.modify',
  input: setSwitchesInput,
  async run(scope, { id, version, reason, ...told }) {
    const house = await lockOrganisation(scope, { id, version });
    const { code, settings } = house;
    if (house.state === 'retired') throw refusal({ code: 'organisation.retired', facts: { code } });
    const names = switchesOf({ kind: kindOfListed(house.kind), district: house.district });
    if (houseSwitches.some((name) => told[name] !== undefined && !names.includes(name)))
      throw refusal({ code: 'organisation.no_switches', facts: { code } });
    const next = withSwitches(settings, told);
    const [before, after] = [tellSwitches(settings), tellSwitches(next)];
    const changed = houseSwitches.filter((name) => before[name] !== after[name]);
    if (changed.length === 0) throw refusal({ code: 'organisation.nothing_changed' });
    const { q, orgId } = scope;
    const { count } = await q`
      update organisations set settings = ${q.json(next as never)}, version = version + 1 where id = ${code} and version = ${version}`;
    if (count === 0) throw new AppError('forbidden');
    const only = (words: ReturnType<typeof tellSwitches>) =>
      Object.fromEntries(changed.map((name) => [name, words[name]]));
    return done(
      { id, version: version + 1 },
      organisationChange({ orgId }, id, 'set-switches', {
        version: version + 1,
        state: 'active',
        reason,
        before: only(before),
        after: only(after),
      }),
    );
  },
});

/** As the history has them: what the house has set; null where it follows the default. */
function tellSwitches(settings: HouseSettings): Record<HouseSwitch, string | number | boolean | null> {
  const { own, singleDuty, ...values } = readSwitches(settings);
  const words = { ...values, singleDuty: singleDuty ? `${singleDuty.from}–${singleDuty.until}` : 'off' };
  return Object.fromEntries(houseSwitches.map((name) => [name, own.includes(name) ? words[name] : null])) as Record<
    HouseSwitch,
    string | number | boolean | null
  >;
}
