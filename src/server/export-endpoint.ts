import type { Locale } from '@/i18n/locale';
import { mintRequestId } from './auth/chain';
import { resolveActorOfLink } from './auth/session';
import { runtimeOf } from './auth/which-city';
import { exporters, inPracticeAlone, workbooks } from './exporters';
import { answerWorkbook, refuseFile } from './file-answers';
import { AppError, notFound, toAppError } from './kernel/errors';
import { exportRecords, fileNameFor, type WorkbookFile } from './kernel/export';
import { type Request as Asking, inScope } from './kernel/scope';
import { requirePractice } from './modules/exercises/load';

/**
 * GET /api/export/<list>?side=…&org=…&f.<filter>=…: the list under the same filters, as a workbook. A link and no script starts it,
 * so it carries no header of ours; a foreign page is told by Sec-Fetch-Site and could not read the answer anyway.
 */
export async function handleExport(
  request: Request,
  module: string,
  locale: Locale,
  runtime = runtimeOf(request.headers),
): Promise<Response> {
  const requestId = mintRequestId();
  try {
    const site = request.headers.get('sec-fetch-site');
    if (site === 'cross-site' || site === 'same-site') throw new AppError('forbidden', [{ code: 'forged.origin' }]);
    const actor = await resolveActorOfLink(request, runtime);
    if (!actor) throw new AppError('unauthenticated');
    const asking = { runtime, actor, requestId };
    const params = new URL(request.url).searchParams;
    const filters = Object.fromEntries(
      [...params].flatMap(([name, value]) => (name.startsWith('f.') && value ? [[name.slice(2), value]] : [])),
    );
    const { fileName, bytes } = await makeWorkbook(asking, module, filters, params, locale);
    return answerWorkbook(fileNameFor(actor, fileName, locale), bytes, requestId);
  } catch (error) {
    return refuseFile(toAppError(error), requestId);
  }
}

async function makeWorkbook(
  asking: Asking,
  name: string,
  filters: Readonly<Record<string, string>>,
  params: URLSearchParams,
  locale: Locale,
): Promise<WorkbookFile> {
  const workbook = Object.hasOwn(workbooks, name) ? workbooks[name] : undefined;
  if (workbook) return workbook.make(asking, { filters, orgId: params.get('org') }, locale);
  const definition = Object.hasOwn(exporters, name) ? exporters[name] : undefined;
  if (!definition) throw notFound();
  if (inPracticeAlone.has(name)) await inScope(asking, 'read', requirePractice);
  const side = params.get('side') === 'party' ? 'party' : 'owner';
  return exportRecords(asking, definition, { filters: { ...filters }, side }, locale);
}
