import type { LookFacts } from '@/app/_shell/look-frame';
import { readTranslations } from '@/i18n/server';
import { currentSession } from '@/server/auth/current-actor';

/** As which role this session looks, in words; null: as itself. */
export async function readLook(): Promise<LookFacts | null> {
  const state = await currentSession();
  if (state.kind === 'none' || !state.actor.look) return null;
  const t = await readTranslations('modules');
  return {
    roleName: t(`roles.${state.actor.look.role}`),
    who: state.actor.name,
    drawnFor: state.session.drawnFor,
  };
}
