import { createHash } from 'node:crypto';
import { attachmentLimits, isShownInPage, readMediaType } from '@/domain/certificate-reviews/attachments';
import { mintRequestId } from './auth/chain';
import { findForgery } from './auth/same-origin';
import { resolveActor, resolveActorOfLink } from './auth/session';
import { runtimeOf } from './auth/which-city';
import { refuseFile } from './file-answers';
import { foreignFilePolicy } from './http/security-headers';
import { assertMayWrite, execute } from './kernel/command';
import { AppError, refusal, toAppError } from './kernel/errors';
import { attachCommandOf, openAttachment, streamAttachment } from './modules/certificate-reviews/attachments';
import { readFileName, readParts } from './uploads';

/**
 * POST /api/certificate-attachments/<case>?paper=…: the file itself as the body, its name in `x-file-name`, our header as on every call, and
 * the key of the command in `x-idempotency-key`. What it is, its bytes say.
 */
export async function handleAttach(
  request: Request,
  reviewId: string,
  runtime = runtimeOf(request.headers),
): Promise<Response> {
  const requestId = mintRequestId();
  try {
    const forgery = findForgery(request, runtime.publicUrl, 'application/octet-stream');
    if (forgery) throw new AppError('forbidden', [{ code: `forged.${forgery}` }]);
    const actor = await resolveActor(request.headers, runtime);
    if (!actor) throw new AppError('unauthenticated');
    // Before anything is read.
    assertMayWrite(actor, 'certificate-reviews.register');
    const bytes = Buffer.concat(await readParts(request, attachmentLimits.bytes, 'review.file_too_large'));
    if (bytes.byteLength === 0) throw refusal({ code: 'review.file_empty' });
    const mediaType = readMediaType(bytes.subarray(0, 16));
    if (!mediaType) throw refusal({ code: 'review.file_unknown' });
    const input = {
      reviewId,
      paper: new URL(request.url).searchParams.get('paper'),
      fileName: [...readFileName(request)].slice(-120).join(''),
      mediaType,
      byteSize: bytes.byteLength,
      digest: createHash('sha256').update(bytes).digest('hex'),
    };
    const key = request.headers.get('x-idempotency-key') ?? undefined;
    const made = await execute(attachCommandOf(bytes), { runtime, actor, requestId }, input, key);
    return Response.json(made, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
  } catch (error) {
    return refuseFile(toAppError(error), requestId);
  }
}

/**
 * GET /api/certificate-attachments/<attachment>[?inline=1]: a link starts it, so it carries no header of ours. Saved as a file; a picture may be
 * shown in our own page. Whatever else a browser made of it: no script, no frame, no guess, no copy.
 */
export async function handleAttachment(
  request: Request,
  id: string,
  runtime = runtimeOf(request.headers),
): Promise<Response> {
  const requestId = mintRequestId();
  try {
    const site = request.headers.get('sec-fetch-site');
    if (site === 'cross-site' || site === 'same-site') throw new AppError('forbidden', [{ code: 'forged.origin' }]);
    const actor = await resolveActorOfLink(request, runtime);
    if (!actor) throw new AppError('unauthenticated');
    const asking = { runtime, actor, requestId };
    const { fileName, mediaType, byteSize } = await execute(openAttachment, asking, { id });
    const isInline = new URL(request.url).searchParams.get('inline') === '1' && isShownInPage(mediaType);
    const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, '').replace(/^[-.]/, '') || 'attachment';
    return new Response(streamAttachment(asking, id), {
      headers: {
        'content-type': mediaType,
        'content-length': String(byteSize),
        'content-disposition': `${isInline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        'content-security-policy': foreignFilePolicy,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': requestId,
      },
    });
  } catch (error) {
    return refuseFile(toAppError(error), requestId);
  }
}
