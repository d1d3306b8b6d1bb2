/** Alarm level: 1 is the worst. */
export type Level = 1 | 2 | 3 | 4;
export type LevelTone = 'norm' | 'lv1' | 'lv2' | 'lv3' | 'lv4';

export function toneOf(level: Level | null | undefined): LevelTone {
  return level ? `lv${level}` : 'norm';
}
