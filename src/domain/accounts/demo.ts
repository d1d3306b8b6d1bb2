/** Password of every demo account while the demo listens on this machine alone; beyond it passwords are random and printed once. */
export const loopbackDemoPassword = 'Yanshi-2026';

export interface DemoAccount {
  readonly orgId: string;
  readonly staffNo: string;
  /** As whom somebody tries the system with it. */
  readonly shownAs: { readonly zh: string; readonly en: string };
}

const account = (orgId: string, staffNo: string, zh: string, en: string): DemoAccount => ({
  orgId,
  staffNo,
  shownAs: { zh, en },
});

/** The accounts that a demo offers: the sign-in page, the console at the start and the README list these and no others. */
export const demoAccounts: readonly DemoAccount[] = [
  account('H01', '1001', '登记员', 'technician'),
  account('H01', '1002', '输血科负责人', 'reviewer'),
  account('H01', '2001', '临床医师', 'physician'),
  account('H01', '2101', '上级医师', 'senior physician'),
  account('H01', '2201', '科主任', 'department director'),
  account('H01', '2301', '医务部门', 'medical affairs'),
  account('H01', '3001', '护士', 'nurse'),
  account('H01', '9001', '医院管理员', 'hospital administrator'),
  account('H02', '1001', '登记员', 'technician'),
  account('H07', '1001', '申报库存的登记员', 'technician of a house that declares its stock'),
  account('H08', '1002', '准备上线的输血科负责人', 'reviewer of a house going live'),
  account('S01', '1001', '血站供血员', 'station clerk'),
  account('S01', '2001', '检验者', 'laboratory technician'),
  account('S01', '2002', '检验审核者', 'laboratory reviewer'),
  account('O01', '1001', '应急调度员', 'coordinator'),
  account('O01', '2001', '官员', 'official'),
  account('O01', '3001', '血办经办', 'office clerk'),
  account('O01', '3002', '血办审核', 'office reviewer'),
  account('O01', '8001', '审计员', 'auditor'),
  account('O01', '9001', '全市管理员', 'city administrator'),
];
