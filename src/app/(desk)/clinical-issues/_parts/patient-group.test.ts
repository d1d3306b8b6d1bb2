import { expect, it } from 'vitest';
import { groupShown } from './patient-group';

it('shows the group of the patient as identified, and until then what was known when the blood left', () => {
  const left = { abo: 'unknown', rhd: 'unspecified' } as const;
  const identified = { abo: 'B', rhd: 'positive', determinations: 2, antibodies: [] } as const;
  expect(groupShown(left)).toBe(left);
  expect(groupShown({ ...left, identified: { ...identified, antibodies: [] } })).toEqual(identified);
});
