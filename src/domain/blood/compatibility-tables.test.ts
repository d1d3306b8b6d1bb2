import { describe, expect, it } from 'vitest';
import {
  assessCompatibility,
  type CandidateUnit,
  findProfile,
  type ProfileName,
  type Recipient,
} from './compatibility';
import type { CompatibilityProfile } from './compatibility-profiles';
import type { RecipientAbo } from './groups';

// Typed from the source tables. I identical, C compatible, L last resort, F never; the digit is the choice.
// Columns are the unit: O A B AB. A cell with a slash is ordinary titre / low titre.
type TypedTable = Record<RecipientAbo, string>;

const redCells: TypedTable = {
  O: 'I1 F4 F4 F4',
  A: 'C2 I1 F4 F4',
  B: 'C2 F4 I1 F4',
  AB: 'C3 C2 C2 I1',
  unknown: 'F4 F4 F4 F4',
};
const wholeBlood: TypedTable = {
  O: 'I1 F4 F4 F4',
  A: 'F4 I1 F4 F4',
  B: 'F4 F4 I1 F4',
  AB: 'F4 F4 F4 I1',
  unknown: 'F4 F4 F4 F4',
};
const plasma: TypedTable = {
  O: 'I1 C2 C2 C3',
  A: 'F4 I1 F4/L3 C2',
  B: 'F4 F4/L3 I1 C2',
  AB: 'F4 F4/L2 F4/L3 I1',
  unknown: 'F4 F4 F4 C1',
};

const tables: Record<ProfileName, Record<string, TypedTable>> = {
  CN: {
    red_cells: redCells,
    granulocytes: redCells,
    whole_blood: wholeBlood,
    plasma,
    cryo: plasma,
    platelets: {
      O: 'I1 L2 L3 L4',
      A: 'L3 I1 L3 L2',
      B: 'L3 L3 I1 L2',
      AB: 'L4 L3 L3 I1',
      unknown: 'L4 L3 L3 L2',
    },
  },
  ANZ: {
    red_cells: redCells,
    granulocytes: redCells,
    whole_blood: wholeBlood,
    plasma,
    cryo: plasma,
    platelets: {
      O: 'I1 C2 C3 C4',
      A: 'L4/C2 I1 L4/C2 C3',
      B: 'L4/C2 L4/C2 I1 C3',
      AB: 'L4/C3 L4/C2 L4/C2 I1',
      unknown: 'L4/C1 L4/C1 L4 L4',
    },
  },
};

const columns = ['O', 'A', 'B', 'AB'] as const;
const levels = { I: 'IDENTICAL', C: 'COMPATIBLE', L: 'LAST_RESORT', F: 'FORBIDDEN' } as const;
const at = new Date('2026-11-23T04:00:00Z');

function profile(name: ProfileName): CompatibilityProfile {
  const found = findProfile(name, at);
  if (!found) throw new Error(`no profile ${name}`);
  return found;
}

const recipient: Recipient = {
  abo: 'A',
  rhd: 'positive',
  sex: 'male',
  ageDays: 40 * 366,
  antibodies: [],
  requirements: [],
  groupDeterminations: 2,
  isEmergency: false,
};
const unit: CandidateUnit = {
  abo: 'A',
  rhd: 'positive',
  antigens: [],
  modifiers: [],
  collectedAt: null,
  irradiatedAt: null,
  isLowTitre: false,
  intendedUse: 'allogeneic',
};

const cells = (['CN', 'ANZ'] as const).flatMap((name) =>
  Object.entries(tables[name]).flatMap(([componentClass, table]) =>
    Object.entries(table).flatMap(([recipientAbo, row]) =>
      row.split(' ').flatMap((cell, index) => {
        const [ordinary = '', lowTitre = ordinary] = cell.split('/');
        return [
          { name, componentClass, recipientAbo, unitAbo: columns[index], isLowTitre: false, expected: ordinary },
          { name, componentClass, recipientAbo, unitAbo: columns[index], isLowTitre: true, expected: lowTitre },
        ];
      }),
    ),
  ),
);

describe('every cell of every profile', () => {
  it('is typed: 2 profiles × 6 classes × 5 recipients × 4 units × 2 titres', () => {
    expect(cells).toHaveLength(480);
  });

  it.each(cells)('$name $componentClass: $unitAbo to $recipientAbo, low titre $isLowTitre, is $expected', (cell) => {
    const [letter, rank] = cell.expected;
    const result = assessCompatibility({
      profile: profile(cell.name),
      componentClass: cell.componentClass as 'plasma',
      recipient: { ...recipient, abo: cell.recipientAbo as RecipientAbo },
      unit: { ...unit, abo: cell.unitAbo as 'A', isLowTitre: cell.isLowTitre },
      at,
    });
    expect(result.level).toBe(levels[letter as 'I']);
    expect(result.rank).toBe(Number(rank));
  });
});
