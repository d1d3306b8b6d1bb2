import type { CompatibilityRank, ComponentClass } from './compatibility-types';
import type { AboGroup, RecipientAbo } from './groups';

/** What a table says of one recipient and one unit group, before any other rule. */
export interface AboCell {
  readonly level: 'IDENTICAL' | 'COMPATIBLE' | 'LAST_RESORT' | 'FORBIDDEN';
  readonly rank: CompatibilityRank;
  /** The verdict holds in an emergency only; otherwise FORBIDDEN. */
  readonly isEmergencyOnly?: true;
  /** The verdict holds for a low-titre unit only; otherwise this one. */
  readonly unlessLowTitre?: AboCell;
}

export type AboTable = Readonly<Record<RecipientAbo, Readonly<Record<AboGroup, AboCell>>>>;
export type ProfileName = 'CN' | 'ANZ';

export interface CompatibilityProfile {
  readonly name: ProfileName;
  /** Dates in Beijing time; `effectiveTo` is excluded. */
  readonly effectiveFrom: string;
  readonly effectiveTo: string | null;
  readonly source: string;
  readonly tables: Readonly<Record<Exclude<ComponentClass, 'other'>, AboTable>>;
  /** Small plasma volume: an adult may get cryoprecipitate of any group in an emergency. */
  readonly allowsAnyCryoForAdultsInEmergency: boolean;
  /** Low-titre O whole blood of the right RhD in an emergency, for any recipient. */
  readonly allowsLowTitreOWholeBloodInEmergency: boolean;
}

const identical = { level: 'IDENTICAL', rank: 1 } as const satisfies AboCell;
const never = { level: 'FORBIDDEN', rank: 4 } as const satisfies AboCell;
const choice = (rank: CompatibilityRank) => ({ level: 'COMPATIBLE', rank }) as const satisfies AboCell;
const lastResort = (rank: CompatibilityRank) => ({ level: 'LAST_RESORT', rank }) as const satisfies AboCell;
const inEmergency = (cell: AboCell): AboCell => ({ ...cell, isEmergencyOnly: true });
const lowTitre = (cell: AboCell, otherwise: AboCell): AboCell => ({ ...cell, unlessLowTitre: otherwise });

/** Red cells [S-ANZ: Lifeblood]. Unknown recipient: O, in an emergency only. */
const redCells = {
  O: { O: identical, A: never, B: never, AB: never },
  A: { O: choice(2), A: identical, B: never, AB: never },
  B: { O: choice(2), A: never, B: identical, AB: never },
  AB: { O: choice(3), A: choice(2), B: choice(2), AB: identical },
  unknown: { O: inEmergency(choice(1)), A: never, B: never, AB: never },
} as const satisfies AboTable;

const plasmaOfKnown = {
  O: { O: identical, A: choice(2), B: choice(2), AB: choice(3) },
  A: { O: never, A: identical, B: lowTitre(lastResort(3), never), AB: choice(2) },
  B: { O: never, A: lowTitre(lastResort(3), never), B: identical, AB: choice(2) },
  AB: { O: never, A: lowTitre(lastResort(2), never), B: lowTitre(lastResort(3), never), AB: identical },
} as const satisfies Omit<AboTable, 'unknown'>;

/** Plasma [S-ANZ][S-APMS]: the direction inverts. Among compatible groups AB stands last where it is not needed. */
const plasma = {
  ...plasmaOfKnown,
  unknown: { O: never, A: never, B: never, AB: choice(1) },
} as const satisfies AboTable;

/** "Policy (low-titre A)" for the unknown recipient is taken as an emergency policy [unsourced: default]. */
const plasmaAnz = {
  ...plasmaOfKnown,
  unknown: { O: never, A: lowTitre(inEmergency(lastResort(2)), never), B: never, AB: choice(1) },
} as const satisfies AboTable;

