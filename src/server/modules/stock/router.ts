import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { readCellBags } from './cell-bags';
import { exportStock } from './export';
import { listUnits } from './list-units';
import { readMatrix } from './matrix';
import { listMovements } from './movements';

export const stockRouter = router({
  matrix: readProcedure(readMatrix),
  cellBags: readProcedure(readCellBags),
  units: readProcedure(listUnits),
  movements: readProcedure(listMovements),
  export: commandProcedure(exportStock),
});
