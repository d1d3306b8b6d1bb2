import type { ScanTone } from '@/components/scan/scan-sounds';
import type { Violation } from '@/domain/result';
import type { OfferedBag } from './issue-types';

export type BagEntry = 'scan' | 'hand';
export type GroupLabel = Pick<OfferedBag, 'abo' | 'rhd'>;

/** What was scanned, typed or chosen, in the order in which it came. */
export type Code =
  | {
      readonly kind: 'donation';
      readonly donationNo: string;
      readonly productCode?: string | undefined;
      readonly entry: BagEntry;
    }
  | { readonly kind: 'product'; readonly productCode: string }
  | { readonly kind: 'group'; readonly label: GroupLabel }
  | { readonly kind: 'chosen'; readonly bag: OfferedBag }
  | { readonly kind: 'other-patient'; readonly scanned: string }
  | { readonly kind: 'autologous'; readonly bagNo: string; readonly orgId: string }
  | { readonly kind: 'unreadable'; readonly raw: string };
type Donation = Extract<Code, { kind: 'donation' }>;

/** What the last code did, for the big panel. */
export type ScanNews =
  | { readonly kind: 'taken' | 'duplicate'; readonly bag: OfferedBag; readonly line: number; readonly at: Date }
  | { readonly kind: 'refused'; readonly bag: OfferedBag; readonly at: Date }
  | { readonly kind: 'to-confirm'; readonly bag: OfferedBag; readonly entry: BagEntry; readonly at: Date }
  | {
      readonly kind: 'label-differs';
      readonly bag: OfferedBag;
      readonly label: GroupLabel;
      readonly at: Date;
      /** Its donation number was scanned again: its own group label may follow. */
      readonly isRescanned: boolean;
    }
  | { readonly kind: 'other-patient'; readonly scanned: string; readonly at: Date }
  | { readonly kind: 'autologous'; readonly bagNo: string; readonly orgId: string; readonly at: Date }
  | { readonly kind: 'which-product'; readonly donationNo: string; readonly count: number }
  | { readonly kind: 'not-here' | 'looking' | 'withdrawn'; readonly donationNo: string }
  | { readonly kind: 'failed'; readonly donationNo: string; readonly productCode?: string | undefined }
  | { readonly kind: 'label-held'; readonly label: GroupLabel }
  | { readonly kind: 'unreadable'; readonly raw: string }
  | { readonly kind: 'no-recipient' };

/** Scanned, and not on the list: stays in sight until it is scanned again or somebody puts it away. */
export interface NotTaken {
  readonly donationNo: string;
  readonly productCode?: string | undefined;
  readonly why: 'failed' | 'product-missing' | 'not-here' | 'stopped' | Violation;
}

interface InHand {
  readonly donationNo: string;
  /** Null until its answer comes, and when there is none. */
  readonly bag: OfferedBag | null;
  /** The group label that was scanned from it. */
  readonly label: GroupLabel | null;
  /** Several bags share its number: the product code is still to come. */
  readonly isOpen: boolean;
}

export interface ScanFlow {
  readonly waiting: readonly Code[];
  readonly looking: Donation | null;
  readonly inHand: InHand | null;
  /** A group label that came before the donation number of its bag. */
  readonly heldLabel: GroupLabel | null;
  readonly news: ScanNews | null;
  readonly notTaken: readonly NotTaken[];
}

export interface ScanFacts {
  readonly now: Date;
  /** Unit ids on the list, in its order. */
  readonly chosen: readonly string[];
  readonly isRecipientKnown: boolean;
}

export interface Outcome {
  readonly flow: ScanFlow;
  readonly tone?: ScanTone;
  readonly take?: { readonly bag: OfferedBag; readonly entry: BagEntry };
  /** Unit id that leaves the list. */
  readonly drop?: string;
  /** The question to the server; `flow.looking` is this very object until it is answered. */
  readonly ask?: Donation;
}

export function beginFlow(notTaken: readonly NotTaken[] = []): ScanFlow {
  return { waiting: [], looking: null, inHand: null, heldLabel: null, news: null, notTaken };
}

/** Group, expiry, recall and identity stop the work until somebody answers; what is merely not to be had does not. */
export function isStop(news: ScanNews): boolean {
  if (news.kind === 'label-differs' || news.kind === 'other-patient' || news.kind === 'autologous') return true;
  return (
    news.kind === 'refused' &&
    ['issue.incompatible', 'unit.expired', 'unit.recalled'].includes(news.bag.blockedBy?.code ?? '')
  );
}

