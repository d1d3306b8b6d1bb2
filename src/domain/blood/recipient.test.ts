import { expect, it } from 'vitest';
import { settledGroup } from './recipient';

it.each([
  ['nothing was reported', 'A', 'positive', null, 'A', 'positive'],
  ['the report says the same', 'A', 'positive', 'A.positive', 'A', 'positive'],
  ['another ABO', 'A', 'positive', 'AB.positive', 'unknown', 'positive'],
  ['another RhD', 'A', 'positive', 'A.negative', 'A', 'unknown'],
  ['no RhD in the report', 'A', 'positive', 'A.unknown', 'A', 'positive'],
  ['a report makes no group that the register does not have', 'unknown', 'unknown', 'A.positive', 'unknown', 'unknown'],
] as const)('%s', (_, abo, rhd, reported, settledAbo, settledRhd) => {
  expect(settledGroup({ abo, rhd }, reported)).toEqual({ abo: settledAbo, rhd: settledRhd });
});
