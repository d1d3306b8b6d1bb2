import { findProduct, type ProductMapping } from '@/domain/blood/barcodes/products';
import type { Change } from '@/domain/change';
import { isOnlyTold } from '@/domain/downtime-forms/broken';
import { formCovers } from '@/domain/downtime-forms/covers';
import { isBackdated, isSure, type LabelOfLine, readForm } from '@/domain/downtime-forms/rules';
import { type DowntimeLine, enterFormInput } from '@/domain/downtime-forms/schema';
import { decideBy, type Violation } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { placesAsOf } from '@/domain/stock/places';
import { recordSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { AppError } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { answerKnownReadings } from '../stock/answer-known-readings';
import { lockArriving } from '../stock/arriving';
import { loadRelabelled, relabelledViolation } from '../stock/label-bearers';
import { loadPlaceChanges, loadPlaces } from '../stock/load-places';
import { loadProducts } from '../stock/load-products';
import { openIncidents } from '../stock/open-incidents';
import { actorName } from '../stock/post';
import { noteUnmappedOf } from '../stock/unmapped-products';
import { type AppliedLine, applyLine, type LineContext } from './apply-line';
import {
  findIssuers,
  findOwnBag,
  type Issuers,
  isKnownInCity,
  loadEntrySettings,
  loadForm,
  loadPatients,
  nameStaff,
} from './load';
import type { HousePlaces } from './move';
import { writeDiscard, writeIssue, writeLines } from './write';

/**
 * 补录: what was written on a numbered sheet while the system was away. These are facts: whatever rule they broke, the bags move, in the order in
 * which it happened, at their true times, and each broken rule becomes an incident with an owner; what broke one and is still here is on hold, but for a bag that was only here already.
 * Only nonsense is sent back, all of it at once.
 */
export const enterForm = defineCommand({
  name: 'downtime-forms.enter',
  permission: 'downtime-forms.enter',
  input: enterFormInput,
  afterRefusal: noteUnmappedOf('downtime-forms'),
  async run(scope, input) {
    const acting = await verifySignature(scope, { method: 'session' });
    const settings = await loadEntrySettings(scope);
    const products = await loadProducts(scope);
    const name = await nameStaff(
      scope,
      input.lines.flatMap((line) => [line.first, line.second]),
    );
    const lines = input.lines.map((line) => ({ ...line, first: name(line.first), second: name(line.second) }));
    const form = await loadForm(scope, input.id, 'for update');
    const { no, state } = form;
    const { labels, violations } = readForm(lines, {
      now: scope.now,
      no,
      state,
      printedAt: form.printedAt,
      by: form.enteredBy,
    });
    if (state !== 'entered' && form.version !== input.version)
      throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { no } }], form);
    // Patients, then places, then notes, then bags, as every verb locks them.
    const patients = await loadPatients(
      scope,
      lines.map((line) => line.mrn),
    );
    const places = await loadHousePlaces(scope, lines);
    await lockBags(scope, labels);
    const issuerOf = await findIssuers(scope, labels, settings);
    const unreadable = violations.length > 0 ? [] : await findIncomplete(scope, lines, labels, issuerOf, products);
    unwrap(decideBy([...violations, ...unreadable], () => null));

    const context: LineContext = {
      formId: form.id,
      formNo: no,
      settings,
      issuerOf,
      products,
      places,
      stood: [],
      heldThrough: [],
      heldByForm: new Set(),
    };
    const records = new Map<string, string>();
    const recordOf = (line: DowntimeLine) => {
      const key = recordKeyOf(line);
      const id = records.get(key) ?? crypto.randomUUID();
      records.set(key, id);
      return id;
    };
    const inOrder = lines
      .map((line, index) => ({ line, index }))
      .sort((a, b) => a.line.occurredAt.getTime() - b.line.occurredAt.getTime() || a.index - b.index);
    const applied: (AppliedLine & { recordId: string | null })[] = [];
    for (const { line, index } of inOrder) {
      const label = labels[index];
      if (!label) throw new RangeError('a line without its label');
      const recordId = line.kind === 'received' ? form.id : recordOf(line);
      const patient = (line.kind === 'issued' && patients.get(line.mrn)) || null;
      const done = await applyLine(scope, { line, lineNo: index + 1, label, patient, recordId }, context);
      applied.push({ ...done, recordId: done.posted ? recordId : null });
    }

    const changes: Change[] = applied.flatMap((line) => [...line.changes]);
    for (const recordId of new Set(records.values())) {
      const group = applied.filter((line) => line.recordId === recordId);
      const [first] = group;
      if (first?.line.kind === 'issued') changes.push(await writeIssue(scope, { recordId, lines: group }, no));
      if (first?.line.kind === 'discarded') changes.push(await writeDiscard(scope, { recordId, lines: group }, no));
    }
    const warm = await answerKnownReadings(scope, context.stood, context.heldThrough);
    await writeLines(scope, form.id, applied, settings.timeZone);
    const { opened, changes: incidents } = await openIncidents(
      scope,
      { module: 'downtime-forms', recordId: form.id, recordNo: no },
      applied.flatMap(({ line, bag, broken }) =>
        broken.map((rule) => ({ ...rule, occurredAt: line.occurredAt, bags: [bag], isOnlyTold: isOnlyTold(broken) })),
      ),
    );
    const backdated = lines.filter((line) => isBackdated(line.occurredAt, scope.now, settings.timeZone)).length;
    await scope.q`
      update downtime_forms set state = 'entered', void_reason = null, line_count = ${lines.length}, backdated_count = ${backdated}, incident_count = ${opened.length},
        entered_by = ${actorName(scope)}, entered_at = city_now(), words = ${input.words}, version = version + 1
      where id = ${form.id} and org_id = ${scope.orgId}`;
    await recordSignature(scope, {
      module: 'downtime-forms',
      recordId: form.id,
      meaning: 'downtime_entered',
      signer: acting,
      coversDigest: digestOfCovers(formCovers(no, lines)),
    });
    await dropDraft(scope, 'downtime-forms', form.id);

    return done(
      {
        id: form.id,
        no,
        lines: lines.length,
        backdated,
        incidents: [...opened, ...warm.opened].map(({ id, no: incidentNo, rule }) => ({ id, no: incidentNo, rule })),
      },
      {
        module: 'downtime-forms',
        recordId: form.id,
        action: 'downtime-forms.enter',
        version: form.version + 1,
        state: 'entered',
        orgId: scope.orgId,
        before: { state },
        after: {
          state: 'entered',
          lineCount: lines.length,
          backdatedCount: backdated,
          incidentCount: opened.length,
          words: input.words,
          heldIds: warm.heldIds,
          markedIds: warm.markedIds,
          lines: applied.map(({ line, bag, broken }) => ({
            kind: line.kind,
            donationNo: bag.donationNo,
            occurredAt: line.occurredAt,
            first: line.first,
            second: line.second,
            broken: broken.map(({ rule }) => rule),
          })),
        },
      },
      ...changes,
      ...incidents,
      ...warm.changes,
    );
  },
});

