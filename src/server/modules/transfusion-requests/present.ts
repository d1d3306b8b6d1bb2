import type { transfusionRequests } from '@/db/schema';
import { componentName, findComponent, formatAmount } from '@/domain/blood/components';
import { countedMl } from '@/domain/transfusion-requests/approval';
import type { RequestLine } from '@/domain/transfusion-requests/schema';
import { formatFor } from '@/i18n/format';

export type RequestRow = typeof transfusionRequests.$inferSelect;

/** A request as every read and conflict shows it. */
export function presentRequest(row: RequestRow) {
  const { importId: _, linesText: __, sortedAt: ___, orgId: ____, ...view } = row;
  return view;
}
export type RequestView = ReturnType<typeof presentRequest>;

/** What the history compares: lines and results in words. */
export function tellRequest(row: RequestRow) {
  const { lines: _, labs, id: __, patientId: ___, applicantId: ____, waitsFor: _____, ...view } = presentRequest(row);
  return {
    ...view,
    lines: row.linesText,
    labs: formatFor('zh-CN').list(labs.map(({ item, value }) => `${item.toUpperCase()} ${value}`)),
  };
}

/** `去白细胞悬浮红细胞 2 U、新鲜冰冻血浆 200 ml`: what a list and a file say of the lines. */
export function tellLines(lines: readonly RequestLine[], at: Date): string {
  return formatFor('zh-CN').list(
    lines.map(({ component: code, amount }) => {
      const component = findComponent(code, at);
      return component
        ? `${componentName(component, 'zh-CN')} ${formatAmount(amount, component, 'zh-CN')}`
        : `${code} ${amount / 100}`;
    }),
  );
}

export function linesOf(lines: RequestLine[], at: Date, countsAll: boolean) {
  return { lines, linesText: tellLines(lines, at), countedMl: countedMl(lines, at, countsAll) };
}

export const answerOf = ({ id, no, state, version }: RequestRow) => ({ id, no, state, version });
