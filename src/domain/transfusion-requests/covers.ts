/** What an approver puts his name to: this request as it stands in this version. */
export function coversOfStep(request: { readonly requestId: string; readonly version: number }): unknown {
  return { module: 'transfusion-requests', meaning: 'approve', ...request };
}
