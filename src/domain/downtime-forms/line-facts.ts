import type { Compatibility, Recipient } from '../blood/compatibility';
import type { BloodComponent } from '../blood/component-catalogue';
import type { AboGroup, Rhd } from '../blood/groups';
import type { UnitState } from '../stock/effects';
import type { IncidentFacts, IncidentRule } from '../stock/incidents';

/** Where the bag was by the ledger when the line was entered. */
export type Place = 'here' | 'arriving' | 'elsewhere' | 'unknown';

export interface LineFacts {
  readonly place: Place;
  /** Of a bag elsewhere: whose hands the ledger has it in. Never which house. */
  readonly elsewhere: 'station' | 'hospital' | 'on_the_way' | null;
  /** Null of a bag that nobody knew. */
  readonly state: UnitState | null;
  /** What it is held for, wherever it is, or was held for when it ended. */
  readonly holdReason: string | null;
  /** On hold by an earlier line of this very form: nobody had held it when this happened. */
  readonly isHeldByForm: boolean;
  /** The last thing that somebody did with the bag, as far as this house may know. */
  readonly lastEventAt: Date | null;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly expiresAt: Date;
  readonly component: Pick<BloodComponent, 'requiresCrossmatch' | 'transport'> | undefined;
  /** Kept for a patient, and not for the one of this line. */
  readonly isReservedForAnother: boolean;
  /** Of an issue: the patient whom the register has under the number on the paper. */
  readonly registered: RegisteredPatient | null;
  /** Of an issue: for whom the verdict is; of register and paper the one for whom it is worse. */
  readonly recipient: Pick<Recipient, 'abo' | 'rhd'> | null;
  readonly verdict: Compatibility | null;
}

export interface RegisteredPatient extends Pick<Recipient, 'abo' | 'rhd'> {
  readonly name: string;
}

export type Add = (rule: IncidentRule, facts?: IncidentFacts) => void;
