'use client';
import { useState } from 'react';
import { z } from 'zod';
import { useTRPC } from '@/app/_client/trpc';
import type { CommandHandle } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import type { OpenDraft } from '@/app/_shell/draft-gate';

import { type BloodComponent, componentCatalogue } from '@/domain/blood/components';
import { ownDraft } from '@/domain/own-draft';
import { temperatureClasses } from '@/domain/shipments/schema';
import { transportOf } from '@/domain/stock/places';
import type { FoundBag } from '@/server/modules/shipments/find-bags';

export type TemperatureClass = (typeof temperatureClasses)[number];
export type PackedLine = FoundBag & { boxNo: number };
export type PackedBox = { boxNo: number; temperatureClass: TemperatureClass; packedAtCelsius: number | null };

export interface Packing {
  readonly toOrgId: string;
  readonly carrier: string;
  readonly carrierPhone: string;
  readonly lines: readonly PackedLine[];
  readonly boxes: readonly PackedBox[];
}

const emptyPacking: Packing = { toOrgId: '', carrier: '', carrierPhone: '', lines: [], boxes: [] };

const components: readonly BloodComponent[] = componentCatalogue;

const storedPacking = z.object({
  toOrgId: z.string(),
  carrier: z.string(),
  carrierPhone: z.string(),
  lines: z.array(
    z.looseObject({ id: z.string(), component: z.string(), boxNo: z.number(), expiresAt: z.coerce.date() }),
  ),
  boxes: z.array(
    z.object({
      boxNo: z.number(),
      temperatureClass: z.enum(temperatureClasses),
      packedAtCelsius: z.number().nullable(),
    }),
  ),
});

/** The box that this bag belongs in: a thawed one never among what is frozen. */
function classOf({ component, processedAs }: Pick<FoundBag, 'component' | 'processedAs'>): TemperatureClass {
  const known = components.find(({ code }) => code === component);
  return known ? transportOf(known, processedAs).temperatureClass : 'red_cells';
}

/** Puts bags on the note: each into the first box of its temperature class, or a new one. Bags already there are left out. */
export function addBags(packing: Packing, bags: readonly (FoundBag & { boxNo?: number | null })[]): Packing {
  const boxes = [...packing.boxes];
  const lines = [...packing.lines];
  for (const { boxNo, ...bag } of bags) {
    if (lines.some((line) => line.id === bag.id)) continue;
    const temperatureClass = classOf(bag);
    let box = boxes.find((one) => one.temperatureClass === temperatureClass && (!boxNo || one.boxNo === boxNo));
    if (!box) {
      const free =
        boxNo && !boxes.some((one) => one.boxNo === boxNo) ? boxNo : Math.max(0, ...boxes.map((one) => one.boxNo)) + 1;
      box = { boxNo: free, temperatureClass, packedAtCelsius: null };
      boxes.push(box);
    }
    lines.push({ ...bag, boxNo: box.boxNo });
  }
  return { ...packing, lines, boxes };
}

export function removeBag(packing: Packing, id: string): Packing {
  const lines = packing.lines.filter((line) => line.id !== id);
  return { ...packing, lines, boxes: packing.boxes.filter((box) => lines.some((line) => line.boxNo === box.boxNo)) };
}

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
export function openPacking(body: unknown): Packing {
  const parsed = storedPacking.safeParse(body);
  return parsed.success ? (parsed.data as unknown as Packing) : emptyPacking;
}

/** The note being packed, kept on the server as it grows: another computer goes on where this one stopped. */
export function usePacking(
  stored: OpenDraft | null,
  command: Pick<CommandHandle<never, unknown>, 'key' | 'state' | 'isUnanswered'>,
) {
  const trpc = useTRPC();
  const [packing, setPacking] = useState(() => openPacking(stored?.body));
  const { draftState, settleDraft } = useDraft({
    stored,
    body: packing,
    isEmpty: packing === emptyPacking,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.shipments.saveDraft.mutationOptions(),
    subjectId: ownDraft,
  });
  return { packing, draftState, settleDraft, change: setPacking };
}
