import { type Compatibility, compatibilityLevels, isHardStop, type Recipient } from '../blood/compatibility';
import { formatGroup } from '../blood/groups';
import type { Add, LineFacts } from './line-facts';
import type { DowntimeLine } from './schema';

/** A number that was mistyped names another patient: name and group on the paper say so. */
export function addPatient(line: DowntimeLine, { registered }: LineFacts, add: Add): void {
  if (!registered) return;
  const plain = (name: string) => name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
  if (line.patientName !== '' && plain(line.patientName) !== plain(registered.name)) add('patient_name_differs');
  if (isOtherGroup(line, registered))
    add('patient_group_differs', {
      paperGroup: formatGroup(line.patientAbo ?? 'unknown', line.patientRhd ?? 'unspecified'),
      recipientGroup: formatGroup(registered.abo, registered.rhd),
    });
}

/** Whether the paper has another group of this patient; what either leaves open agrees with everything. */
export function isOtherGroup(
  { patientAbo, patientRhd }: Pick<DowntimeLine, 'patientAbo' | 'patientRhd'>,
  { abo, rhd }: Pick<Recipient, 'abo' | 'rhd'>,
): boolean {
  if (!patientAbo || abo === 'unknown') return false;
  return patientAbo !== abo || (patientRhd !== null && rhd !== 'unspecified' && patientRhd !== rhd);
}

/** What is wrong with the patient's own group is one thing, what else is wrong with the bag for this patient another: none hides the other. */
export function addVerdict({ verdict, recipient, ...facts }: LineFacts, add: Add): void {
  const groups = recipient && {
    recipientGroup: formatGroup(recipient.abo, recipient.rhd),
    unitGroup: formatGroup(facts.abo, facts.rhd),
  };
  if (!groups || !verdict) {
    add('recipient_group_unknown');
    return;
  }
  const codes = verdict.reasons.map(({ code }) => code);
  const isUnknown = recipient.abo === 'unknown' || codes.some((code) => unknownGroup.includes(code));
  const isUnconfirmed = codes.includes('second_determination_missing');
  // The table of somebody whose group nobody knows fits nobody: its words are those of the group, not of the bag.
  const others = verdict.reasons.filter(
    ({ code }) =>
      code !== 'second_determination_missing' &&
      !unknownGroup.includes(code) &&
      !(recipient.abo === 'unknown' && code.startsWith('abo_')),
  );
  if (isUnknown) add('recipient_group_unknown');
  if (isUnconfirmed) add('group_unconfirmed', groups);
  if (!isUnknown && !isUnconfirmed) {
    if (isHardStop(verdict)) add('incompatible', groups);
    else if (verdict.override) add('override_unsigned', { ...groups, reason: verdict.reasons[0]?.code ?? '' });
  } else if (others.some(({ level }) => level === 'FORBIDDEN')) add('incompatible', groups);
  else if (others.some(({ level }) => level === 'REVIEW' || level === 'LAST_RESORT'))
    add('override_unsigned', { ...groups, reason: others[0]?.code ?? '' });
}

const unknownGroup: readonly string[] = ['recipient_abo_unknown', 'recipient_rhd_unknown'];

/** Of two verdicts, for whom the register and for whom the paper means, the worse. */
export function isWorse(one: Compatibility, other: Compatibility): boolean {
  const rank = (verdict: Compatibility) =>
    compatibilityLevels.indexOf(verdict.level) * 2 + (isHardStop(verdict) ? 1 : 0);
  return rank(one) > rank(other);
}
