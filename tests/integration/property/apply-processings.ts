import { isInPlace, processingKinds } from '@/domain/processings/kinds';
import type { DeedOf, Ending } from './deeds';
import { type Applied, type Desk, deskOf, onHold } from './desk';
import { isForKind, type Made, madeOf, markedBy } from './making';
import { bindingOf, type Model, type ModelBag, type ModelProcessing } from './model';

type Processing = DeedOf<'start' | 'end' | 'cancel' | 'void-processing'>;
const maxMinutesOut = 30;

/** Bags that a house thaws, irradiates, washes, divides, pools or opens. */
export function applyProcessing(desk: Desk, deed: Processing): Applied {
  if (deed.kind === 'start') return start(desk, deed);
  const processing = desk.model.processings[deed.processing];
  if (!processing) return desk.refuse('state');
  if (deed.kind === 'void-processing') return takeBack(desk, deed.processing, processing);
  if (processing.state !== 'started') return desk.refuse('double');
  return deed.kind === 'end' ? end(desk, deed, processing) : cancel(desk, deed, processing);
}

function start(desk: Desk, deed: DeedOf<'start'>): Applied {
  const { model, key, nowMs } = desk;
  const { hospital, what, bags, isOpenSystem } = deed;
  const isHere = desk.stands(hospital, ['available', 'reserved'], 'in date');
  const why = desk.refusalOf(bags, (bag, name) => isHere(bag, name) ?? (isForKind(what, bag) ? null : 'state'));
  if (why) return desk.refuse(why);
  const patients = new Set(bags.map((name) => model.bags[name]?.reservedFor?.patient ?? -1));
  if (what === 'pool' && (bags.length < 2 || patients.size > 1)) return desk.refuse('state');
  const processing: ModelProcessing = {
    hospital,
    what,
    isOpenSystem,
    state: 'started',
    version: 1,
    startedAtMs: nowMs,
    bags,
    done: {},
    made: [],
  };
  const begun: Model = {
    ...model,
    bags: desk.move(bags, () => ({ state: 'quarantined', hold: 'processing', receivedBy: null })),
    processings: { ...model.processings, [key]: processing },
  };
  if (!deed.end) return desk.done(begun);
  const ended = end(deskOf(begun, key, nowMs), { ...deed.end, key, kind: 'end', processing: key }, processing);
  if (!ended.isDone) return desk.refuse(ended.why ?? 'state');
  const { processings } = ended.model;
  const posted = processings[key];
  return {
    ...ended,
    model: { ...ended.model, processings: posted ? { ...processings, [key]: { ...posted, version: 1 } } : processings },
  };
}

/** Which of its bags the processing still has, and which stand here on hold for something else. */
function whose({ model }: Desk, name: string, { hospital, bags }: ModelProcessing) {
  const still = (key: string) => {
    const bag = model.bags[key];
    const isHeldHere = bag?.holder === hospital && bag.state === 'quarantined';
    const isOwn = isHeldHere && bag.hold === 'processing' && bag.movedBy === name;
    const isJudged = bindingOf(model, key, hospital).length > 0;
    return { isIn: isOwn && !isJudged, isHeld: isHeldHere && (isOwn ? isJudged : bag.hold !== 'processing') };
  };
  return {
    inKeys: bags.filter((key) => still(key).isIn),
    heldKeys: bags.filter((key) => still(key).isHeld),
    goneKeys: bags.filter((key) => !still(key).isIn),
  };
}

/** Those of a processing that it still has, for whoever says what became of them. */
export function stillIn(model: Model, name: string): string[] {
  const processing = model.processings[name];
  return processing ? whose(deskOf(model, name, 0), name, processing).inKeys : [];
}

/** What another record took from the processing stays where it is: on hold for it, and for nobody. */
function leave(bag: ModelBag): Partial<ModelBag> {
  return { reservedFor: null, ...(bag.hold === 'processing' ? { hold: 'incident' } : {}) };
}

