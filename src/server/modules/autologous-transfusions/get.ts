import { z } from 'zod';
import { readAutologousBagNo } from '@/domain/blood/barcodes/autologous';
import { normaliseScan } from '@/domain/blood/barcodes/normalise';
import { notFound } from '../../kernel/errors';
import { defineRead } from '../../kernel/read';
import { isHospital, loadDuty } from '../stock/load-duty';
import { loadPlaces } from '../stock/load-places';
import { findBagByNo, loadAutologous, loadBags, loadPatientOf } from './load';

/** One record with its patient, its bags, where they may be put, and who signed. */
export const getAutologous = defineRead({
  name: 'autologous-transfusions.get',
  permission: 'autologous-transfusions.read',
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const row = await loadAutologous(scope, id);
    const patient = await loadPatientOf(scope, row.patientId);
    if (!patient) throw notFound();
    const bags = await loadBags(scope, id);
    const signatures = await scope.q<{ meaning: string; signerName: string; method: string; signedAt: Date }[]>`
      select meaning, signer_name as "signerName", method, signed_at as "signedAt" from signatures
      where org_id = ${scope.orgId} and module = 'autologous-transfusions' and record_id = ${id} order by signed_at, meaning`;
    const discards = await scope.q<{ bagId: string; reason: string; byName: string; secondName: string; at: Date }[]>`
      select bag_id as "bagId", reason, by_name as "byName", second_name as "secondName", at from autologous_movements
      where org_id = ${scope.orgId} and transfusion_id = ${id} and kind = 'discard'
        and not exists (select 1 from autologous_movements u where u.undoes = autologous_movements.id) order by id`;
    const places = (await loadPlaces(scope)).filter(({ state }) => state === 'active');
    return {
      ...row,
      patient,
      patientMrn: patient.mrn,
      patientName: patient.name,
      bags,
      discards: [...discards],
      places: places.map(({ code, name, placeClass, isLastOut, isDefault }) => ({
        code,
        name,
        placeClass,
        isLastOut,
        isDefault,
      })),
      signatures: [...signatures],
      isSingleDutyAllowed: isHospital(scope) && (await loadDuty(scope)).isSingleAllowed,
    };
  },
});

/** Whose is the bag in my hand, and what is the city's time? Its record and patient by their ids, or null: no bag of this house. */
export const findAutologousBag = defineRead({
  name: 'autologous-transfusions.findBag',
  permission: 'autologous-transfusions.read',
  input: z.strictObject({ code: z.string().trim().min(1).max(60) }),
  async run(scope, { code }) {
    const bagNo = normaliseScan(code);
    const bag = readAutologousBagNo(bagNo) && (await findBagByNo(scope, bagNo));
    return bag && { ...bag, at: scope.now };
  },
});

/** Has this patient bags of his own in the store that may be given? How many, how much, and until when: no number of a bag. Those of a cancelled record wait for nobody. */
export const autologousOfPatient = defineRead({
  name: 'autologous-transfusions.ofPatient',
  permission: 'clinical-issues.read',
  input: z.strictObject({ patientId: z.uuid() }),
  async run({ q, orgId }, { patientId }): Promise<{ bags: number; volumeMl: number; nextExpiry: Date | null }> {
    const [found] = await q<{ bags: number; volumeMl: number; nextExpiry: Date | null }[]>`
      select count(*)::int as bags, coalesce(sum(b.volume_ml), 0)::int as "volumeMl", min(b.expires_at) as "nextExpiry"
      from autologous_bags b join autologous_transfusions t on t.id = b.transfusion_id
      where b.org_id = ${orgId} and b.patient_id = ${patientId} and b.state = 'stored' and b.expires_at > city_now() and t.state in ('collected', 'stored')`;
    return found ?? { bags: 0, volumeMl: 0, nextExpiry: null };
  },
});