/**
 * Platelets in plasma [S-ANZ]: 1st to 4th choice. The table has no "never"; what it names for low titre only, and what
 * it does not name for an unknown recipient, is a last resort [unsourced: default].
 */
const plateletsAnz = {
  O: { O: identical, A: choice(2), B: choice(3), AB: choice(4) },
  A: { O: lowTitre(choice(2), lastResort(4)), A: identical, B: lowTitre(choice(2), lastResort(4)), AB: choice(3) },
  B: { O: lowTitre(choice(2), lastResort(4)), A: lowTitre(choice(2), lastResort(4)), B: identical, AB: choice(3) },
  AB: {
    O: lowTitre(choice(3), lastResort(4)),
    A: lowTitre(choice(2), lastResort(4)),
    B: lowTitre(choice(2), lastResort(4)),
    AB: identical,
  },
  unknown: {
    O: lowTitre(choice(1), lastResort(4)),
    A: lowTitre(choice(1), lastResort(4)),
    B: lastResort(4),
    AB: lastResort(4),
  },
} as const satisfies AboTable;

/**
 * Platelets in Chinese practice: identical by routine, all else by the transfusion doctor's approval
 * (临床输血技术规范 2000) [unsourced: the order among the rest follows the plasma they carry].
 */
const plateletsCn = {
  O: { O: identical, A: lastResort(2), B: lastResort(3), AB: lastResort(4) },
  A: { O: lastResort(3), A: identical, B: lastResort(3), AB: lastResort(2) },
  B: { O: lastResort(3), A: lastResort(3), B: identical, AB: lastResort(2) },
  AB: { O: lastResort(4), A: lastResort(3), B: lastResort(3), AB: identical },
  unknown: { O: lastResort(4), A: lastResort(3), B: lastResort(3), AB: lastResort(2) },
} as const satisfies AboTable;

/** Whole blood: identical only [unsourced: default]. */
const wholeBlood = {
  O: { O: identical, A: never, B: never, AB: never },
  A: { O: never, A: identical, B: never, AB: never },
  B: { O: never, A: never, B: identical, AB: never },
  AB: { O: never, A: never, B: never, AB: identical },
  unknown: { O: never, A: never, B: never, AB: never },
} as const satisfies AboTable;

export const compatibilityProfiles = [
  {
    name: 'CN',
    effectiveFrom: '2000-10-01',
    effectiveTo: null,
    source: '临床输血技术规范 (2000) [unsourced: platelets]; red cells and plasma as ANZ',
    tables: {
      red_cells: redCells,
      granulocytes: redCells,
      whole_blood: wholeBlood,
      plasma,
      cryo: plasma,
      platelets: plateletsCn,
    },
    allowsAnyCryoForAdultsInEmergency: true,
    allowsLowTitreOWholeBloodInEmergency: false,
  },
  {
    name: 'ANZ',
    effectiveFrom: '2000-10-01',
    effectiveTo: null,
    source: 'Lifeblood compatibility tables [unsourced: cryoprecipitate, whole blood, start date]',
    tables: {
      red_cells: redCells,
      granulocytes: redCells,
      whole_blood: wholeBlood,
      plasma: plasmaAnz,
      cryo: plasmaAnz,
      platelets: plateletsAnz,
    },
    allowsAnyCryoForAdultsInEmergency: true,
    allowsLowTitreOWholeBloodInEmergency: false,
  },
] as const satisfies readonly CompatibilityProfile[];

const beijingMidnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

/** The version of a profile in force at the instant; undefined when there was none. */
export function findProfile(name: ProfileName, at: Date): CompatibilityProfile | undefined {
  const profiles: readonly CompatibilityProfile[] = compatibilityProfiles;
  return profiles.find(
    (profile) =>
      profile.name === name &&
      at.getTime() >= beijingMidnight(profile.effectiveFrom) &&
      (profile.effectiveTo === null || at.getTime() < beijingMidnight(profile.effectiveTo)),
  );
}
