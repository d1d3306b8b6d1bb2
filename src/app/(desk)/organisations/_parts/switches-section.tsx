'use client';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Button } from '@/components/ui/button';
import { switchSources } from '@/domain/house-switches';
import { useFormat } from '@/i18n/provider';
import type { OrganisationDetail } from './organisation-types';
import { useSwitchWords } from './switch-words';
import { SwitchesDialog } from './switches-dialog';

/** Every switch that the verbs of a hospital read: as it stands, what the default is and where that comes from, and who set it last. */
export function SwitchesSection({ house }: { house: OrganisationDetail }) {
  const t = useTranslations('organisations');
  const format = useFormat();
  const { say, sayDefault } = useSwitchWords();
  const open = useOpenDialog();
  const { switches } = house;
  if (!switches) return null;
  return (
    <section className="border-b border-line px-4 py-3">
      <header className="mb-2 flex items-center gap-2">
        <h3 className="text-14 font-bold">{t('detail.switches')}</h3>
        {house.may !== 'none' && house.state === 'active' && (
          <Button
            size="sm"
            className="ml-auto"
            onClick={() => open((close) => <SwitchesDialog house={house} switches={switches} onClose={close} />)}
          >
            {t('detail.setSwitches')}
          </Button>
        )}
      </header>
      <dl className="flex flex-col gap-2.5">
        {switches.names.map((name) => {
          const isOwn = switches.own.includes(name);
          const change = switches.changes[name];
          return (
            <div key={name}>
              <dt className="text-12 text-ink-3">{t(`fields.${name}`)}</dt>
              <dd>
                <p className="text-14">{say(name, switches)}</p>
                <p className="text-12 text-ink-3">
                  {isOwn
                    ? t(`switches.ownSource.${switchSources[name]}`, { value: sayDefault(name) })
                    : t(`switches.source.${switchSources[name]}`)}
                </p>
                <p className="text-12 text-ink-3">
                  {change
                    ? t('switches.changed', { at: format.dateTime(new Date(change.at)), who: change.by })
                    : t(isOwn ? 'switches.setAtStart' : 'switches.neverChanged')}
                </p>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}
