import { enAudit } from './en/audit';
import { enAuth } from './en/auth';
import { enAutologousTransfusions } from './en/autologous-transfusions';
import { enBagReceipts } from './en/bag-receipts';
import { enBloodOrders } from './en/blood-orders';
import { enBloodUsePlans } from './en/blood-use-plans';
import { enCertificateReviews } from './en/certificate-reviews';
import { enClinicalIssues } from './en/clinical-issues';
import { enCommon } from './en/common';
import { enDeclaredStock } from './en/declared-stock';
import { enDevices } from './en/devices';
import { enDictionaries } from './en/dictionaries';
import { enDonorPlans } from './en/donor-plans';
import { enDowntimeForms } from './en/downtime-forms';
import { enExercises } from './en/exercises';
import { enGoLives } from './en/go-lives';
import { enImmunohematologyRequests } from './en/immunohematology-requests';
import { enIncidents } from './en/incidents';
import { enModules } from './en/modules';
import { enOrganisations } from './en/organisations';
import { enOtherOutbounds } from './en/other-outbounds';
import { enOverview } from './en/overview';
import { enPatients } from './en/patients';
import { enPeople } from './en/people';
import { enPractice } from './en/practice';
import { enProcessings } from './en/processings';
import { enProducts } from './en/products';
import { enRecalls } from './en/recalls';
import { enRecord } from './en/record';
import { enRedistributions } from './en/redistributions';
import { enRelabellings } from './en/relabellings';
import { enScanner } from './en/scanner';
import { enShell } from './en/shell';
import { enShipments } from './en/shipments';
import { enSigning } from './en/signing';
import { enSpecimens } from './en/specimens';
import { enStationStock } from './en/station-stock';
import { enStock } from './en/stock';
import { enStocktakes } from './en/stocktakes';
import { enStoragePlaces } from './en/storage-places';
import { enTransfusionRequests } from './en/transfusion-requests';
import { enUi } from './en/ui';
import { enUnits } from './en/units';
import { enViewAs } from './en/view-as';
import { defaultLocale, type Locale } from './locale';
import { zhAudit } from './zh/audit';
import { zhAuth } from './zh/auth';
import { zhAutologousTransfusions } from './zh/autologous-transfusions';
import { zhBagReceipts } from './zh/bag-receipts';
import { zhBloodOrders } from './zh/blood-orders';
import { zhBloodUsePlans } from './zh/blood-use-plans';
import { zhCertificateReviews } from './zh/certificate-reviews';
import { zhClinicalIssues } from './zh/clinical-issues';
import { zhCommon } from './zh/common';
import { zhDeclaredStock } from './zh/declared-stock';
import { zhDevices } from './zh/devices';
import { zhDictionaries } from './zh/dictionaries';
import { zhDonorPlans } from './zh/donor-plans';
import { zhDowntimeForms } from './zh/downtime-forms';
import { zhExercises } from './zh/exercises';
import { zhGoLives } from './zh/go-lives';
import { zhImmunohematologyRequests } from './zh/immunohematology-requests';
import { zhIncidents } from './zh/incidents';
import { zhModules } from './zh/modules';
import { zhOrganisations } from './zh/organisations';
import { zhOtherOutbounds } from './zh/other-outbounds';
import { zhOverview } from './zh/overview';
import { zhPatients } from './zh/patients';
import { zhPeople } from './zh/people';
import { zhPractice } from './zh/practice';
import { zhProcessings } from './zh/processings';
import { zhProducts } from './zh/products';
import { zhRecalls } from './zh/recalls';
import { zhRecord } from './zh/record';
import { zhRedistributions } from './zh/redistributions';
import { zhRelabellings } from './zh/relabellings';
import { zhScanner } from './zh/scanner';
import { zhShell } from './zh/shell';
import { zhShipments } from './zh/shipments';
import { zhSigning } from './zh/signing';
import { zhSpecimens } from './zh/specimens';
import { zhStationStock } from './zh/station-stock';
import { zhStock } from './zh/stock';
import { zhStocktakes } from './zh/stocktakes';
import { zhStoragePlaces } from './zh/storage-places';
import { zhTransfusionRequests } from './zh/transfusion-requests';
import { zhUi } from './zh/ui';
import { zhUnits } from './zh/units';
import { zhViewAs } from './zh/view-as';

