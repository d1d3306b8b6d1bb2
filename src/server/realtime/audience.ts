import { can } from '@/domain/permissions';
import type { DeviceActor, UserActor } from '../kernel/actor';

/** Whoever may hold a live connection. Interfaces read the feed with a cursor of their own instead. */
export type Listener = UserActor | DeviceActor;

export const cityRoom = 'city';
/** Everybody who works at a screen: the city's master data. What is told here is told in no other room. */
export const desksRoom = 'desks';
export const orgRoom = (orgId: string) => `org:${orgId}`;

/**
 * What this listener may hear, from its session alone; a client never names a room. Everybody hears of the records to which
 * its own organisation is a party, and of the city, which carries no patient, when it may see the overview. Every desk hears of master data. A wallboard hears figures, not records.
 */
export function feedRoomsOf(listener: Listener): readonly string[] {
  if (!can(listener.roles, 'live.listen')) return [];
  const hearsCity = can(listener.roles, 'overview.read');
  const isWallboard = listener.roles.every((role) => role === 'wallboard');
  return [
    ...(isWallboard ? [] : [orgRoom(listener.orgId)]),
    ...(hearsCity ? [cityRoom] : []),
    ...(isWallboard ? [] : [desksRoom]),
  ];
}

/**
 * A screen that hears both its organisation and the city would get the city's part twice. So an organisation has two channels: one for
 * all its screens, and one only for those that do not hear the city.
 */
export function channelsOf(feedRooms: readonly string[]): string[] {
  const hearsCity = feedRooms.includes(cityRoom);
  return feedRooms.flatMap((room) => (room === cityRoom || hearsCity ? [room] : [room, `${room}|only`]));
}

/** The channels that together reach every screen in these feed rooms, each once. */
export function channelsFor(feedRooms: readonly string[]): string[] {
  if (!feedRooms.includes(cityRoom)) return [...feedRooms];
  return feedRooms.map((room) => (room === cityRoom ? room : `${room}|only`));
}
