import { commandProcedure, readProcedure, router } from '../../kernel/trpc';
import { findScannedBags } from './find-bags';
import { foreseeImport } from './foresee-import';
import { listPlaceMoves, placeHistory } from './history';
import { applyTemperatureImport } from './import';
import { listPlaces } from './list';
import { modifyPlace } from './modify';
import { moveBags } from './move';
import { readTemperature } from './read-temperature';
import { registerPlace } from './register';
import { temperatureMonth } from './temperature-month';
import { listTemperatures } from './temperatures';
import { countUnplaced } from './unplaced';

export const storagePlacesRouter = router({
  list: readProcedure(listPlaces),
  unplaced: readProcedure(countUnplaced),
  history: readProcedure(placeHistory),
  moves: readProcedure(listPlaceMoves),
  findBags: readProcedure(findScannedBags),
  register: commandProcedure(registerPlace),
  modify: commandProcedure(modifyPlace),
  move: commandProcedure(moveBags),
  temperatures: readProcedure(listTemperatures),
  readTemperature: commandProcedure(readTemperature),
  temperatureMonth: readProcedure(temperatureMonth),
  foreseeImport: readProcedure(foreseeImport),
  applyImport: commandProcedure(applyTemperatureImport),
});
