/**
 * Who may do what: the whole table on one screen. A procedure names its action; every transport checks it;
 * the screens hide by the same `can`. Scope (whose rows) is not here: that is the session's organisation and row-level security.
 */
export const roles = [
  'technician',
  'reviewer',
  'physician',
  'senior_physician',
  'department_director',
  'medical_affairs',
  'nurse',
  'station_clerk',
  'lab_technician',
  'lab_reviewer',
  'office_clerk',
  'office_reviewer',
  'coordinator',
  'official',
  'hospital_admin',
  'city_admin',
  'auditor',
  'integration',
  'wallboard',
] as const;

export type Role = (typeof roles)[number];

const bloodBank = ['technician', 'reviewer'] as const;
const clinical = ['physician', 'senior_physician', 'department_director', 'medical_affairs', 'nurse'] as const;
const doctors = ['physician', 'senior_physician', 'department_director'] as const;
const laboratory = ['lab_technician', 'lab_reviewer'] as const;
const city = ['office_clerk', 'office_reviewer', 'coordinator', 'official', 'city_admin', 'auditor'] as const;

export const permissions = {
  'stock.read': [...bloodBank, ...clinical, 'station_clerk', 'hospital_admin', 'integration', ...city],
  'stock.export': [...bloodBank, 'station_clerk', 'hospital_admin', ...city],
  'stock.hold': [...bloodBank, 'station_clerk'],
  'stock.release-hold': ['reviewer', 'station_clerk'],
  'units.read': [...bloodBank, ...clinical, 'station_clerk', 'hospital_admin', 'integration', ...city],
  'overview.read': [...bloodBank, 'station_clerk', 'hospital_admin', 'integration', 'wallboard', ...city],

  'declared-stock.read': [...bloodBank, 'hospital_admin', 'integration', ...city],
  'declared-stock.declare': [...bloodBank, 'integration'],
  'declared-stock.import': [...bloodBank],
  'declared-stock.export': [...bloodBank, 'hospital_admin', ...city],
  'declared-stock.houses': [...city],
  'declared-stock.agree': ['city_admin'],

  'station-stock.read': ['station_clerk'],
  'station-stock.release': ['station_clerk', 'integration'],
  'station-stock.import': ['station_clerk'],
  'station-stock.export': ['station_clerk'],
  'relabellings.read': ['station_clerk'],
  'relabellings.post': ['station_clerk'],
  'relabellings.export': ['station_clerk'],

  'products.read': [...bloodBank, ...clinical, 'station_clerk', 'hospital_admin', 'integration', ...city],
  'products.register': ['station_clerk', 'city_admin'],
  'products.modify': ['station_clerk', 'city_admin'],
  'products.retire': ['station_clerk', 'city_admin'],
  'products.import': ['station_clerk', 'city_admin'],
  'products.export': [...bloodBank, 'station_clerk', 'hospital_admin', ...city],
  'products.report': [...bloodBank, 'station_clerk'],

  'blood-orders.read': [...bloodBank, 'station_clerk', 'hospital_admin', 'integration', ...city],
  'blood-orders.draft': [...bloodBank, 'station_clerk'],
  'blood-orders.fill-in': [...bloodBank],
  'blood-orders.submit': [...bloodBank, 'integration'],
  'blood-orders.confirm-phone': [...bloodBank, 'station_clerk'],
  'blood-orders.templates': [...bloodBank],
  'blood-orders.answer': ['station_clerk', 'integration'],
  'blood-orders.deliver': ['station_clerk', 'integration'],
  'blood-orders.arrive': [...bloodBank, 'station_clerk', 'integration'],
  'blood-orders.close-short': [...bloodBank, 'station_clerk'],
  'blood-orders.plan': ['station_clerk'],
  'blood-orders.export': [...bloodBank, 'station_clerk', 'hospital_admin'],

  'shipments.read': [...bloodBank, 'station_clerk', 'hospital_admin', 'integration'],
  'shipments.draft': ['station_clerk'],
  'shipments.ship': ['station_clerk', 'integration'],
  'shipments.void': ['station_clerk'],
  'shipments.import': ['station_clerk'],
  'shipments.export': [...bloodBank, 'station_clerk', 'hospital_admin'],

  'redistributions.read': [...bloodBank, 'hospital_admin', ...city],
  'redistributions.offer': [...bloodBank],
  'redistributions.answer': [...bloodBank],
  'redistributions.export': [...bloodBank, 'hospital_admin', ...city],

  'bag-receipts.read': [...bloodBank, 'station_clerk', 'hospital_admin', 'auditor', 'integration'],
  'bag-receipts.draft': [...bloodBank, 'station_clerk'],
  'bag-receipts.announce': [...bloodBank],
  'bag-receipts.post': [...bloodBank, 'station_clerk'],
  'bag-receipts.void': ['reviewer', 'station_clerk'],
  'bag-receipts.import': [...bloodBank],
  'bag-receipts.export': [...bloodBank, 'station_clerk', 'hospital_admin'],
  'bag-receipts.recheck': ['reviewer'],

  'other-outbounds.read': [...bloodBank, 'hospital_admin', 'auditor'],
  'other-outbounds.draft': [...bloodBank],
  'other-outbounds.register': [...bloodBank],
  'other-outbounds.modify': [...bloodBank],
  'other-outbounds.void': ['reviewer'],
  'other-outbounds.export': [...bloodBank, 'hospital_admin'],

  'processings.read': [...bloodBank, 'hospital_admin', 'auditor'],
  'processings.draft': [...bloodBank],
  'processings.register': [...bloodBank],
  'processings.void': ['reviewer'],
  'processings.print': [...bloodBank],
  'processings.export': [...bloodBank, 'hospital_admin'],
  'storage-places.read': [...bloodBank, 'hospital_admin', 'auditor'],
  'storage-places.register': ['reviewer'],
  'storage-places.modify': ['reviewer'],
  'storage-places.move': [...bloodBank],
  'storage-places.read-temperature': [...bloodBank],
  'storage-places.import': [...bloodBank],

  'stocktakes.read': [...bloodBank, 'hospital_admin', 'auditor'],
  'stocktakes.count': [...bloodBank],
  'stocktakes.export': [...bloodBank, 'hospital_admin'],
  'go-lives.read': [...bloodBank, 'hospital_admin', ...city],
  'go-lives.open': ['reviewer', 'hospital_admin'],
  'go-lives.draft': [...bloodBank],
  'go-lives.count': [...bloodBank],
  'go-lives.import': [...bloodBank],
  'go-lives.map': [...bloodBank, 'hospital_admin'],
  'go-lives.post': [...bloodBank],
  'go-lives.opening': [...bloodBank, 'hospital_admin'],
  'go-lives.void': ['reviewer'],
  'go-lives.start': ['reviewer', 'hospital_admin'],
  'go-lives.withdraw': ['reviewer', 'hospital_admin'],
  'go-lives.export': [...bloodBank, 'hospital_admin', ...city],

  'recalls.read': [...bloodBank, 'station_clerk', 'hospital_admin', 'auditor'],
  /** Whose screens sound until somebody has acknowledged. */
  'recalls.alarm': [...bloodBank, ...clinical, 'station_clerk', 'hospital_admin'],
  'recalls.register': ['station_clerk'],
  'recalls.release': ['station_clerk'],
  'recalls.call': ['station_clerk'],
  'recalls.acknowledge': [...bloodBank, 'station_clerk'],
  'recalls.set-fate': [...bloodBank, 'station_clerk'],
  /** Who was given a recalled bag. */
  'recalls.look-back': [...bloodBank],
  'recalls.export': [...bloodBank, 'station_clerk', 'hospital_admin'],

  'incidents.read': [...bloodBank, 'station_clerk', 'hospital_admin', 'auditor'],
  'incidents.assign': [...bloodBank, 'station_clerk'],
  'incidents.resolve': ['reviewer', 'station_clerk'],
  'incidents.export': [...bloodBank, 'station_clerk', 'hospital_admin'],

  'downtime-forms.read': [...bloodBank, 'hospital_admin', 'auditor'],
  'downtime-forms.print': [...bloodBank],
  'downtime-forms.draft': [...bloodBank],
  'downtime-forms.enter': [...bloodBank],
  'downtime-forms.void': ['reviewer'],
  'downtime-forms.export': [...bloodBank, 'hospital_admin'],

  'patients.read': [...bloodBank, 'physician', 'senior_physician', 'department_director', 'nurse'],
  'patients.register': [...bloodBank, 'integration'],
  'patients.reveal-identity': [...bloodBank],
  'patients.export': ['reviewer'],

  'certificate-reviews.read': [...bloodBank, 'office_clerk', 'office_reviewer'],
  'certificate-reviews.register': [...bloodBank],
  'certificate-reviews.void': ['reviewer'],
  'certificate-reviews.decide': ['office_reviewer'],
  'certificate-reviews.relieve': [...bloodBank, 'office_clerk', 'office_reviewer'],
  'certificate-reviews.import': ['station_clerk', 'office_clerk', 'office_reviewer'],
  'certificate-reviews.statistics': ['office_clerk', 'office_reviewer', 'official'],
  'certificate-reviews.reveal-identity': [...bloodBank, 'office_clerk', 'office_reviewer'],
  'certificate-reviews.export': ['reviewer', 'office_clerk', 'office_reviewer'],

  'blood-use-plans.read': [...bloodBank, 'hospital_admin', ...city],
  'blood-use-plans.draft': [...bloodBank],
  'blood-use-plans.void': ['reviewer'],
  'blood-use-plans.review': ['office_clerk', 'office_reviewer'],
  'blood-use-plans.approve': ['office_reviewer'],
  'blood-use-plans.figures': ['office_clerk', 'office_reviewer', 'official'],
  'blood-use-plans.export': ['reviewer', 'hospital_admin', 'office_clerk', 'office_reviewer', 'official'],
  'donor-plans.read': [...bloodBank, 'hospital_admin', 'office_clerk', 'office_reviewer', 'official', 'auditor'],
  'donor-plans.allocate': ['office_clerk', 'office_reviewer'],
  'donor-plans.revoke': ['office_reviewer'],
  'donor-plans.activate': [...bloodBank],
  'donor-plans.return': ['reviewer'],
  'donor-plans.export': ['reviewer', 'hospital_admin', 'office_clerk', 'office_reviewer'],

  'autologous-transfusions.read': [...bloodBank, 'physician', 'senior_physician', 'nurse'],
  'autologous-transfusions.draft': [...bloodBank, 'physician', 'senior_physician'],
  'autologous-transfusions.plan': [...bloodBank, 'physician', 'senior_physician', 'integration'],
  'autologous-transfusions.collect': [...bloodBank, 'physician', 'senior_physician', 'nurse'],
  'autologous-transfusions.store': [...bloodBank],
  'autologous-transfusions.reinfuse': [...bloodBank, 'physician', 'senior_physician', 'nurse'],
  'autologous-transfusions.discard': [...bloodBank],
  'autologous-transfusions.undo': [...bloodBank],
  'autologous-transfusions.evaluate': [...bloodBank, 'physician', 'senior_physician', 'nurse'],
  'autologous-transfusions.void': ['reviewer'],
  'autologous-transfusions.export': ['reviewer'],
  'autologous-transfusions.figures': [...bloodBank, 'hospital_admin', 'office_clerk', 'office_reviewer', 'official'],
  'transfusion-requests.read': [...bloodBank, ...clinical, 'hospital_admin', 'auditor'],
  'transfusion-requests.register': ['physician', 'senior_physician', 'department_director'],
  'transfusion-requests.approve': ['senior_physician', 'department_director', 'medical_affairs'],
  'transfusion-requests.approve-here': [...bloodBank, ...clinical],
  'transfusion-requests.accept': [...bloodBank],
  'transfusion-requests.void': ['physician', 'senior_physician', 'department_director', 'reviewer'],
  'transfusion-requests.print': [...bloodBank, 'physician', 'senior_physician', 'department_director', 'nurse'],
  'transfusion-requests.import': ['reviewer', 'physician', 'senior_physician', 'department_director'],
  'transfusion-requests.export': ['reviewer', 'medical_affairs', 'hospital_admin'],

  'specimens.read': [...bloodBank, ...clinical, 'hospital_admin', 'auditor'],
  'specimens.receive': [...bloodBank],
  'specimens.test': [...bloodBank],
  'specimens.void': ['reviewer'],
  'specimens.export': ['reviewer', 'hospital_admin'],

  'immunohematology-requests.read': [...bloodBank, ...doctors, 'nurse', ...laboratory],
  'immunohematology-requests.register': [...bloodBank, ...doctors],
  'immunohematology-requests.test': [...laboratory],
  'immunohematology-requests.review': ['lab_reviewer'],
  'immunohematology-requests.print': [...bloodBank, ...doctors, 'nurse', ...laboratory],
  'immunohematology-requests.import': [...bloodBank, ...doctors],
  'immunohematology-requests.export': ['reviewer', 'lab_reviewer'],

  'clinical-issues.read': [...bloodBank, 'hospital_admin', 'auditor', 'integration'],
  'clinical-issues.reserve': [...bloodBank],
  'clinical-issues.crossmatch': [...bloodBank],
  'clinical-issues.register': [...bloodBank],
  'clinical-issues.emergency': [...bloodBank, 'nurse'],
  'clinical-issues.correct': [...bloodBank],
  'clinical-issues.identify': [...bloodBank],
  'clinical-issues.void': ['reviewer'],
  'clinical-issues.export': [...bloodBank, 'hospital_admin'],

  'signatures.sign': [...bloodBank, ...clinical, 'station_clerk', 'hospital_admin'],
  'organisations.read': [...bloodBank, 'station_clerk', 'hospital_admin', ...city],
  'organisations.register': ['city_admin'],
  'organisations.modify': ['hospital_admin', 'city_admin'],
  'organisations.retire': ['city_admin'],
  'organisations.export': ['station_clerk', 'hospital_admin', ...city],
  'dictionaries.read': [...bloodBank, 'station_clerk', 'hospital_admin', ...city],
  /** What dialogs offer: everybody who writes a reason. */
  'dictionaries.terms': [...bloodBank, ...clinical, 'station_clerk', ...laboratory, 'hospital_admin', ...city],
  'dictionaries.register': ['hospital_admin', 'city_admin'],
  'dictionaries.modify': ['hospital_admin', 'city_admin'],
  'dictionaries.export': ['hospital_admin', ...city],
  'people.read': ['hospital_admin', 'city_admin', 'auditor'],
  'people.register': ['hospital_admin', 'city_admin'],
  'people.modify': ['hospital_admin', 'city_admin'],
  'people.leave': ['hospital_admin', 'city_admin'],
  /** Guests of the own house, and the own people who are guests elsewhere. */
  'people.guests': ['hospital_admin', 'city_admin'],
  'people.accounts': ['hospital_admin', 'city_admin'],
  'people.badges': ['hospital_admin', 'city_admin'],
  'people.open-elsewhere': ['city_admin'],
  'people.import': ['hospital_admin', 'city_admin'],
  'people.export': ['hospital_admin', 'city_admin', 'auditor'],
  'devices.read': ['hospital_admin', 'city_admin', 'auditor'],
  'devices.enrol': ['hospital_admin', 'city_admin'],
  /** In the practice city alone. */
  'exercises.read': [...bloodBank, 'nurse', 'station_clerk', 'hospital_admin'],
  'exercises.begin': [...bloodBank, 'nurse', 'station_clerk'],
  /** Who of the house has practised what. */
  'exercises.house': ['reviewer', 'hospital_admin'],
  'exercises.export': ['reviewer', 'hospital_admin'],
  'audit.read': ['auditor', 'hospital_admin', 'city_admin'],
  'live.listen': [...roles],
  'session.use': [...roles],
  /** How one's own lists look: everybody who sits at a desk. */
  'session.views': [...bloodBank, ...clinical, 'station_clerk', ...laboratory, 'hospital_admin', ...city],
  /** Keeps what the house shares among its lists. */
  'session.tidy-views': ['hospital_admin', 'city_admin'],
  /** Sees the own house as one of its roles sees it, and changes nothing. */
  'session.view-as': ['hospital_admin', 'city_admin'],
  'demo.labels': [...roles],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof permissions;

export function can(actorRoles: readonly Role[], action: Action): boolean {
  const allowed: readonly Role[] = permissions[action];
  return actorRoles.some((role) => allowed.includes(role));
}

/** Roles whose organisation is an office: they see the city without patients. */
export type OrganisationKind = 'hospital' | 'blood_station' | 'reference_lab' | 'blood_office';

export const rolesByOrganisation: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  hospital: [...bloodBank, ...clinical, 'hospital_admin', 'integration', 'auditor', 'wallboard'],
  // A station may have a reference laboratory of its own.
  blood_station: ['station_clerk', ...laboratory, 'hospital_admin', 'integration', 'auditor', 'wallboard'],
  reference_lab: [...laboratory, 'hospital_admin', 'integration', 'auditor'],
  blood_office: [...city, 'wallboard'],
};
