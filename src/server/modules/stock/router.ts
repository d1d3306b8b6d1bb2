import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { readCellBags } from './cell-bags';
import { exportStock } from './export';
import { holdBags } from './hold';
import { readHolds } from './holds';
import { listUnits } from './list-units';
import { readMatrix } from './matrix';
import { listMovements } from './movements';
import { releaseHold } from './release-hold';

export const stockRouter = router({
  matrix: readProcedure(readMatrix),
  cellBags: readProcedure(readCellBags),
  units: readProcedure(listUnits),
  movements: readProcedure(listMovements),
  holds: readProcedure(readHolds),
  hold: commandProcedure(holdBags),
  releaseHold: commandProcedure(releaseHold),
  export: commandProcedure(exportStock),
});
