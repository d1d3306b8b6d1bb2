import { toSVG } from 'bwip-js/node';
import { formCode } from '@/domain/downtime-forms/kinds';
import { mintRequestId } from '@/server/auth/chain';
import { currentActor, currentRuntime } from '@/server/auth/current-actor';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { readSheets } from '@/server/modules/downtime-forms/get';

/** Sheets with the bar codes of their numbers, made here, so that no page carries the encoder. Null: not signed in, not ours, or not there. */
export async function readDowntimeSheets(ids: readonly string[]) {
  const actor = await currentActor();
  if (!actor) return null;
  try {
    const sheets = await runRead(
      readSheets,
      { runtime: await currentRuntime(), actor, requestId: mintRequestId() },
      { ids: [...ids] },
    );
    return {
      ...sheets,
      forms: sheets.forms.map(({ id, no }) => ({ id, no, codeText: formCode(no), code: code128(formCode(no)) })),
    };
  } catch (error) {
    if (error instanceof AppError && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return null;
    throw error;
  }
}

function code128(text: string): string {
  return toSVG({ bcid: 'code128', text, height: 12, scale: 1, includetext: false });
}
