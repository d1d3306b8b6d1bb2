import type { TemperatureRange } from '../blood/components';
import type { Violation } from '../result';
import { type PlaceClass, placeRanges, transportOfAll } from './places';

export interface Box {
  readonly boxNo: number;
  readonly temperatureClass: string;
  /** °C, measured when the box was closed; null when it was not. */
  readonly packedAtCelsius: number | null;
}

export interface BoxedBag {
  readonly donationNo: string;
  readonly temperatureClass: string;
  readonly transport: TemperatureRange;
}

/**
 * What is wrong with the boxes of a note, each fault on its line or box: a number twice; a bag in a box that is not there or of another temperature
 * class; an empty box; a box closed outside the transport range of all its bags (°C, GB 18469 catalogue).
 * @param lines `bag`: undefined where it is not known; whoever asks says so himself.
 */
export function checkBoxes(
  boxes: readonly Box[],
  lines: readonly { readonly boxNo: number; readonly bag: BoxedBag | undefined }[],
): Violation[] {
  const violations: Violation[] = [];
  const known = new Map(boxes.map((box) => [box.boxNo, box]));
  if (known.size !== boxes.length) violations.push({ code: 'box.twice', path: 'boxes' });

  const filled = new Map<number, BoxedBag[]>();
  lines.forEach(({ boxNo, bag }, index) => {
    if (!bag) return;
    const { donationNo } = bag;
    const path = `lines.${index}.boxNo`;
    const box = known.get(boxNo);
    if (!box) violations.push({ code: 'box.missing', path, facts: { donationNo, boxNo } });
    else if (box.temperatureClass !== bag.temperatureClass)
      violations.push({
        code: 'box.class_mismatch',
        path,
        facts: { donationNo, boxNo, temperatureClass: bag.temperatureClass },
      });
    else filled.set(boxNo, [...(filled.get(boxNo) ?? []), bag]);
  });

  boxes.forEach(({ boxNo, packedAtCelsius }, index) => {
    // What is stored colder may travel with what is not: the box must do for every bag in it.
    const range = transportOfAll((filled.get(boxNo) ?? []).map(({ transport }) => transport));
    if (!lines.some((line) => line.boxNo === boxNo))
      violations.push({ code: 'box.empty', path: `boxes.${index}.boxNo`, facts: { boxNo } });
    if (range && packedAtCelsius !== null && !isInRange(packedAtCelsius, range))
      violations.push({
        code: 'box.out_of_range',
        path: `boxes.${index}.packedAtCelsius`,
        facts: { boxNo, celsius: packedAtCelsius, minC: range.minC, maxC: range.maxC },
      });
  });
  return violations;
}

/**
 * °C at which a box of this class is closed: what the class is stored at, as far as all its bags travel so. The journey warms it, and at the end the
 * wider range of transport holds. [unsourced: default; the ranges are those of WS 399-2012 and GB 18469]
 */
export function closingRange(
  temperatureClass: string,
  transports: readonly TemperatureRange[],
): TemperatureRange | null {
  const storage = temperatureClass in placeRanges ? placeRanges[temperatureClass as PlaceClass] : null;
  return transportOfAll([...(storage ? [storage] : []), ...transports]);
}

export type ClosingTemperature = 'right' | 'off' | 'out';

/**
 * What a box measured at closing is: `right`; `off`: not as its class is stored, but as its bags may travel (red cells at 2–6 ℃ and up to 10 ℃);
 * `out`: not even that.
 */
export function judgeClosing(
  celsius: number,
  temperatureClass: string,
  transports: readonly TemperatureRange[],
): ClosingTemperature {
  const transport = transportOfAll(transports);
  if (transport && !isInRange(celsius, transport)) return 'out';
  const closing = closingRange(temperatureClass, transports);
  return closing && !isInRange(celsius, closing) ? 'off' : 'right';
}

function isInRange(celsius: number, { minC, maxC }: TemperatureRange): boolean {
  return (minC === null || celsius >= minC) && celsius <= maxC;
}
