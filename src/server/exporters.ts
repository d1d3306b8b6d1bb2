import { receiptRecord } from '@/domain/bag-receipts/record';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { downtimeFormRecord } from '@/domain/downtime-forms/record';
import { incidentRecord } from '@/domain/incidents/record';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { patientRecord } from '@/domain/patients/record';
import { processingRecord } from '@/domain/processings/record';
import { productRecord } from '@/domain/products/record';
import type { RecordDefinition } from '@/domain/record';
import { shipmentRecord } from '@/domain/shipments/record';
import { releaseRecord } from '@/domain/station-stock/record';
import { stocktakeRecord } from '@/domain/stocktakes/record';

/** Lists that may be taken away as a workbook, one line per module. The stock has its own, for it reads bags and no record. */
export const exporters: Readonly<Record<string, RecordDefinition>> = {
  'bag-receipts': receiptRecord,
  'clinical-issues': clinicalIssueRecord,
  'downtime-forms': downtimeFormRecord,
  incidents: incidentRecord,
  'other-outbounds': outboundRecord,
  patients: patientRecord,
  processings: processingRecord,
  products: productRecord,
  shipments: shipmentRecord,
  'station-stock': releaseRecord,
  stocktakes: stocktakeRecord,
};
