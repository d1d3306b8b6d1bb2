import type { Locator, Page } from '@playwright/test';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import { groupKey } from '@/domain/blood/groups';
import { citySeries } from '@/domain/overview/series';
import { viewCity } from '@/domain/overview/view';
import { viewMatrix } from '@/domain/stock/matrix';
import type { Api } from './api';

type Group = { abo: AboGroup; rhd: Rhd };

const figureOf = async (figure: Locator): Promise<number> => Number((await figure.innerText()).replaceAll(',', ''));

/** Bags or amount that the stock screen promises of one component and group; open it with `?as=bags` for bags. */
export const stockFigure = (page: Page, component: string, { abo, rhd }: Group): Promise<number> =>
  figureOf(page.locator(`[data-cell="${component}.${abo}.${rhd}"] > span`).first().locator('> span').last());

/** All cells of a stock screen that was opened with `?as=bags`. */
export function stockFigures(page: Page): Promise<Record<string, number>> {
  return page.locator('[data-cell]').evaluateAll((cells) =>
    Object.fromEntries(
      cells.map((cell) => {
        const figure = cell.querySelector(':scope > span > span:last-child')?.textContent ?? '';
        return [cell.getAttribute('data-cell') ?? '', Number(figure.replaceAll(',', ''))] as const;
      }),
    ),
  );
}

/** The same cells as the database has them. */
export async function storedFigures(api: Api): Promise<Record<string, number>> {
  const data = await api.stock.matrix.query({});
  return Object.fromEntries(
    viewMatrix(data, data.asOf).rows.flatMap((row) =>
      row.cells
        .filter((cell) => cell.isStocked)
        .map(
          (cell) => [`${cell.component.code}.${groupKey(cell.group.abo, cell.group.rhd)}`, cell.usable.bags] as const,
        ),
    ),
  );
}

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

/** A hospital's row of the overview, series by series; null where it stocks none. */
export async function overviewRow(page: Page, hospital: string): Promise<(number | null)[]> {
  const cells = await hospitalRow(page, hospital)
    .getByRole('cell')
    .evaluateAll((all) =>
      all.slice(2, -1).map((cell) => cell.querySelector(':scope > span > span:last-child')?.textContent ?? null),
    );
  return cells.map((text) => (text === null ? null : Number(text.replaceAll(',', ''))));
}

/** The same row as the database has it. */
export async function storedRow(api: Api, hospital: string): Promise<(number | null)[]> {
  const snapshot = await api.overview.city.query({});
  const row = viewCity(snapshot, snapshot.asOf).hospitals.find((one) => one.organisation.shortName === hospital);
  if (!row) throw new Error(`${hospital} is not in the city`);
  return row.cells.map((cell) => (cell.isStocked ? cell.amount / 100 : null));
}
