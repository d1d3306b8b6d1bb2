import { toSVG } from 'bwip-js/node';
import { placePrefix } from '@/domain/blood/barcodes/read-scan';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { listPlaces } from '@/server/modules/storage-places/list';

/** The bar codes that are put on the fridges: places in use whose code a bar code can carry. Null: not signed in, or not theirs to see. */
export async function readPlaceLabels() {
  const actor = await currentActor();
  if (!actor) return null;
  try {
    const places = await runRead(
      listPlaces,
      { runtime: await currentRuntime(), actor, requestId: mintRequestId() },
      {},
    );
    return places
      .filter(({ code, state }) => state === 'active' && /^[A-Z0-9-]{1,12}$/.test(code))
      .map(({ id, code, name, placeClass }) => ({
        id,
        code,
        name,
        placeClass,
        svg: toSVG({ bcid: 'code128', text: `${placePrefix}${code}`, height: 16, scale: 1, includetext: false }),
      }));
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') return null;
    throw error;
  }
}
