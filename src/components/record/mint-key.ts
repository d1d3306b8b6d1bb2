/** An idempotency key. crypto.randomUUID is missing on plain http beyond this machine, getRandomValues is not. */
export function mintKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
