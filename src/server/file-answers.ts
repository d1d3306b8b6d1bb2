import type { AppError, ErrorCode } from './kernel/errors';

const statusOf = {
  unauthenticated: 401,
  forbidden: 403,
  password_change_required: 403,
  viewing_as: 403,
  real_city_only: 403,
  not_found: 404,
  invalid_input: 400,
  refused: 412,
  conflict: 409,
  key_reused: 422,
  busy: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** A refusal in the shape of tRPC's error data, so that the screens read one shape. */
export function refuseFile(error: AppError, requestId: string): Response {
  const { code, violations } = error;
  return Response.json(
    { error: code, violations, requestId, theirs: null },
    { status: statusOf[code], headers: { 'cache-control': 'no-store', 'x-request-id': requestId } },
  );
}

export function answerWorkbook(fileName: string, bytes: Uint8Array, requestId: string): Response {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\]/g, '').replace(/^-/, '') || 'export.xlsx';
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'cache-control': 'no-store',
      'x-request-id': requestId,
      'x-content-type-options': 'nosniff',
    },
  });
}
