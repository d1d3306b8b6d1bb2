import { refusal } from './kernel/errors';

/** A body as it comes, never more than the limit in memory: a liar about its length is cut off as well. @throws refused with this code. */
export async function readParts(request: Request, limit: number, tooLarge: string): Promise<Uint8Array[]> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw refusal({ code: tooLarge });
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      throw refusal({ code: tooLarge });
    }
    parts.push(part.value);
  }
  return parts;
}

/** What the sender calls the file: URI-encoded in `x-file-name`, without what could be a path. */
export function readFileName(request: Request): string {
  try {
    return decodeURIComponent(request.headers.get('x-file-name') ?? '').replace(/[\p{Cc}/\\]/gu, '');
  } catch {
    return '';
  }
}