/** A hard stop, or a warning with its reason being typed: nothing but the person's answer takes its place. */
export function awaitsAnswer({ news }: Pick<ScanFlow, 'news'>): boolean {
  return news !== null && (isStop(news) || news.kind === 'to-confirm');
}

/** Codes wait their turn, so that each is judged when the answers to those before it are known. While a person is asked, a further bag is refused and named. */
export function receiveCode(flow: ScanFlow, code: Code, facts: ScanFacts): Outcome {
  const { news } = flow;
  if (news?.kind === 'label-differs') return recheckLabel(flow, news, code, facts);
  if (awaitsAnswer(flow) && !isOfBagInWarning(flow, code)) return { flow: nameLeft(flow, code), tone: 'refuse' };
  return { flow: { ...flow, waiting: [...flow.waiting, code] } };
}

/** The next code that waits; null when there is none, or when it has to wait for the server, the person or the patient. */
export function advance(flow: ScanFlow, facts: ScanFacts): Outcome | null {
  const [next, ...waiting] = flow.waiting;
  if (!next || flow.looking || (awaitsAnswer(flow) && !isOfBagInWarning(flow, next))) return null;
  const rest = { ...flow, waiting };
  const { inHand } = flow;
  switch (next.kind) {
    case 'donation':
      if (facts.isRecipientKnown) return look(rest, next);
      return flow.news?.kind === 'no-recipient' ? null : { flow: say(flow, { kind: 'no-recipient' }) };
    case 'product':
      if (!inHand?.isOpen) return { flow: rest };
      if (!facts.isRecipientKnown) return null;
      return look(rest, {
        kind: 'donation',
        donationNo: inHand.donationNo,
        productCode: next.productCode,
        entry: 'scan',
      });
    case 'group':
      return readLabel(rest, next.label, facts);
    case 'chosen': {
      const { bag } = next;
      const held = { donationNo: bag.donationNo, bag, label: flow.heldLabel, isOpen: false };
      return judge({ ...rest, inHand: held, heldLabel: null }, bag, 'hand', facts);
    }
    case 'other-patient':
      return {
        flow: say(rest, { kind: 'other-patient', scanned: next.scanned, at: facts.now }),
        tone: 'refuse',
      };
    case 'autologous':
      return { flow: say(rest, { ...next, at: facts.now }), tone: 'refuse' };
    case 'unreadable':
      return { flow: say(rest, next), tone: 'refuse' };
  }
}

/** @param isShared a bag of this number was relabelled: the number alone does not say which bag is in the hand. */
export function answerLookup(flow: ScanFlow, bags: readonly OfferedBag[], facts: ScanFacts, isShared = false): Outcome {
  const { looking, inHand } = flow;
  if (!looking || !inHand) return { flow };
  const { donationNo, entry } = looking;
  const answered = { ...flow, looking: null };
  const [first, ...others] = bags;
  if (!first) return { flow: say(answered, { kind: 'not-here', donationNo }), tone: 'refuse' };
  if (others.length > 0 || isShared)
    return {
      flow: say(
        { ...answered, inHand: { ...inHand, isOpen: true } },
        { kind: 'which-product', donationNo, count: bags.length + (isShared ? 1 : 0) },
      ),
    };
  return judge({ ...answered, inHand: { ...inHand, bag: first } }, first, entry, facts);
}

export function failLookup(flow: ScanFlow): Outcome {
  const { looking, inHand } = flow;
  if (!looking || !inHand) return { flow };
  const { donationNo, productCode } = looking;
  const failed = { ...flow, looking: null, inHand: { ...inHand, isOpen: productCode !== undefined } };
  return { flow: say(failed, { kind: 'failed', donationNo, productCode }), tone: 'refuse' };
}

/** The person has read the stop. A bag whose label differs leaves the list, the bag that was stopped leaves the hand. */
export function answerStop(flow: ScanFlow): Outcome {
  const { news } = flow;
  if (!news || !isStop(news)) return { flow };
  if (news.kind === 'other-patient' || news.kind === 'autologous') return { flow: { ...flow, news: null } };
  const answered = layAside(flow);
  return news.kind === 'label-differs' ? { flow: answered, drop: news.bag.unitId } : { flow: answered };
}

/** The person has answered the warning: the bag is chosen with its reason, or it is not. */
export function answerWarning(flow: ScanFlow, isChosen: boolean, facts: ScanFacts): Outcome {
  const { news } = flow;
  if (news?.kind !== 'to-confirm') return { flow };
  return isChosen ? take({ ...flow, news: null }, news.bag, news.entry, facts) : { flow: layAside(flow) };
}

