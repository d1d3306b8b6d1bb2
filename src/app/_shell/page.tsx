import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { KeyBar } from './key-bar';
import { PageHead } from './page-head';
import type { PageKey } from './page-keys';

type PageProps = {
  title: ReactNode;
  note?: ReactNode;
  tabs?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** A `Drawer`: it pushes the content and reaches from the top of the page to its foot. */
  drawer?: ReactNode;
  keys?: readonly PageKey[];
  keyNote?: ReactNode;
  /** `fill`: the page itself does not scroll, its table does. */
  scroll?: 'page' | 'fill';
};

/** A page in the desk frame: head, content with 16 px around and 8 px between, drawer, key bar. */
export function Page(props: PageProps) {
  const { title, note, tabs, actions, children, drawer, keys, keyNote, scroll = 'fill' } = props;
  return (
    <>
      <div className="flex min-h-0 min-w-0 flex-1 short:min-h-[560px] short:flex-none print:block">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col print:block">
          <PageHead title={title} note={note} tabs={tabs} actions={actions} />
          <div
            className={classNames(
              'flex min-h-0 min-w-0 flex-1 flex-col gap-2 pb-2 pl-4 print:block print:px-0',
              drawer ? 'pr-3' : 'pr-4',
              // what stands fixed at its foot covers no box that has the focus
              scroll === 'page' && 'scroll-pb-16 overflow-auto',
            )}
          >
            {children}
          </div>
        </div>
        {drawer}
      </div>
      {keys && <KeyBar keys={keys} note={keyNote} />}
    </>
  );
}
