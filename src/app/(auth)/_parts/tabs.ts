import { isPracticeDrawn } from '@/domain/drawn-for';

/**
 * All tabs of a browser are one session: what one of them knows, the others hear at once and not at their next question.
 * `locked`: asked for, the server has yet to hear it. `confirmed`: it has. `unlocked`: it is open again. `changed`: signed in, signed out,
 * another organisation, or nobody knows; ask.
 */
export type TabWord = 'locked' | 'confirmed' | 'unlocked' | 'changed';

/** The pages of each city lock and open among themselves. */
const channelNames = { city: 'xuemai.session', practice: 'xuemai.session.practice' } as const;

export const openTabsChannel = (drawnFor: string): BroadcastChannel =>
  new BroadcastChannel(channelNames[isPracticeDrawn(drawnFor) ? 'practice' : 'city']);

/** From a page that does not listen itself, to those of both cities: who signs in to one leaves the other. */
export function tellTabs(word: TabWord): void {
  for (const name of Object.values(channelNames)) {
    const channel = new BroadcastChannel(name);
    channel.postMessage(word);
    channel.close();
  }
}
