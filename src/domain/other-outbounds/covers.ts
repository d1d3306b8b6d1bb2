import type { RegisterOutboundInput } from './schema';

/** What the second signature of an outbound covers, in a form both sides build alike: kind, reason, words and each bag. */
export function outboundCovers({
  kind,
  reasonCode,
  words,
  unitIds,
}: Pick<RegisterOutboundInput, 'kind' | 'reasonCode' | 'words' | 'unitIds'>): readonly string[] {
  return [`outbound ${kind} ${reasonCode} ${words.trim()}`, ...unitIds.map((unitId) => `bag ${unitId}`).sort()];
}
