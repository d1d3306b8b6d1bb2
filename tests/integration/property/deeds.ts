import type { ProcessingName } from '@/domain/processings/kinds';
import type { IncidentRule } from '@/domain/stock/incidents';
import type { Hospital, ModelReceipt, Place } from './model';

interface Named {
  /** What it creates, or the name of the movement. */
  readonly key: string;
}
interface OfBags {
  readonly bags: readonly string[];
}
interface InHospital {
  readonly hospital: Hospital;
}

/** What became of the bags of a processing. */
export interface Ending {
  /** Bags that are answered for. */
  readonly answers: readonly string[];
  readonly spoiled: readonly string[];
  /** Of each bag, hundredths of its unit. */
  readonly loss: number;
  /** A division whose parts and loss are not the bag. */
  readonly isShort: boolean;
}

export const paperKinds = ['received', 'issued', 'discarded'] as const;
export type PaperKind = (typeof paperKinds)[number];
/** What else is wrong with a line of a sheet. */
export const paperFlaws = [
  'none',
  'alone',
  'early',
  'group',
  'expiry',
  'no_temperature',
  'warm',
  'no_crossmatch',
  'bad_crossmatch',
  'name',
] as const;
export type PaperFlaw = (typeof paperFlaws)[number];

/** Verbs of one form, each a deed of its own. */
type Each<Kind extends string, Form> = Kind extends string ? { readonly kind: Kind } & Form : never;

/** A verb with its subjects named. */
export type Deed = Named &
  (
    | {
        readonly kind: 'release';
        readonly count: number;
        readonly product: 'red' | 'plasma' | 'platelets';
        readonly hours: number;
      }
    /** Counted by two on a shelf: bags that nobody had registered, and some that an opening had entered and was taken back. */
    | ({
        readonly kind: 'opening';
        readonly count: number;
        readonly product: 'red' | 'plasma' | 'platelets';
        readonly hours: number;
        readonly again: readonly string[];
      } & InHospital)
    | { readonly kind: 'void-opening'; readonly opening: string }
    | ({ readonly kind: 'ship'; readonly to: Hospital } & OfBags)
    | { readonly kind: 'receive'; readonly shipment: string; readonly lines: ModelReceipt['lines'] }
    | { readonly kind: 'void-receipt'; readonly receipt: string }
    | { readonly kind: 'void-shipment'; readonly shipment: string; readonly version: number }
    | { readonly kind: 'close-short'; readonly shipment: string }
    | Each<'reserve' | 'issue', { readonly patient: number } & InHospital & OfBags>
    /** Of whatever stands here: on the shelf, kept for anybody, or on the lorry. */
    | ({ readonly kind: 'emergency'; readonly patient: number } & InHospital & OfBags)
    | ({ readonly kind: 'unreserve' } & InHospital & OfBags)
    | { readonly kind: 'void-issue'; readonly issue: string }
    /** Thrown away, reported lost, used for a control, by two people. */
    | Each<'discard' | 'lose' | 'use-up', InHospital & OfBags>
    | ({ readonly kind: 'return' } & InHospital & OfBags)
    | ({ readonly kind: 'transfer'; readonly to: Hospital } & InHospital & OfBags)
    | { readonly kind: 'void-outbound'; readonly outbound: string }
    | ({
        readonly kind: 'start';
        readonly what: ProcessingName;
        readonly isOpenSystem: boolean;
        readonly end: Ending | null;
      } & InHospital &
        OfBags)
    | ({ readonly kind: 'end'; readonly processing: string } & Ending)
    | { readonly kind: 'cancel'; readonly processing: string; readonly spoiled: readonly string[] }
    | { readonly kind: 'void-processing'; readonly processing: string }
    | Each<'hold' | 'release-quarantine', { readonly place: Place } & OfBags>
    /** A fridge in which these bags stand is counted: some are there, the others are not. */
    | ({
        readonly kind: 'stocktake';
        readonly found: readonly string[];
        readonly missing: readonly string[];
      } & InHospital)
    /** Entered afterwards from a sheet, for somebody registered of the bag's own group. Never refused. Null: a bag that nobody knew. */
    | ({
        readonly kind: 'paper';
        readonly what: PaperKind;
        readonly flaw: PaperFlaw;
        readonly bag: string | null;
      } & InHospital)
    | {
        readonly kind: 'resolve';
        readonly house: Place;
        readonly bag: string;
        readonly rule: IncidentRule;
        readonly isBinding: boolean;
        readonly decision: 'keep' | 'note' | 'discard' | 'release';
      }
    | { readonly kind: 'sweep' }
    /** Eight hours pass, and no job has run. */
    | { readonly kind: 'wait' }
  );

export type DeedKind = Deed['kind'];
export type DeedOf<Kind extends DeedKind> = Extract<Deed, { readonly kind: Kind }>;
