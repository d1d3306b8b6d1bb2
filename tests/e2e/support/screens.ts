import type { Locator, Page } from '@playwright/test';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { citySeries } from '@/domain/overview/series';
import { viewCity } from '@/domain/overview/view';
import type { Api } from './api';

type Group = { abo: AboGroup; rhd: Rhd };

const figureOf = async (figure: Locator): Promise<number> => Number((await figure.innerText()).replaceAll(',', ''));

/** Bags or amount that the stock screen promises of one component and group; open it with `?as=bags` for bags. */
export const stockFigure = (page: Page, component: string, { abo, rhd }: Group): Promise<number> =>
  figureOf(page.locator(`[data-cell="${component}.${abo}.${rhd}"] > span`).first().locator('> span').last());

const seriesIndex = (key: string) => citySeries.findIndex((series) => series.key === key);
const hospitalRow = (page: Page, hospital: string) => page.getByRole('row').filter({ hasText: hospital });

/** Units of red cells of one group in a hospital's row of the overview. */
export const overviewFigure = (page: Page, hospital: string, { abo, rhd }: Group): Promise<number> =>
  figureOf(
    hospitalRow(page, hospital)
      .getByRole('cell')
      .nth(2 + seriesIndex(`red_cells.${abo}.${rhd}`))
      .locator('> span')
      .first()
      .locator('> span')
      .last(),
  );

/** Every figure of a screen's matrix, as it stands there. */
export async function overviewFigures(page: Page): Promise<Record<string, string[]>> {
  const rows = page.getByRole('table').last().locator('tbody tr');
  return Object.fromEntries(
    await rows.evaluateAll((all) =>
      all.map((row) => {
        const cells = [...row.querySelectorAll('td')];
        const name = cells[0]?.querySelector('a, span')?.textContent ?? '';
        const figures = cells
          .slice(2, -1)
          .map((cell) => cell.querySelector('span > span')?.parentElement?.lastElementChild?.textContent ?? '—');
        return [name, figures] as const;
      }),
    ),
  );
}

/** The same figures from the database, by way of the server. */
export async function cityFigures(api: Api): Promise<Record<string, (number | null)[]>> {
  const snapshot = await api.overview.city.query();
  const view = viewCity(snapshot, snapshot.asOf);
  return Object.fromEntries(
    view.hospitals.map((row) => [
      row.organisation.shortName,
      row.cells.map((cell) => (cell.isStocked ? cell.amount / 100 : null)),
    ]),
  );
}
