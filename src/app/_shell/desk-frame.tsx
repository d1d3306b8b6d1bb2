'use client';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { OnDemand } from '@/components/ui/on-demand';
import { useKey } from '@/components/ui/use-key';
import { BoardBand } from './board-band';
import { listItems } from './current-entry';
import type { DeskFrameActions, DeskFrameData } from './frame-types';
import { MainMenu } from './main-menu';
import { PageKeysProvider } from './page-keys';

const KeysDialog = dynamic(() => import('./keys-dialog'), { ssr: false });
const ToastHost = dynamic(() => import('@/components/ui/toast-host').then((part) => part.ToastHost), { ssr: false });

export type DeskFrameProps = {
  data: DeskFrameData;
  actions?: DeskFrameActions;
  livePill?: ReactNode;
  /** Above all: that one practises, and in a look as whom. */
  aboveBand?: ReactNode;
  /** On paper, above the page: whose it is, who printed it and when. */
  paperHead?: ReactNode;
  /** `side`: 192 px at the left. `band`: in the dark band, for pages that need the whole width. */
  menuPlace?: 'side' | 'band';
  children: ReactNode;
};

/** Band, menu, content: the frame of every desk page. */
export function DeskFrame({
  data,
  actions = {},
  livePill,
  aboveBand,
  paperHead,
  menuPlace = 'side',
  children,
}: DeskFrameProps) {
  const t = useTranslations('shell');
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  // the narrow window's menu is open for the page it was opened on, and so closes by going elsewhere
  const pathname = usePathname();
  const [menuOpenedAt, setMenuOpenedAt] = useState<string | null>(null);
  const isMenuOpen = menuOpenedAt === pathname;
  const openHelp = useCallback(() => setIsHelpOpen(true), []);
  useKey('?', openHelp);
  useKey('F1', openHelp);
  const isSide = menuPlace === 'side';

  return (
    <PageKeysProvider onOpenHelp={openHelp}>
      <div
        data-paper="desk"
        className={classNames(
          'relative grid h-screen grid-rows-[auto_minmax(0,1fr)] overflow-hidden print:block print:h-auto print:overflow-visible',
          isSide ? 'grid-cols-[minmax(0,1fr)] desk:grid-cols-[192px_minmax(0,1fr)]' : 'grid-cols-[minmax(0,1fr)]',
        )}
      >
        <a
          href="#content"
          className="absolute top-1 left-1 z-50 rounded bg-surface px-3 py-2 text-ink not-focus:sr-only focus:[--focus:var(--ink)] print:hidden"
        >
          {t('skipToContent')}
        </a>
        <BoardBand
          data={data}
          actions={actions}
          livePill={livePill}
          aboveBand={aboveBand}
          hasBandMenu={!isSide}
          isMenuOpen={isMenuOpen}
          onToggleMenu={() => setMenuOpenedAt(isMenuOpen ? null : pathname)}
        />
        {isSide && <MainMenu data={data} isOpen={isMenuOpen} />}
        <main
          id="content"
          tabIndex={-1}
          className={classNames(
            'relative col-start-1 row-start-2 flex min-h-0 min-w-0 flex-col outline-none short:overflow-auto print:block print:overflow-visible',
            isSide && 'desk:col-start-2',
          )}
        >
          {paperHead}
          {children}
        </main>
      </div>
      {isHelpOpen && (
        <OnDemand onMissing={() => setIsHelpOpen(false)}>
          <KeysDialog
            isOpen
            practises={listItems(data.menu).some(({ key }) => key === 'exercises')}
            onClose={() => setIsHelpOpen(false)}
          />
        </OnDemand>
      )}
      <OnDemand>
        <ToastHost />
      </OnDemand>
    </PageKeysProvider>
  );
}
