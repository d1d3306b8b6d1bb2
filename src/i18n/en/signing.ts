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
    frozen: 'Being sent; nothing can be changed meanwhile.',
    unknown: 'No answer from the server yet; it may have been saved. It is checked once the network is back.',
    silent:
      'No answer from the server; it may have been saved. Check the network and send once more: nothing is saved twice.',
    dirty: {
      title: 'Not saved yet',
      why: 'Closing now drops what was entered and signed here.',
      goOn: 'Keep editing',
      drop: 'Close without saving',
    },
    lost: {
      title: 'Not known whether it was saved',
      why: 'The server has not answered; it may have been saved. After closing, look at the record before doing it again.',
      goOn: 'Stay here',
      drop: 'Close',
    },
  },
  second: 'Second person',
  bySign: 'Own signature',
  byPhone: 'By telephone',
  phonedAt: 'Time of the call',
  phoneHint: 'On single duty only; checked again at 08:00',
  signed: '{name} signed',
  phonedBefore: 'The entry has changed since the call.',
  phonedAgain: 'Called again, agreed',
  signFirst: 'Complete the above first, then the second person signs',
} satisfies typeof zhSigning;