/** One line per namespace. Chinese is the source: its shape is what English must satisfy. Import this on the server only;
 *  the browser receives the chosen language through `I18nProvider`. */
const namespaces = {
  common: { zh: zhCommon, en: enCommon },
  ui: { zh: zhUi, en: enUi },
  scanner: { zh: zhScanner, en: enScanner },
  shell: { zh: zhShell, en: enShell },
  auth: { zh: zhAuth, en: enAuth },
  signing: { zh: zhSigning, en: enSigning },
  record: { zh: zhRecord, en: enRecord },
  modules: { zh: zhModules, en: enModules },
  dictionaries: { zh: zhDictionaries, en: enDictionaries },
  'autologous-transfusions': { zh: zhAutologousTransfusions, en: enAutologousTransfusions },
  'donor-plans': { zh: zhDonorPlans, en: enDonorPlans },
  'blood-use-plans': { zh: zhBloodUsePlans, en: enBloodUsePlans },
  'certificate-reviews': { zh: zhCertificateReviews, en: enCertificateReviews },
  'clinical-issues': { zh: zhClinicalIssues, en: enClinicalIssues },
  'blood-orders': { zh: zhBloodOrders, en: enBloodOrders },
  'bag-receipts': { zh: zhBagReceipts, en: enBagReceipts },
  'other-outbounds': { zh: zhOtherOutbounds, en: enOtherOutbounds },
  processings: { zh: zhProcessings, en: enProcessings },
  'downtime-forms': { zh: zhDowntimeForms, en: enDowntimeForms },
  incidents: { zh: zhIncidents, en: enIncidents },
  stock: { zh: zhStock, en: enStock },
  'storage-places': { zh: zhStoragePlaces, en: enStoragePlaces },
  stocktakes: { zh: zhStocktakes, en: enStocktakes },
  'immunohematology-requests': { zh: zhImmunohematologyRequests, en: enImmunohematologyRequests },
  'transfusion-requests': { zh: zhTransfusionRequests, en: enTransfusionRequests },
  overview: { zh: zhOverview, en: enOverview },
  'declared-stock': { zh: zhDeclaredStock, en: enDeclaredStock },
  exercises: { zh: zhExercises, en: enExercises },
  'go-lives': { zh: zhGoLives, en: enGoLives },
  specimens: { zh: zhSpecimens, en: enSpecimens },
  'station-stock': { zh: zhStationStock, en: enStationStock },
  relabellings: { zh: zhRelabellings, en: enRelabellings },
  shipments: { zh: zhShipments, en: enShipments },
  recalls: { zh: zhRecalls, en: enRecalls },
  redistributions: { zh: zhRedistributions, en: enRedistributions },
  products: { zh: zhProducts, en: enProducts },
  patients: { zh: zhPatients, en: enPatients },
  organisations: { zh: zhOrganisations, en: enOrganisations },
  people: { zh: zhPeople, en: enPeople },
  devices: { zh: zhDevices, en: enDevices },
  audit: { zh: zhAudit, en: enAudit },
  units: { zh: zhUnits, en: enUnits },
  'view-as': { zh: zhViewAs, en: enViewAs },
  practice: { zh: zhPractice, en: enPractice },
};

export type Messages = { [N in keyof typeof namespaces]: (typeof namespaces)[N]['zh'] };

function pick(language: 'zh' | 'en'): Messages {
  return Object.fromEntries(Object.entries(namespaces).map(([name, pair]) => [name, pair[language]])) as Messages;
}

const messagesByLocale: Record<Locale, Messages> = { 'zh-CN': pick('zh'), en: pick('en') };

export function getMessages(locale: Locale): Messages {
  return messagesByLocale[locale] ?? messagesByLocale[defaultLocale];
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
