import type { zhDevices } from '../zh/devices';

export const enDevices = {
  title: 'Wall screens',
  note: 'read-only, totals only, no patients',
  empty: 'No wall screen yet. Register one and open the address it gives on that computer.',
  fields: {
    label: 'Place',
    createdAt: 'Registered',
    enrolledAt: 'Connected',
    revokedAt: 'Out of use',
    state: 'Status',
  },
  states: {
    announced: 'Address not opened yet',
    lapsed: 'Address out of time',
    enrolled: 'In use',
    revoked: 'Out of use',
  },
  actions: { enrol: 'Registered', enrolled: 'Connected', revoke: 'Taken out of use' },
  enrol: {
    open: 'Register screen',
    title: 'Register wall screen',
    hint: 'Say where it hangs. It gives an address, to be opened in the screen’s browser within 30 minutes, once.',
    example: 'Blood bank, issue window',
    needsLabel: 'Enter the place first',
    action: 'Give address',
  },
  link: {
    title: 'Address for {label}',
    hint: 'Open it in the screen’s browser before {time}; it works once. Closed, it is never shown again.',
    copy: 'Copy',
    copied: 'Copied.',
    close: 'Close',
  },
  revoke: {
    title: 'Take {label} out of use',
    hint: 'It shows no figures within seconds; an address that nobody has opened is void. To use it again, register it anew.',
    reason: 'Reason',
    needsReason: 'Enter a reason first',
    action: 'Take out of use',
  },
  violations: { device: { already_revoked: '{label} is out of use already.' } },
} satisfies typeof zhDevices;
