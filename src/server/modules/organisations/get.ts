import { z } from 'zod';
import { type HouseSwitch, houseSwitches, readSwitches, switchesOf } from '@/domain/house-switches';
import { kindOfListed } from '@/domain/organisations/kinds';
import { can } from '@/domain/permissions';
import { rolesOf } from '../../kernel/actor';
import { notFound } from '../../kernel/errors';
import type { HistoryEntry } from '../../kernel/history';
import { nameOrganisations } from '../../kernel/list';
import { defineRead } from '../../kernel/read';
import { loadHistory } from './history';
import { isMunicipal, isOwnHouse, loadUse, type OrganisationView, organisationColumns } from './load';

/** One house: how it is reached, where it stands; its switches for itself and for offices; what is left there for whoever may take it out of use. */
export const getOrganisation = defineRead({
  name: 'organisations.get',
  permission: 'organisations.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const [row] = await scope.q<OrganisationView[]>`
      select ${organisationColumns(scope)} from organisations o where o.record_id = ${id}`;
    if (!row) throw notFound();
    const { settings, ...house } = row;
    const isOwn = isOwnHouse(scope, house);
    const isOffice = scope.actor.kind === 'user' && scope.actor.orgKind === 'blood_office';
    const mayModify = can(rolesOf(scope.actor), 'organisations.modify');
    const keeps = isMunicipal(scope);
    const names = isOwn || isOffice ? switchesOf({ kind: kindOfListed(house.kind), district: house.district }) : [];
    return {
      ...house,
      organisations: await nameOrganisations(scope, house.parentId ? [house.parentId] : []),
      isOwnOffice: house.code === scope.orgId,
      /** All fields, those of one's own house, or none. */
      may: mayModify && keeps ? ('all' as const) : mayModify && isOwn ? ('own' as const) : ('none' as const),
      switches:
        names.length > 0
          ? { names, ...readSwitches(settings), changes: lastChanges(await loadHistory(scope, id)) }
          : null,
      use: keeps && can(rolesOf(scope.actor), 'organisations.retire') ? await loadUse(scope, house.code) : null,
    };
  },
});

/** When each switch was set last, and by whom. */
function lastChanges(
  entries: readonly HistoryEntry[],
): Partial<Record<HouseSwitch, { readonly at: string; readonly by: string }>> {
  return Object.fromEntries(
    houseSwitches.flatMap((name) => {
      const entry = entries.find(
        ({ action, after }) =>
          action === 'organisations.set-switches' && typeof after === 'object' && after !== null && name in after,
      );
      return entry ? [[name, { at: entry.at, by: entry.actor.name }]] : [];
    }),
  );
}
