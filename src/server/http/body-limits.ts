import type { IncomingMessage } from 'node:http';
import { attachmentLimits } from '@/domain/certificate-reviews/attachments';
import { importLimits } from '@/domain/import-definition';
import { foreignFiles } from './security-headers';

const kilobyte = 1_024;

/** The most that may be sent to a path, in bytes: nobody has been asked who he is when a body begins to arrive. */
function limitOf(path: string): number {
  if (path.startsWith('/api/auth/')) return 16 * kilobyte;
  if (path.startsWith('/api/trpc')) return 2_048 * kilobyte;
  if (path.startsWith('/api/import/')) return importLimits.bytes;
  if (path.startsWith(foreignFiles)) return attachmentLimits.bytes;
  return 64 * kilobyte;
}

/**
 * Judges a body by its announced length, which the parser then holds the sender to. @returns the status to refuse with: 411 for a body
 * of unknown length, 413 for one too large; null: let it come.
 */
export function findBodyFault(req: Pick<IncomingMessage, 'headers'>, path: string): 411 | 413 | null {
  if (req.headers['transfer-encoding'] !== undefined) return 411;
  return Number(req.headers['content-length'] ?? 0) > limitOf(path) ? 413 : null;
}
