import { can } from '@/domain/permissions';
import type { DeviceActor, UserActor } from '../kernel/actor';

/** Whoever may hold a live connection. Interfaces read the feed with a cursor of their own instead. */
export type Listener = UserActor | DeviceActor;

export const cityRoom = 'city';
/** The desks of municipal offices: the records of every house that they read. */
export const officesRoom = 'offices';
/** Those of the offices of one district: the same, of its houses. */
export const districtRoom = (district: string) => `offices:${district}`;
/** Everybody who works at a screen: the city's master data. What is told here is told in no other room. */
export const desksRoom = 'desks';
export const orgRoom = (orgId: string) => `org:${orgId}`;

/**
 * What this listener may hear, from its session alone; a client never names a room. Everybody hears of the records to which
 * its own organisation is a party, and of the city, which carries no patient, when it may see the overview; an office also of the
 * records that it reads of every house, or of those of its district. Every desk hears of master data. A wallboard hears figures, not records.
 */
export function feedRoomsOf(listener: Listener): readonly string[] {
  if (!can(listener.roles, 'live.listen')) return [];
  const hearsCity = can(listener.roles, 'overview.read');
  const isWallboard = listener.roles.every((role) => role === 'wallboard');
  return [
    ...(isWallboard ? [] : [orgRoom(listener.orgId)]),
    ...(hearsCity ? [cityRoom] : []),
    ...(hearsCity && !isWallboard && listener.orgKind === 'blood_office' ? [officeRoomOf(listener)] : []),
    ...(isWallboard ? [] : [desksRoom]),
  ];
}

const officeRoomOf = ({ district }: Listener) => (district === '' ? officesRoom : districtRoom(district));

/** The wide rooms, the widest first: nobody is told in a narrower one what a wider one tells. */
const wideRooms = [cityRoom, officesRoom] as const;

/**
 * A screen that hears both its organisation and the city would get the city's part twice. So each room has a channel for all its screens, and for
 * each wide room one only for those that do not hear that.
 */
export function channelsOf(feedRooms: readonly string[]): string[] {
  const unheard = wideRooms.filter((wide) => !feedRooms.includes(wide));
  return feedRooms.flatMap((room) => [
    room,
    ...unheard.filter((wide) => wide !== room).map((wide) => without(room, wide)),
  ]);
}

/** The channels that together reach every screen in these feed rooms, each once. */
export function channelsFor(feedRooms: readonly string[]): string[] {
  const wide = wideRooms.find((room) => feedRooms.includes(room));
  if (!wide) return [...feedRooms];
  return feedRooms.map((room) => (room === wide ? room : without(room, wide)));
}

const without = (room: string, wide: string) => `${room}|not ${wide}`;
