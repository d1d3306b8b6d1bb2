import { importLimits } from '@/domain/import-definition';
import { isOfRealCity } from '@/domain/practice';
import type { Locale } from '@/i18n/locale';
import { mintRequestId } from './auth/chain';
import { findForgery } from './auth/same-origin';
import { resolveActor } from './auth/session';
import { runtimeOf } from './auth/which-city';
import { answerWorkbook, refuseFile } from './file-answers';
import { importers } from './importers';
import type { Actor } from './kernel/actor';
import { assertMay, assertMayWrite } from './kernel/command';
import { AppError, notFound, toAppError } from './kernel/errors';
import { type Importer, previewImport } from './kernel/import-file';
import { writeWorkbook } from './kernel/write-workbook';
import type { Runtime } from './runtime';
import { readFileName, readParts } from './uploads';

async function admit(
  request: Request,
  module: string,
  runtime: Runtime,
  assertAllowed = assertMay,
): Promise<{ actor: Actor; importer: Importer }> {
  const actor = await resolveActor(request.headers, runtime);
  if (!actor) throw new AppError('unauthenticated');
  const importer = Object.hasOwn(importers, module) ? importers[module] : undefined;
  if (!importer) throw notFound();
  assertAllowed(actor, importer.definition.permission);
  return { actor, importer };
}

/**
 * POST /api/import/<module>: the file itself as the body, its name in `x-file-name` (URI-encoded), and our header as on every call.
 * Answers the preview; nothing is imported by it.
 */
export async function handleImport(
  request: Request,
  module: string,
  runtime = runtimeOf(request.headers),
): Promise<Response> {
  const requestId = mintRequestId();
  try {
    const forgery = findForgery(request, runtime.publicUrl, 'application/octet-stream');
    if (forgery) throw new AppError('forbidden', [{ code: `forged.${forgery}` }]);
    const { actor, importer } = await admit(request, module, runtime, assertMayWrite);
    if (runtime.isPractice && isOfRealCity(module)) throw new AppError('real_city_only');
    const parts = await readParts(request, importLimits.bytes, 'import.too_large');
    const bytes = new Uint8Array(Buffer.concat(parts));
    const name = readFileName(request);
    const preview = await previewImport({ runtime, actor, requestId }, importer, { name, bytes });
    return Response.json(preview, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal') runtime.log.error({ err: error, module, requestId }, 'import failed');
    return refuseFile(known, requestId);
  }
}

/** GET /api/import/<module>: an empty workbook with the headings and one line as an example. */
export async function handleTemplate(
  request: Request,
  module: string,
  locale: Locale,
  runtime = runtimeOf(request.headers),
): Promise<Response> {
  const requestId = mintRequestId();
  try {
    const { importer } = await admit(request, module, runtime);
    const { columns } = importer.definition;
    const bytes = await writeWorkbook({
      name: module,
      preface: [],
      headings: columns.map((column) => (locale === 'en' ? column.headerEn : column.headerZh)),
      rows: [columns.map((column) => column.example)],
    });
    return answerWorkbook(`${module}-template.xlsx`, bytes, requestId);
  } catch (error) {
    return refuseFile(toAppError(error), requestId);
  }
}
