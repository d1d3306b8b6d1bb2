import { exporters } from './exporters';
import { findByNumber } from './kernel/find-by-number';
import { readProcedure, router } from './kernel/trpc';
import { auditRouter } from './modules/audit/router';
import { autologousTransfusionsRouter } from './modules/autologous-transfusions/router';
import { bagReceiptsRouter } from './modules/bag-receipts/router';
import { bloodOrdersRouter } from './modules/blood-orders/router';
import { bloodUsePlansRouter } from './modules/blood-use-plans/router';
import { certificateReviewsRouter } from './modules/certificate-reviews/router';
import { clinicalIssuesRouter } from './modules/clinical-issues/router';
import { declaredStockRouter } from './modules/declared-stock/router';
import { devicesRouter } from './modules/devices/router';
import { dictionariesRouter } from './modules/dictionaries/router';
import { donorPlansRouter } from './modules/donor-plans/router';
import { downtimeFormsRouter } from './modules/downtime-forms/router';
import { exercisesRouter } from './modules/exercises/router';
import { goLivesRouter } from './modules/go-lives/router';
import { immunohematologyRequestsRouter } from './modules/immunohematology-requests/router';
import { incidentsRouter } from './modules/incidents/router';
import { organisationsRouter } from './modules/organisations/router';
import { otherOutboundsRouter } from './modules/other-outbounds/router';
import { overviewRouter } from './modules/overview/router';
import { patientsRouter } from './modules/patients/router';
import { peopleRouter } from './modules/people/router';
import { processingsRouter } from './modules/processings/router';
import { productsRouter } from './modules/products/router';
import { recallsRouter } from './modules/recalls/router';
import { redistributionsRouter } from './modules/redistributions/router';
import { relabellingsRouter } from './modules/relabellings/router';
import { sessionRouter } from './modules/session/router';
import { shipmentsRouter } from './modules/shipments/router';
import { signaturesRouter } from './modules/signatures/router';
import { specimensRouter } from './modules/specimens/router';
import { stationStockRouter } from './modules/station-stock/router';
import { stockRouter } from './modules/stock/router';
import { stocktakesRouter } from './modules/stocktakes/router';
import { storagePlacesRouter } from './modules/storage-places/router';
import { transfusionRequestsRouter } from './modules/transfusion-requests/router';
import { unitsRouter } from './modules/units/router';

/** One line per module. */
export const appRouter = router({
  bloodOrders: bloodOrdersRouter,
  bagReceipts: bagReceiptsRouter,
  certificateReviews: certificateReviewsRouter,
  dictionaries: dictionariesRouter,
  donorPlans: donorPlansRouter,
  bloodUsePlans: bloodUsePlansRouter,
  clinicalIssues: clinicalIssuesRouter,
  autologousTransfusions: autologousTransfusionsRouter,
  transfusionRequests: transfusionRequestsRouter,
  specimens: specimensRouter,
  immunohematologyRequests: immunohematologyRequestsRouter,
  otherOutbounds: otherOutboundsRouter,
  processings: processingsRouter,
  downtimeForms: downtimeFormsRouter,
  incidents: incidentsRouter,
  exercises: exercisesRouter,
  goLives: goLivesRouter,
  declaredStock: declaredStockRouter,
  stationStock: stationStockRouter,
  relabellings: relabellingsRouter,
  shipments: shipmentsRouter,
  redistributions: redistributionsRouter,
  recalls: recallsRouter,
  products: productsRouter,
  patients: patientsRouter,
  session: sessionRouter,
  signatures: signaturesRouter,
  organisations: organisationsRouter,
  people: peopleRouter,
  devices: devicesRouter,
  audit: auditRouter,
  stock: stockRouter,
  storagePlaces: storagePlacesRouter,
  stocktakes: stocktakesRouter,
  units: unitsRouter,
  overview: overviewRouter,
  records: router({ find: readProcedure(findByNumber(Object.values(exporters))) }),
});

export type AppRouter = typeof appRouter;
