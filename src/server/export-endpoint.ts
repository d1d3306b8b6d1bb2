import type { Locale } from '@/i18n/locale';
import { mintRequestId } from './auth/chain';
import { resolveActorOfLink } from './auth/session';
import { exporters } from './exporters';
import { answerWorkbook, refuseFile } from './file-answers';
import { AppError, notFound, toAppError } from './kernel/errors';
import { exportRecords } from './kernel/export';
import { theRuntime } from './runtime';

/**
 * GET /api/export/<module>?side=…&f.<filter>=…: the list under the same filters, as a workbook. A link and no script starts it,
 * so it carries no header of ours; a foreign page is told by Sec-Fetch-Site and could not read the answer anyway.
 */
export async function handleExport(
  request: Request,
  module: string,
  locale: Locale,
  runtime = theRuntime(),
): Promise<Response> {
  const requestId = mintRequestId();
  try {
    const site = request.headers.get('sec-fetch-site');
    if (site === 'cross-site' || site === 'same-site') throw new AppError('forbidden', [{ code: 'forged.origin' }]);
    const definition = Object.hasOwn(exporters, module) ? exporters[module] : undefined;
    const actor = await resolveActorOfLink(request, runtime);
    if (!actor) throw new AppError('unauthenticated');
    if (!definition) throw notFound();
    const params = new URL(request.url).searchParams;
    const filters = Object.fromEntries(
      [...params].flatMap(([name, value]) => (name.startsWith('f.') && value ? [[name.slice(2), value]] : [])),
    );
    const side = params.get('side') === 'party' ? 'party' : 'owner';
    const { fileName, bytes } = await exportRecords(
      { runtime, actor, requestId },
      definition,
      { filters, side },
      locale,
    );
    return answerWorkbook(fileName, bytes, requestId);
  } catch (error) {
    return refuseFile(toAppError(error), requestId);
  }
}
