'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { exerciseKey } from './exercise-key';
import { type PageKey, usePageKeys } from './page-keys';

type KeysDialogProps = {
  isOpen: boolean;
  /** There are exercises, and a key to them. */
  practises: boolean;
  onClose: () => void;
};

export default function KeysDialog({ isOpen, practises, onClose }: KeysDialogProps) {
  const t = useTranslations('shell.keys');
  const { keys } = usePageKeys();
  const everywhere: PageKey[] = [
    { keys: 'Tab', label: t('tab') },
    { keys: 'Shift Tab', label: t('shiftTab') },
    { keys: 'F4', label: t('choose') },
    { keys: 'Alt 1–9', label: t('offered') },
    { keys: 'Esc', label: t('back') },
    { keys: 'Ctrl K', label: t('find') },
    { keys: 'Ctrl L', label: t('lock') },
    ...(practises ? [{ keys: exerciseKey, label: t('exercise') }] : []),
    { keys: 'F1', label: t('all') },
  ];
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('title')}>
      <div className="grid grid-cols-2 gap-6 pb-2">
        {keys.length > 0 && <KeyList title={t('thisPage')} keys={keys} />}
        <KeyList title={t('everywhere')} keys={everywhere} />
      </div>
      <Link href="/scanner" onClick={onClose} className="text-13 text-act underline">
        {t('scanner')}
      </Link>
    </Dialog>
  );
}

function KeyList({ title, keys }: { title: string; keys: readonly PageKey[] }) {
  return (
    <section>
      <h3 className="mb-1 text-13 font-bold">{title}</h3>
      <dl className="text-13">
        {keys.map((key) => (
          <div key={key.keys} className="flex h-8 items-center justify-between gap-4 border-b border-line">
            <dt className="text-ink-2">{key.label}</dt>
            <dd>
              <Kbd>{key.keys}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
