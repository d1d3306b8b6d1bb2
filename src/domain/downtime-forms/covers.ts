import type { DowntimeLine } from './schema';

/** What the signature of an entered form covers: the form, and each line as it was read from the paper. */
export function formCovers(no: string, lines: readonly DowntimeLine[]): readonly string[] {
  return [
    `downtime form ${no}`,
    ...lines.map(
      (line) =>
        `${line.kind} ${line.donation} ${line.productCode} ${line.occurredAt.toISOString()} ${line.first} ${line.second} ${line.mrn} ${line.patientName}`,
    ),
  ];
}
