import type { zhRelabellings } from '../zh/relabellings';

export const enRelabellings = {
  title: 'Relabelling record',
  unit: '{count, plural, one {relabelling} other {relabellings}}',
  empty: 'Nothing relabelled yet.',
  relabel: 'Relabel bags',
  relabelTitle: 'Relabel bags',
  tabs: { all: 'All' },
  fields: {
    no: 'Relabelling no.',
    oldLabel: 'Old label',
    newLabel: 'New label',
    bagCount: 'Bags',
    labels: 'Old label → new label',
    reason: 'Reason',
    relabelledBy: 'Stuck by',
    checkedBy: 'Checked by',
    createdAt: 'Relabelled at',
    state: 'State',
    bags: 'Bags and labels',
  },
  filters: { labels: 'Either label' },
  states: { posted: 'relabelled' },
  actions: { post: 'Relabelled', export: 'Exported' },
  entry: {
    scan: 'Scan a label',
    old: 'Scan the old label: donation number, then product code',
    fresh: 'Scan the new label: donation, product, group, expiry, in any order',
    oldProduct: '{donationNo}: now the product code of the old label',
    taken: 'Old label {label}. Now the four codes of the new label',
    missing: 'New label still lacks: {parts}',
    complete: 'Bag {line}: {old} → {label}',
    giveUp: 'Leave this bag as it is',
    looking: 'Looking up the old label',
    notHere: '{label} is not in this station’s stock. Check the old label.',
    already: '{label} is on line {line}. To scan it anew, remove that line first.',
    conflict:
      'It contradicts what was read of this new label: {held} before, {scanned} now. The bag was laid down: start again from its old label.',
    leftLying:
      'The bag whose old label was read lay too long and was laid down. Start again from the old label of the bag in your hand.',
    several:
      '{count} {count, plural, one {bag} other {bags}} here bear {label}: two stations gave the same old number. Keep them apart and call the administrator.',
    again: 'This code was scanned already.',
    unreadable: 'This code cannot be read. Scan again, or type it from the label.',
    badCheck: 'Wrong check character. Scan again, or compare digit by digit.',
    ambiguous: 'These digits may be two kinds of code. Which?',
    unknownProduct:
      'Product {productCode} is not in the city’s table. Check the label; if it is right, register the product first.',
    notReady: 'No connection to the server yet; the label just scanned was not taken. Wait and scan again.',
    lookupFailed: '{label} could not be looked up. Scan the old label again.',
    sent: 'Being sent; the label just scanned is not part of it. Scan it again once there is an answer.',
    noLines:
      'No bag yet. Scan donation number and product code of the old label, then donation, product, group and expiry of the new one.',
    sisters: 'This donation has {count} other {count, plural, one {bag} other {bags}}, {here} of them in this station:',
    differing:
      'The groups differ: this bag is {group}, of the same donation are {others}. One of the labels is wrong; look before you sign.',
    differingNow:
      '{count} {count, plural, one {bag} other {bags}} of the donation {count, plural, one {has} other {have}} another group: look before you sign.',
    askingLabels: 'Asking whether the new labels were ever used',
    labelsUnknown: 'The new labels could not be looked up; nothing can be signed',
    askAgain: 'Ask again',
    signBeside:
      'The new donation of {count} {count, plural, one {bag} other {bags}} has other bags, shown on the lines. Both sign that too.',
    signDiffering:
      'Of {count} {count, plural, one {bag} other {bags}} the group differs: sign only when the label of the other bag is known to be the wrong one, and look into that bag at once.',
    lines: '{count} {count, plural, one {bag} other {bags}} on this list',
    remove: 'Remove {label}',
    columns: {
      old: 'Old label',
      taken: 'New label',
      component: 'Component',
      group: 'Group',
      amount: 'Amount',
      expiresAt: 'Expires',
    },
    reason: 'Reason',
    reasonMissing: 'Write the reason first',
    needsBags: 'Scan a bag first',
    needsRest: 'The bag in hand is not complete: scan the rest, or leave it as it is',
    needsLess: 'At most {count} {count, plural, one {bag} other {bags}} at once: remove some',
    faulty: '{count} {count, plural, one {bag} other {bags}} cannot be relabelled so: remove or rescan them',
    needsSecond: 'The checker is missing',
    signNote:
      'Whoever stuck the labels enters them; the checker has read both labels of each bag. No other bag may ever take the old code, and every desk answers it with the new one.',
    submit: 'Relabel {count} {count, plural, one {bag} other {bags}}',
    keys: { scan: 'Type a code', submit: 'Relabel', back: 'Back' },
  },
  detail: { printNothing: 'New labels are printed by the station’s own system.', old: 'Old', taken: 'New' },
  violations: {
    signature: {
      second_missing:
        'The checker is missing. A second person reads both labels, then scans a badge or enters a password.',
      same_person: 'The second person must be somebody else.',
      not_entitled: '{name} is no station clerk and cannot check. Somebody else must sign.',
      covers_other_content: 'Something changed after signing. The second person signs again.',
      expired:
        'The signature is older than {minutes} {minutes, plural, one {minute} other {minutes}}. The second person signs again.',
      unknown_badge: 'No such badge in this organisation.',
      guest_number: 'Nobody here has this staff number. Guests write “organisation/number”: {staffNo}.',
      wrong_password: 'Staff no. or password wrong; {remaining} {remaining, plural, one {try} other {tries}} left.',
      locked: 'Account locked; try in {minutes} {minutes, plural, one {minute} other {minutes}}.',
      other_session: 'The signature belongs to another sign-in. Sign again.',
      invalid: 'Signature invalid. Sign again.',
      person_inactive: 'This person is no longer active. Somebody else must sign.',
      not_a_person: 'Only a person who is signed in can sign.',
    },
    relabel: {
      elsewhere:
        '{donationNo} {productCode} is not in this station’s stock. Only bags in stock here can be relabelled.',
      under_way: '{donationNo} is in transit and cannot be relabelled. Take it back, or wait until it returns.',
      reserved: '{donationNo} was picked for an order. Take it off the order, then relabel.',
      in_processing: '{donationNo} is in a processing and cannot be relabelled. Wait for its end.',
      held_for_good:
        '{donationNo} {reason, select, recall {was recalled} to_discard {is to be discarded} other {was spoiled in processing}} and cannot be relabelled. It stays on hold.',
      gone: '{donationNo} is not in stock any more and cannot be relabelled.',
      same_label: 'Old and new label of {donationNo} are the same. Scan the new label, or remove the line.',
      group_differs:
        '{donationNo} is {group}, the new label says {other}. A label of another group is never stuck: void the label, put the bag on hold, find out first.',
      use_differs: 'The new label of {donationNo} says another use (autologous, directed). Take the right label.',
      expiry_differs:
        'The new label of {donationNo} has another expiry than is on record. Relabelling does not change it: print the label anew.',
      product_differs:
        'The new code {productCode} of {donationNo} is another component, amount or modifier than {other}. Relabelling does not change the content: print the label anew.',
      relabelled_since:
        '{donationNo} was relabelled just now as {other} {productCode}. Remove the line and scan the label it bears now.',
      label_taken:
        '{donationNo} {productCode} is or was the label of another bag. A label belongs to one bag: take a number that was never used.',
      label_of_other:
        '{donationNo} {productCode} is the label of another bag of this station. A label belongs to one bag: take a number that was never used.',
      label_once_of_other:
        '{donationNo} {productCode} once was the label of another bag of this station, which now is {newDonationNo} {newProductCode}. Take a number that was never used.',
      sisters_changed:
        'Other bags of {donationNo} are not as they were when it was signed: now {count} {count, plural, one {bag} other {bags}}. Look and sign again.',
      label_twice: '{donationNo} {productCode} was given to two bags. Take a number that was never used.',
      swapped:
        '{donationNo} {productCode}: two bags cannot swap their labels. Relabel them one at a time, with numbers that were never used.',
    },
  },
} satisfies typeof zhRelabellings;
