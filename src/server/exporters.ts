import { auditList } from '@/domain/audit';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { termRecord } from '@/domain/dictionaries/record';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { exerciseRecord } from '@/domain/exercises/record';
import { goLiveRecord } from '@/domain/go-lives/record';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { incidentRecord } from '@/domain/incidents/record';
import { organisationRecord } from '@/domain/organisations/record';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { patientRecord } from '@/domain/patients/record';
import { personRecord } from '@/domain/people/record';
import { processingRecord } from '@/domain/processings/record';
import { productRecord } from '@/domain/products/record';
import { recallRecord } from '@/domain/recalls/record';
import type { ListDefinition, RecordDefinition } from '@/domain/record';
import { redistributionRecord } from '@/domain/redistributions/record';
import { shipmentRecord } from '@/domain/shipments/record';
import { specimenRecord } from '@/domain/specimens/record';
import { relabellingRecord, releaseRecord } from '@/domain/station-stock/record';
import { movementList, stockRecord } from '@/domain/stock/record';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import { requestRecord } from '@/domain/transfusion-requests/record';
import type { WorkbookExporter } from './kernel/export';
import { autologousFiguresWorkbook } from './modules/autologous-transfusions/figures';
import { declarationWorkbook } from './modules/declared-stock/export';
import { openingWorkbook } from './modules/go-lives/export';
import { movementWorkbook } from './modules/stock/export-movements';

/** Lists that may be taken away as a workbook, one line per module. The stock's bags have their own, for they are no record. */
export const exporters: Readonly<Record<string, RecordDefinition>> = {
  'autologous-transfusions': autologousRecord,
  'bag-receipts': receiptRecord,
  'blood-orders': bloodOrderRecord,
  'blood-use-plans': bloodUsePlanRecord,
  'certificate-reviews': reviewRecord,
  'clinical-issues': clinicalIssueRecord,
  dictionaries: termRecord,
  'donor-plans': donorPlanRecord,
  'downtime-forms': downtimeFormRecord,
  exercises: exerciseRecord,
  'go-lives': goLiveRecord,
  'immunohematology-requests': immunoRecord,
  incidents: incidentRecord,
  organisations: organisationRecord,
  'other-outbounds': outboundRecord,
  patients: patientRecord,
  people: personRecord,
  processings: processingRecord,
  products: productRecord,
  recalls: recallRecord,
  redistributions: redistributionRecord,
  relabellings: relabellingRecord,
  shipments: shipmentRecord,
  specimens: specimenRecord,
  'station-stock': releaseRecord,
  stocktakes: stocktakeRecord,
  'transfusion-requests': requestRecord,
};

/** Lists that a city where blood is given to people does not have. */
export const inPracticeAlone: ReadonlySet<string> = new Set(['exercises']);

/** Workbooks of what is no record either, by their place in the address. */
export const workbooks: Readonly<Record<string, WorkbookExporter>> = {
  'autologous-figures': autologousFiguresWorkbook,
  'declared-stock': declarationWorkbook,
  'go-live-opening': openingWorkbook,
  'stock-movements': movementWorkbook,
};

/** Lists of which views are kept, by name: those above, and the stock's. 近效期 is another list than 血袋, for its filter is fixed. */
export const viewedLists: Readonly<Record<string, ListDefinition>> = {
  ...exporters,
  audit: auditList,
  stock: stockRecord,
  'stock-expiring': stockRecord,
  'stock-movements': movementList,
};
