import { isDemoProcess } from '../_server/demo-labels';

/** The gallery shows components with made-up data: open in the demo city, 404 elsewhere. */
export function isGalleryOpen(): boolean {
  return isDemoProcess();
}