/** Another recipient, other verdicts: every bag is looked up once more, and what was asked for the one before counts no longer. */
export function changeRecipient(flow: ScanFlow, chosen: readonly OfferedBag[]): Outcome {
  const { news } = flow;
  const stays = news?.kind === 'label-differs' ? news : null;
  const isJudgedAgain = news?.kind === 'to-confirm' || (news?.kind === 'refused' && isStop(news));
  const again = [...chosen, ...(isJudgedAgain ? [news.bag] : [])].filter((bag) => bag.unitId !== stays?.bag.unitId);
  const waiting = flow.waiting.filter((code) => code.kind !== 'other-patient');
  return {
    flow: {
      ...flow,
      waiting: [
        ...again.map((bag) => lookupOf(bag, 'scan')),
        ...(flow.looking ? [flow.looking] : []),
        ...waiting.map((code) => (code.kind === 'chosen' ? lookupOf(code.bag, 'hand') : code)),
      ],
      looking: null,
      inHand: stays || news?.kind === 'which-product' ? flow.inHand : null,
      news: stays ?? (news?.kind === 'which-product' ? news : null),
    },
  };
}

/** Somebody takes a bag off the list again. What a person is asked, and what is being looked up, is told first. */
export function withdraw(flow: ScanFlow, { unitId, donationNo }: Pick<OfferedBag, 'unitId' | 'donationNo'>): Outcome {
  if (awaitsAnswer(flow) || flow.looking) return { flow, drop: unitId };
  return { flow: say(flow, { kind: 'withdrawn', donationNo }), drop: unitId };
}

/** Somebody puts away what was not taken. */
export function putAway(flow: ScanFlow, item: NotTaken): Outcome {
  return { flow: { ...flow, notTaken: flow.notTaken.filter((other) => other !== item) } };
}

function look(flow: ScanFlow, code: Donation): Outcome {
  const { donationNo } = code;
  const { inHand } = flow;
  const ownLabel = inHand?.donationNo === donationNo && inHand.bag === null ? inHand.label : null;
  const looking = { ...code };
  const next = {
    ...flow,
    looking,
    inHand: { donationNo, bag: null, label: flow.heldLabel ?? ownLabel, isOpen: false },
    heldLabel: null,
  };
  return { flow: say(next, { kind: 'looking', donationNo }), ask: looking };
}

function judge(flow: ScanFlow, bag: OfferedBag, entry: BagEntry, facts: ScanFacts): Outcome {
  const label = flow.inHand?.label;
  if (label && !isSameGroup(bag, label)) return stopForLabel(flow, bag, label, facts);
  const line = facts.chosen.indexOf(bag.unitId) + 1;
  const at = facts.now;
  if (line > 0) return { flow: say(found(flow, bag), { kind: 'duplicate', bag, line, at }), tone: 'duplicate' };
  if (bag.blockedBy) return { flow: say(flow, { kind: 'refused', bag, at }), tone: 'refuse' };
  if (bag.verdict.override) return { flow: say(flow, { kind: 'to-confirm', bag, entry, at }), tone: 'duplicate' };
  return take(flow, bag, entry, facts);
}

function take(flow: ScanFlow, bag: OfferedBag, entry: BagEntry, { chosen, now }: ScanFacts): Outcome {
  const news: ScanNews = { kind: 'taken', bag, line: chosen.length + 1, at: now };
  return { flow: say(found(flow, bag), news), tone: 'ok', take: { bag, entry } };
}

/** The first label after a donation number is that bag's; one that differs from a label already read belongs to the next bag, and is held for it. */
function readLabel(flow: ScanFlow, label: GroupLabel, facts: ScanFacts): Outcome {
  const { inHand } = flow;
  if (!inHand || (inHand.label && !isSameGroup(inHand.label, label)))
    return { flow: say({ ...flow, heldLabel: label }, { kind: 'label-held', label }) };
  const labelled = { ...flow, inHand: { ...inHand, label } };
  if (inHand.bag && !isSameGroup(inHand.bag, label)) return stopForLabel(labelled, inHand.bag, label, facts);
  return { flow: labelled };
}

function stopForLabel(flow: ScanFlow, bag: OfferedBag, label: GroupLabel, { now }: ScanFacts): Outcome {
  return { flow: say(flow, { kind: 'label-differs', bag, label, at: now, isRescanned: false }), tone: 'refuse' };
}

