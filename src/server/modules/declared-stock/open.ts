import { z } from 'zod';
import { dueAtOf, type Reporting } from '@/domain/stock/reporting';
import { defineRead } from '../../kernel/read';
import { whoseStock } from '../stock/whose';
import { type DeclaredDay, readDays } from './days';
import {
  type Declaration,
  isInTrial,
  loadAgreement,
  loadCityDay,
  loadDeclarationBefore,
  loadDeclarationOf,
} from './load';

/** Days that the page looks back over. */
const daysBack = 14;

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
  /** Before which day something was declared still; null: nothing ever was. */
  readonly olderBefore: string | null;
}

/** What the page of a house needs: how it reports, today's declaration, the one before it as a hint, and the last two weeks. */
export const openDeclaration = defineRead({
  name: 'declared-stock.open',
  permission: 'declared-stock.read',
  input: z.strictObject({ orgId: z.string().max(16).optional() }),
  async run(scope, input): Promise<OpenDeclaration> {
    const orgId = whoseStock(scope, input.orgId);
    const { today, timeZone } = await loadCityDay(scope);
    const { intervalHours, dueHour, ...agreed } = await loadAgreement(scope, orgId);
    const mode = (await isInTrial(scope, orgId)) ? 'declares' : agreed.mode;
    const [org] = await scope.q<{ zh: string; en: string }[]>`
      select short_name as zh, coalesce(nullif(name_en, ''), short_name) as en from organisations where id = ${orgId}`;
    const standing = (await loadDeclarationOf(scope, orgId, today)) ?? null;
    const previous = (await loadDeclarationBefore(scope, orgId, today)) ?? null;
    const { days, next } = await readDays(scope, orgId, today, daysBack);
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
      days,
      olderBefore: next,
    };
  },
});
