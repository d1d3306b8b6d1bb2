import type { zhSigning } from '../zh/signing';

export const enSigning = {
  sign: 'Sign',
  forget: 'Somebody else signs',
  staffNo: 'Staff no.',
  staffNoOf: '{label}, staff no.',
  password: 'Own password',
  passwordOf: '{label}, own password',
  badgeHint: 'Scan badge, or staff no. and password',
  second: 'Second person',
  bySign: 'Own signature',
  byPhone: 'By telephone',
  phonedAt: 'Time of the call',
  phoneHint: 'On single duty only; checked again at 08:00',
  signed: '{name} signed',
  signFirst: 'Complete what stands above, then the second person signs',
} satisfies typeof zhSigning;