/**
 * The label may have been another bag's: donation number and group label scanned again from this very bag lift the stop when they agree.
 * The label alone does not, for it could be the next bag's.
 */
function recheckLabel(
  flow: ScanFlow,
  news: Extract<ScanNews, { kind: 'label-differs' }>,
  code: Code,
  { chosen, now }: ScanFacts,
): Outcome {
  const { bag } = news;
  if (code.kind === 'product') return { flow };
  if (code.kind === 'donation' && [bag.donationNo, flow.inHand?.donationNo].includes(code.donationNo))
    return { flow: { ...flow, news: { ...news, isRescanned: true } }, tone: 'duplicate' };
  if (code.kind !== 'group' || !news.isRescanned || !isSameGroup(bag, code.label))
    return { flow: nameLeft({ ...flow, news: { ...news, isRescanned: false } }, code), tone: 'refuse' };
  const line = chosen.indexOf(bag.unitId) + 1;
  const { label } = code;
  const { donationNo } = bag;
  if (line > 0)
    return {
      flow: {
        ...flow,
        inHand: { donationNo, bag, label, isOpen: false },
        news: { kind: 'taken', bag, line, at: now },
      },
      tone: 'ok',
    };
  return {
    flow: {
      ...flow,
      inHand: { donationNo, bag: null, label, isOpen: false },
      waiting: [lookupOf(bag, 'scan'), ...flow.waiting],
      news: null,
    },
    tone: 'ok',
  };
}

/** The bag leaves the hand, and with it the labels that were scanned from it while the person was being asked. */
function layAside(flow: ScanFlow): ScanFlow {
  const first = flow.waiting.findIndex((code) => code.kind !== 'group' && code.kind !== 'product');
  return { ...flow, news: null, inHand: null, waiting: first < 0 ? [] : flow.waiting.slice(first) };
}

/** News takes the place of news; a bag that was told and is not on the list goes on being named. */
function say(flow: ScanFlow, news: ScanNews): ScanFlow {
  const left = flow.news && leftBy(flow.news);
  const isSame = left && 'donationNo' in news && news.donationNo === left.donationNo;
  const named = left && !isSame ? name(flow, left) : flow;
  return { ...named, news };
}

function leftBy(news: ScanNews): NotTaken | null {
  switch (news.kind) {
    case 'failed':
      return { donationNo: news.donationNo, productCode: news.productCode, why: 'failed' };
    case 'which-product':
      return { donationNo: news.donationNo, why: 'product-missing' };
    case 'not-here':
      return { donationNo: news.donationNo, why: 'not-here' };
    case 'refused': {
      const { donationNo, productCode, blockedBy } = news.bag;
      return blockedBy && !isStop(news) ? { donationNo, productCode, why: blockedBy } : null;
    }
    default:
      return null;
  }
}

function nameLeft(flow: ScanFlow, code: Code): ScanFlow {
  if (code.kind === 'donation')
    return name(flow, { donationNo: code.donationNo, productCode: code.productCode, why: 'stopped' });
  if (code.kind !== 'chosen') return flow;
  return name(flow, { donationNo: code.bag.donationNo, productCode: code.bag.productCode, why: 'stopped' });
}

function name(flow: ScanFlow, item: NotTaken): ScanFlow {
  const others = flow.notTaken.filter(
    (other) => other.donationNo !== item.donationNo || other.productCode !== item.productCode,
  );
  return { ...flow, notTaken: [...others, item] };
}

/** On the list now: no longer named as left out. */
function found(flow: ScanFlow, bag: OfferedBag): ScanFlow {
  const asScanned = flow.inHand?.donationNo;
  const isThis = ({ donationNo, productCode }: NotTaken) =>
    (donationNo === bag.donationNo || donationNo === asScanned) &&
    (productCode === undefined || productCode === bag.productCode);
  return { ...flow, notTaken: flow.notTaken.filter((item) => !isThis(item)) };
}

/** Under a warning the labels of its bag are still read: one that differs is worse than what is being asked. */
function isOfBagInWarning({ news, inHand }: ScanFlow, code: Code): boolean {
  if (news?.kind !== 'to-confirm') return false;
  return code.kind === 'product' || (code.kind === 'group' && isSameGroup(inHand?.label ?? code.label, code.label));
}

function lookupOf({ donationNo, productCode }: OfferedBag, entry: BagEntry): Donation {
  return { kind: 'donation', donationNo, productCode, entry };
}

function isSameGroup(one: GroupLabel, other: GroupLabel): boolean {
  return one.abo === other.abo && one.rhd === other.rhd;
}