function end(
  desk: Desk,
  deed: { readonly kind: 'end'; readonly key: string; readonly processing: string } & Ending,
  processing: ModelProcessing,
): Applied {
  const { nowMs } = desk;
  const name = deed.processing;
  const { inKeys, heldKeys, goneKeys } = whose(desk, name, processing);
  if (new Set(deed.answers).size !== deed.answers.length) return desk.refuse('double');
  const isAnswered =
    inKeys.every((key) => deed.answers.includes(key)) && !deed.answers.some((key) => goneKeys.includes(key));
  if (!isAnswered || deed.answers.some((key) => !processing.bags.includes(key))) return desk.refuse('state');
  const spoiled = inKeys.filter((key) => deed.spoiled.includes(key));
  const done = deed.answers.filter((key) => inKeys.includes(key) && !spoiled.includes(key));
  const isSame = isInPlace(processing.what);
  const made = isSame ? [] : madeOf(desk.model, name, processing, done, deed);
  if (!made) return desk.refuse('state');
  const taken = made.find(({ key }) => !isFree(desk, key, processing));
  if (taken) return desk.refuse(desk.isBound(taken.key) ? 'held' : 'elsewhere');
  const before = Object.fromEntries(done.map((key) => [key, { expiresAtMs: desk.model.bags[key]?.expiresAtMs ?? 0 }]));
  const children = made.map((one) => childOf(desk, name, processing, one));
  const bags = {
    ...desk.model.bags,
    ...pick(
      desk.move(spoiled, () => onHold('processing_failed'), name),
      spoiled,
    ),
    ...pick(
      desk.move(
        done,
        (bag) => {
          if (!isSame) return { state: 'processed', hold: null, reservedFor: null };
          const marked = markedBy(processing, bag);
          const hold = holdAfter(marked.expiresAtMs <= nowMs, bag, processing);
          return { ...marked, ...(hold ? onHold(hold) : back(bag)) };
        },
        name,
      ),
      done,
    ),
    ...Object.fromEntries(children),
    ...pick(
      desk.write(heldKeys, (bag) => ({ ...leave(bag), ...(isSame ? markedBy(processing, bag) : {}) })),
      heldKeys,
    ),
  };
  const ended: ModelProcessing = {
    ...processing,
    state: 'ended',
    version: processing.version + 1,
    done: before,
    made: made.map(({ key }) => key),
  };
  return desk.done({ bags, processings: { ...desk.model.processings, [name]: ended } });
}

function pick(bags: Model['bags'], keys: readonly string[]): Model['bags'] {
  return Object.fromEntries(Object.entries(bags).filter(([key]) => keys.includes(key)));
}

/** Expired, or for what was found of it since; null: nothing keeps it off the shelf. */
function holdAfter(isExpired: boolean, { openHolds }: ModelBag, { hospital }: ModelProcessing): string | null {
  return isExpired ? 'expired' : (openHolds[hospital]?.[0] ?? null);
}

function back({ reservedFor }: ModelBag): Partial<ModelBag> {
  return { state: reservedFor ? 'reserved' : 'available', hold: null };
}

/** A label that no bag bears, or that of a bag of this house whose making was voided. */
function isFree({ model, isBound }: Desk, key: string, { hospital }: ModelProcessing): boolean {
  const bag = model.bags[key];
  if (!bag) return true;
  return bag.holder === hospital && bag.state === 'processed' && bag.isUnproduced && !isBound(key);
}