function recordKeyOf(line: DowntimeLine): string {
  const people = `${line.occurredAt.toISOString()}|${line.first}|${line.second}`;
  return line.kind === 'issued'
    ? `issue|${people}|${line.mrn}|${line.patientName}|${line.patientAbo}|${line.patientRhd}|${line.department}`
    : `discard|${people}|${line.reasonCode}|${line.words}`;
}

/** The places locked, before the bags, and as they were when the lines happened. */
async function loadHousePlaces(scope: Scope, lines: readonly DowntimeLine[]): Promise<HousePlaces> {
  const now = await loadPlaces(scope, 'for share');
  const since = new Date(Math.min(...lines.map(({ occurredAt }) => occurredAt.getTime())));
  const changes = await loadPlaceChanges(
    scope,
    now.map(({ id }) => id),
    since,
  );
  return { now, at: (moment) => placesAsOf(now, changes, moment) };
}

/** The bags of this house on the form, and the notes that await them: locked in the order of every verb, whatever order the lines stand in. */
async function lockBags(scope: Scope, labels: readonly LabelOfLine[]): Promise<void> {
  const { q, orgId } = scope;
  const rows = await q<{ id: string }[]>`
    select u.id from blood_units u where u.donation_no = any(${labels.map((label) => label.donationNo)})
      and case when u.state = 'in_transit' then u.expected_org_id = ${orgId} else u.holder_org_id = ${orgId} end`;
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await lockArriving(scope, ids);
  await q`select id from blood_units where id = any(${ids}) order by id for update`;
}

/**
 * A bag that is neither here nor on its way here is taken out of somebody else's account, or comes into being: one digit typed wrongly would do it,
 * so the number is scanned or typed twice. A bag that no house knows is registered from its label: then the label must say what it is.
 */
async function findIncomplete(
  scope: Scope,
  lines: readonly DowntimeLine[],
  labels: readonly LabelOfLine[],
  issuerOf: Issuers,
  products: readonly ProductMapping[],
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [index, line] of lines.entries()) {
    const label = labels[index];
    if (!label || (await findOwnBag(scope, label))) continue;
    const { donationNo, productCode } = label;
    const facts = { line: index + 1, donationNo, productCode };
    if (!isSure(line)) violations.push({ code: 'form.repeat_number', path: `lines.${index}.repeated`, facts });
    if (await isKnownInCity(scope, label, issuerOf(label))) continue;
    const [relabelled] = await loadRelabelled(scope, [{ ...label, issuer: issuerOf(label) }]);
    if (relabelled) {
      const violation = relabelledViolation(relabelled, `lines.${index}.donation`);
      violations.push({ ...violation, facts: { ...violation.facts, line: index + 1 } });
      continue;
    }
    if (!findProduct(productCode, products))
      violations.push({ code: 'label.product_unknown', path: `lines.${index}.productCode`, facts });
    if (!line.abo || !line.expiresAt)
      violations.push({
        code: 'form.label_incomplete',
        path: `lines.${index}.${line.abo ? 'expiresAt' : 'abo'}`,
        facts,
      });
  }
  return violations;
}
