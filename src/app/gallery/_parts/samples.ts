import type { PickerItem } from '@/components/ui/picker-item';

export const stations: readonly PickerItem[] = [
  { value: 'S01', label: '申城示范血液中心', search: 'shenchengshifanxueyezhongxin scsfxyzx', code: 'S01' },
  { value: 'S02', label: '崇明示范血站', search: 'chongmingshifanxuezhan cmsfxz', code: 'S02' },
  { value: 'S03', label: '浦东示范血站', search: 'pudongshifanxuezhan pdsfxz', code: 'S03' },
];

/** Stands in for the server's search in the gallery only. */
export async function searchStations(query: string): Promise<PickerItem[]> {
  const { matchesPicker } = await import('@/components/ui/picker-item');
  return stations.filter((station) => matchesPicker(station, query));
}
