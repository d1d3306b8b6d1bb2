import type { zhSigning } from '../zh/signing';

export const enSigning = {
  sign: 'Sign',
  forget: 'Somebody else signs',
  staffNo: 'Staff no.',
  staffNoOf: '{label}, staff no.',
  password: 'Own password',
  passwordOf: '{label}, own password',
  badgeHint: 'Scan badge, or staff no. and password',
  badgeHintShort: 'Badge or staff no.',
  leave: {
    title: 'Not saved yet',
    why: 'Closing now drops what was entered and signed here.',
    goOn: 'Go on',
    drop: 'Close without saving',
    late: 'No answer from the server yet; it may have been saved. It is checked once the line is back.',
  },
  second: 'Second person',
  bySign: 'Own signature',
  byPhone: 'By telephone',
  phonedAt: 'Time of the call',
  phoneHint: 'On single duty only; checked again at 08:00',
  signed: '{name} signed',
  phonedBefore: 'The entry has changed since the call.',
  phonedAgain: 'Called again, agreed',
  signFirst: 'Complete what stands above, then the second person signs',
} satisfies typeof zhSigning;