/** Kept for the patient of the bags it was made of; what was found of one of them holds it. */
function childOf(
  { model, nowMs }: Desk,
  name: string,
  processing: ModelProcessing,
  { key, parents, bag }: Made,
): [string, ModelBag] {
  const of = parents.flatMap((parent) => model.bags[parent] ?? []);
  const found = of.flatMap((parent) => parent.openHolds[processing.hospital] ?? [])[0];
  const isExpired = bag.expiresAtMs <= nowMs;
  const hold = isExpired ? 'expired' : (found ?? null);
  const kept = of.flatMap(({ reservedFor }) => reservedFor ?? []);
  const [first] = kept;
  const reservedFor =
    first && !hold ? { ...first, releaseAtMs: Math.min(...kept.map(({ releaseAtMs }) => releaseAtMs)) } : null;
  const openHolds = model.bags[key]?.openHolds ?? {};
  const notes =
    found && !isExpired
      ? { [processing.hospital]: [...new Set([...(openHolds[processing.hospital] ?? []), found])].sort() }
      : {};
  return [
    key,
    {
      ...bag,
      isOfUnknownAge: of.some((parent) => parent.isOfUnknownAge),
      state: hold ? 'quarantined' : reservedFor ? 'reserved' : 'available',
      holder: processing.hospital,
      expected: null,
      reservedFor,
      hold,
      heldFor: null,
      openHolds: { ...openHolds, ...notes },
      movedBy: name,
      sentBy: null,
      receivedBy: null,
      events: { [processing.hospital]: nowMs },
      isUnproduced: false,
      openedBy: null,
    },
  ];
}

function cancel(desk: Desk, deed: DeedOf<'cancel'>, processing: ModelProcessing): Applied {
  const { model, nowMs } = desk;
  const name = deed.processing;
  if (deed.spoiled.some((key) => !processing.bags.includes(key))) return desk.refuse('state');
  const { inKeys, heldKeys } = whose(desk, name, processing);
  const isChanged = 'changesAtOnce' in processingKinds[processing.what];
  const isTooLongOut = nowMs - processing.startedAtMs > maxMinutesOut * 60_000;
  const bags = {
    ...desk.move(
      inKeys,
      (bag, key) => {
        const isLate = !desk.isInDate(bag);
        const hold = deed.spoiled.includes(key)
          ? 'processing_failed'
          : !isLate && (isChanged || isTooLongOut)
            ? 'processing_voided'
            : holdAfter(isLate, bag, processing);
        return hold ? onHold(hold) : back(bag);
      },
      name,
    ),
    ...pick(desk.write(heldKeys, leave), heldKeys),
  };
  const cancelled: ModelProcessing = { ...processing, state: 'cancelled', version: processing.version + 1 };
  return desk.done({ bags, processings: { ...model.processings, [name]: cancelled } });
}

/** While everything it left stands here as it left it, for nobody. */
function takeBack(desk: Desk, name: string, processing: ModelProcessing): Applied {
  const { model } = desk;
  if (processing.state !== 'ended') return desk.refuse(processing.state === 'void' ? 'double' : 'state');
  const inputs = Object.keys(processing.done);
  const isSame = isInPlace(processing.what);
  const left = isSame ? inputs : processing.made;
  const isHere = desk.stands(processing.hospital, ['available', 'quarantined']);
  const why = desk.refusalOf(left, (bag, key) => {
    const isAsLeft = bag.movedBy === name && (bag.state === 'available' || bag.hold === 'expired');
    return isHere(bag, key) ?? (isAsLeft ? null : 'state');
  });
  if (why && left.length > 0) return desk.refuse(why);
  const undone = desk.move(inputs, (bag, key) => ({
    state: 'quarantined',
    hold: 'processing_voided',
    ...(isSame
      ? {
          expiresAtMs: processing.done[key]?.expiresAtMs ?? 0,
          marks: bag.marks.filter((mark) => mark !== processingKinds[processing.what].mark),
        }
      : {}),
  }));
  const unmade = pick(
    desk.move(processing.made, () => ({ state: 'processed', hold: null, isUnproduced: true })),
    processing.made,
  );
  return desk.done({
    bags: { ...undone, ...unmade },
    processings: {
      ...model.processings,
      [name]: { ...processing, state: 'void', version: processing.version + 1 },
    },
  });
}
