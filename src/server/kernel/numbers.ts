import type { NumberedModule } from '@/domain/modules';
import type { Scope } from './scope';

/** Draws the next record number `yyyyMMdd-nnnn` of this organisation and business day, in the committing transaction. */
export async function drawNumber(scope: Scope, module: NumberedModule | 'station-stock'): Promise<string> {
  const [row] = await scope.q<{ no: string }[]>`select draw_number(${scope.orgId}, ${module}) as no`;
  if (!row) throw new Error('no number drawn');
  return row.no;
}
