'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { groupDonationNumber } from '@/i18n/format';
import { HoldDialog, type ShelfBag } from './hold-dialog';
import { ReleaseHoldDialog } from './release-hold-dialog';
import { useHoldRights } from './use-hold-rights';

const isOnShelf = ({ state }: ShelfBag) => state === 'available' || state === 'reserved';
const isHeld = ({ state }: ShelfBag) => state === 'quarantined';
const atOnce = 200;

/** 隔离 or 解除隔离 of one bag, as its state and the role allow; nothing for anybody else. */
export function BagHoldButton({ bag, size = 'sm' }: { bag: ShelfBag; size?: 'sm' | 'md' }) {
  const t = useTranslations('stock');
  const { mayHold, mayRelease } = useHoldRights();
  const [isOpen, setIsOpen] = useState(false);
  const no = groupDonationNumber(bag.donationNo);
  const close = () => setIsOpen(false);
  if (isOnShelf(bag) && mayHold)
    return (
      <>
        <Button
          size={size}
          variant={size === 'sm' ? 'secondary' : 'danger'}
          aria-label={t('hold.actionOf', { no })}
          onClick={() => setIsOpen(true)}
        >
          {t('hold.action')}
        </Button>
        {isOpen && <HoldDialog bags={[bag]} onClose={close} />}
      </>
    );
  if (isHeld(bag) && mayRelease)
    return (
      <>
        <Button size={size} aria-label={t('release.actionOf', { no })} onClick={() => setIsOpen(true)}>
          {t(size === 'sm' ? 'release.short' : 'release.action')}
        </Button>
        {isOpen && <ReleaseHoldDialog unitIds={[bag.id]} onClose={close} />}
      </>
    );
  return null;
}

/** The bags that the list shows under its filters, at once: a fridge that failed is held by its storage place. */
export function ListedHoldButtons({ rows }: { rows: readonly ShelfBag[] }) {
  const t = useTranslations('stock');
  const { mayHold, mayRelease } = useHoldRights();
  const [isOpen, setIsOpen] = useState<'hold' | 'release' | null>(null);
  const shelf = rows.filter(isOnShelf).slice(0, atOnce);
  const held = rows.filter(isHeld).slice(0, atOnce);
  const close = () => setIsOpen(null);
  return (
    <>
      {mayRelease && held.length > 0 && (
        <Button size="dense" onClick={() => setIsOpen('release')}>
          {t('release.listed', { count: held.length })}
        </Button>
      )}
      {mayHold && shelf.length > 0 && (
        <Button size="dense" onClick={() => setIsOpen('hold')}>
          {t('hold.listed', { count: shelf.length })}
        </Button>
      )}
      {isOpen === 'hold' && <HoldDialog bags={shelf} onClose={close} />}
      {isOpen === 'release' && <ReleaseHoldDialog unitIds={held.map((bag) => bag.id)} onClose={close} />}
    </>
  );
}
