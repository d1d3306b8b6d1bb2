import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { AutologousList } from './_parts/autologous-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('autologous-transfusions');
  return { title: t('title') };
}

export default async function AutologousTransfusionsPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <AutologousList
        rights={{
          mayPlan: can(roles, 'autologous-transfusions.plan'),
          mayCollect: can(roles, 'autologous-transfusions.collect'),
          mayStore: can(roles, 'autologous-transfusions.store'),
          mayReinfuse: can(roles, 'autologous-transfusions.reinfuse'),
          mayUndo: can(roles, 'autologous-transfusions.undo'),
          mayDiscard: can(roles, 'autologous-transfusions.discard'),
          mayEvaluate: can(roles, 'autologous-transfusions.evaluate'),
          mayVoid: can(roles, 'autologous-transfusions.void'),
          mayExport: can(roles, 'autologous-transfusions.export'),
          maySeeFigures: can(roles, 'autologous-transfusions.figures'),
        }}
      />
    </ListStateProvider>
  );
}
