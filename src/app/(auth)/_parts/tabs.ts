/**
 * All tabs of a browser are one session: what one of them knows, the others hear at once and not at their next question.
 * `locked`: asked for, the server has yet to hear it. `confirmed`: it has. `unlocked`: it is open again. `changed`: signed in, signed out,
 * another organisation, or nobody knows; ask.
 */
export type TabWord = 'locked' | 'confirmed' | 'unlocked' | 'changed';

const channelName = 'xuemai.session';

export const openTabsChannel = (): BroadcastChannel => new BroadcastChannel(channelName);

/** From a page that does not listen itself. */
export function tellTabs(word: TabWord): void {
  const channel = openTabsChannel();
  channel.postMessage(word);
  channel.close();
}
