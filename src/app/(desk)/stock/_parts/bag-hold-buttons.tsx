'use client';
import { useTranslations } from 'use-intl';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
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
  const open = useOpenDialog();
  const no = groupDonationNumber(bag.donationNo);
  if (isOnShelf(bag) && mayHold)
    return (
      <Button
        size={size}
        variant={size === 'sm' ? 'secondary' : 'danger'}
        aria-label={t('hold.actionOf', { no })}
        onClick={() => open((close) => <HoldDialog bags={[bag]} onClose={close} />)}
      >
        {t('hold.action')}
      </Button>
    );
  if (isHeld(bag) && mayRelease)
    return (
      <Button
        size={size}
        aria-label={t('release.actionOf', { no })}
        onClick={() => open((close) => <ReleaseHoldDialog unitIds={[bag.id]} onClose={close} />)}
      >
        {t(size === 'sm' ? 'release.short' : 'release.action')}
      </Button>
    );
  return null;
}

/** The bags that the list shows under its filters, at once: a fridge that failed is held by its storage place. */
export function ListedHoldButtons({ rows }: { rows: readonly ShelfBag[] }) {
  const t = useTranslations('stock');
  const { mayHold, mayRelease } = useHoldRights();
  const open = useOpenDialog();
  const shelf = rows.filter(isOnShelf).slice(0, atOnce);
  const held = rows.filter(isHeld).slice(0, atOnce);
  return (
    <>
      {mayRelease && held.length > 0 && (
        <Button
          size="dense"
          onClick={() => open((close) => <ReleaseHoldDialog unitIds={held.map((bag) => bag.id)} onClose={close} />)}
        >
          {t('release.listed', { count: held.length })}
        </Button>
      )}
      {mayHold && shelf.length > 0 && (
        <Button size="dense" onClick={() => open((close) => <HoldDialog bags={shelf} onClose={close} />)}>
          {t('hold.listed', { count: shelf.length })}
        </Button>
      )}
    </>
  );
}
