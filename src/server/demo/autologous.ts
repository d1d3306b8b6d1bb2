import { collectionCovers, reinfusionCovers } from '@/domain/autologous-transfusions/covers';
import type { CollectAutologousInput, PlanAutologousInput } from '@/domain/autologous-transfusions/schema';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import { collectAutologous } from '../modules/autologous-transfusions/collect';
import { evaluateAutologous } from '../modules/autologous-transfusions/end';
import { getAutologous } from '../modules/autologous-transfusions/get';
import { planAutologous } from '../modules/autologous-transfusions/plan';
import { reinfuseAutologous } from '../modules/autologous-transfusions/reinfuse';
import { storeAutologous } from '../modules/autologous-transfusions/store';
import { findPatients } from '../modules/patients/find';
import type { Runtime } from '../runtime';
import { actAs, requestOf, signAs } from './actors';

const houseId = 'H01';
const hourMs = 3_600_000;

/** A few in the newcomer's house, by the same verbs as everybody's: planned, in the store, diluted this morning, salvaged and given back, evaluated. */
export async function bringAutologous(runtime: Runtime, now: Date): Promise<void> {
  const technician = await actAs(runtime, houseId, '1001');
  const nurse = await actAs(runtime, houseId, '3001');
  const request = requestOf(runtime, technician);
  const day = (days: number) => new Date(now.getTime() + days * 24 * hourMs).toISOString().slice(0, 10);

  async function plan(name: string, change: Partial<PlanAutologousInput>) {
    const [patient] = await runRead(findPatients, request, { text: name });
    if (!patient) throw new RangeError(`${name} is no patient of the demo`);
    const input = {
      type: 'predeposit',
      diagnosis: '股骨头坏死',
      operation: '全髋关节置换术',
      asa: '2',
      ...change,
    } as const;
    return execute(planAutologous, request, { ...input, patientId: patient.id });
  }
  async function collect(
    planned: { id: string; version: number },
    change: Partial<Omit<CollectAutologousInput, 'nurse'>>,
  ) {
    const nothing = {
      hbBefore: null,
      hctBefore: null,
      bags: [],
      collectedMl: null,
      device: '',
      processedMl: null,
      isWashed: null,
    };
    const body = { id: planned.id, version: planned.version, ...nothing, ...change };
    return execute(collectAutologous, request, {
      ...body,
      nurse: await signAs(runtime, nurse, collectionCovers(body)),
    });
  }
  async function reinfuse(id: string, volumeMl: number) {
    const { version, patient } = await runRead(getAutologous, request, { id });
    const body = { id, version, patientCode: patient.mrn, bagNos: [], volumeMl };
    return execute(reinfuseAutologous, request, {
      ...body,
      second: await signAs(runtime, nurse, reinfusionCovers(body)),
    });
  }

  await plan('赵春梅', { operation: '脊柱侧弯矫形术', diagnosis: '特发性脊柱侧弯', plannedOn: day(9) });

  const kept = await collect(await plan('张建国', { plannedOn: day(4) }), {
    collectedAt: new Date(now.getTime() - 5 * 24 * hourMs),
    hbBefore: 141,
    hctBefore: 42.5,
    bags: [
      { product: 'whole_blood_cpda1', volumeMl: 400 },
      { product: 'whole_blood_cpda1', volumeMl: 200 },
    ],
  });
  const { bags } = await runRead(getAutologous, request, { id: kept.id });
  await execute(storeAutologous, request, {
    id: kept.id,
    version: kept.version,
    bagIds: bags.map(({ id }) => id),
    place: 'R2',
  });

  const diluted = { type: 'haemodilution', operation: '腰椎后路融合术', diagnosis: '腰椎管狭窄' } as const;
  await collect(await plan('黄志强', diluted), {
    collectedAt: new Date(now.getTime() - 2 * hourMs),
    hbBefore: 138,
    hctBefore: 41,
    collectedMl: 400,
  });

  const salvaged = { phase: 'intraoperative', type: 'salvage', asa: '3' } as const;
  const machine = { device: '自体血液回收机 1', isWashed: true } as const;
  const heart = await plan('刘洋', { ...salvaged, operation: '冠状动脉旁路移植术', diagnosis: '冠心病' });
  await collect(heart, { ...machine, processedMl: 2600, collectedMl: 750 });
  const given = await reinfuse(heart.id, 750);
  await execute(evaluateAutologous, requestOf(runtime, nurse), {
    id: given.id,
    version: given.version,
    outcome: 'good',
    reactions: '',
  });
  const spleen = await plan('马国栋', {
    ...salvaged,
    phase: 'trauma',
    operation: '脾切除术',
    diagnosis: '外伤性脾破裂',
  });
  await collect(spleen, { ...machine, processedMl: 1800, collectedMl: 500 });
  await reinfuse(spleen.id, 450);
}
