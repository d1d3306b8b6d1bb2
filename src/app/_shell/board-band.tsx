'use client';
import MenuIcon from 'lucide-react/icons/menu';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Chip } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { BandMenu } from './band-menu';
import { Brand } from './brand';
import { DataKindChip } from './data-kind-chip';
import { FindBox } from './find-box';
import type { DeskFrameActions, DeskFrameData } from './frame-types';
import { LanguageSwitch } from './language-switch';
import { LockButton } from './lock-button';
import { OrganisationSwitch } from './organisation-switch';
import { UserMenu } from './user-menu';
import { VolumeButton } from './volume-button';

type BoardBandProps = {
  data: DeskFrameData;
  actions: DeskFrameActions;
  livePill?: ReactNode;
  /** Above all: that one practises, and in a look as whom. */
  aboveBand?: ReactNode;
  /** Pages that need the whole width carry the menu in the band. */
  hasBandMenu?: boolean;
  isMenuOpen: boolean;
  onToggleMenu: () => void;
};

/** The dark band on top of every desk page, kin to the wall. */
export function BoardBand({
  data,
  actions,
  livePill,
  aboveBand,
  hasBandMenu,
  isMenuOpen,
  onToggleMenu,
}: BoardBandProps) {
  const t = useTranslations('shell');
  const common = useTranslations('common');
  return (
    <header className="col-span-full min-w-0 bg-board print:hidden whitespace-nowrap text-board-ink [--focus:var(--board-ink)]">
      {aboveBand}
      <div className="flex min-h-11 min-w-0 flex-wrap items-center gap-x-3 pl-4 desk:h-11 desk:flex-nowrap">
        <button
          type="button"
          aria-expanded={isMenuOpen}
          aria-controls="main-menu"
          aria-label={t('mainMenu')}
          onClick={onToggleMenu}
          className="inline-flex size-7 flex-none items-center justify-center rounded hover:bg-board-2 desk:hidden"
        >
          <Icon of={MenuIcon} />
        </button>
        <Brand />
        {/* Whole, or in a second line that nobody sees: a name that is cut says less than none. */}
        <span className="hidden h-5 min-w-0 flex-[0_10000_auto] flex-wrap overflow-hidden text-13 text-board-ink-2 desk:flex">
          <span aria-hidden="true" className="h-5 w-0" />
          <span className="border-l border-board-line pl-3">{common('platform')}</span>
        </span>
        <DataKindChip dataKind={data.dataKind} />
        {data.isUnencrypted && (
          <Chip tone="board-outlined" title={t('unencryptedHint')}>
            {t('unencrypted')}
          </Chip>
        )}
        {hasBandMenu ? <BandMenu entries={data.menu} /> : actions.onFind && <FindBox onFind={actions.onFind} />}
        <div className="ml-auto flex h-11 min-w-0 items-center">
          {livePill && <div className="mr-3 hidden desk:block">{livePill}</div>}
          <OrganisationSwitch session={data.session} onSwitch={actions.onSwitchMembership} />
          <UserMenu session={data.session} onSignOut={actions.onSignOut} onViewAs={actions.onViewAs} />
          <VolumeButton />
          <LanguageSwitch className="border-l border-board-line px-2" />
          {actions.onLock && <LockButton onLock={actions.onLock} />}
        </div>
      </div>
      {livePill && <div className="flex h-8 items-center border-t border-board-line px-4 desk:hidden">{livePill}</div>}
    </header>
  );
}
