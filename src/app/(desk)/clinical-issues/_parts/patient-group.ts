import type { IssueDetail } from './issue-types';

/** The group to show: what is known of the patient since two people said who it is, else what was known when the blood left. */
export function groupShown<Group extends Pick<IssueDetail['patientGroup'], 'abo' | 'rhd' | 'identified'>>(
  group: Group,
) {
  return group.identified ?? group;
}
