/** What an approver puts his name to: this request as it stands in this version, and what he says to it. */
export function coversOfStep({
  requestId,
  version,
  opinion,
}: {
  readonly requestId: string;
  readonly version: number;
  readonly opinion?: string | undefined;
}): unknown {
  return { module: 'transfusion-requests', meaning: 'approve', requestId, version, opinion: opinion?.trim() ?? '' };
}
