import { classNames } from './class-names';

type KbdProps = {
  children: string;
  /** `inherit` on buttons and dark bands: edge and text take the colour around them. */
  tone?: 'plain' | 'inherit';
  className?: string;
};

export function Kbd({ children, tone = 'plain', className }: KbdProps) {
  return (
    <kbd
      className={classNames(
        'inline-block rounded border px-[5px] font-sans text-12 font-normal whitespace-nowrap',
        tone === 'plain' ? 'border-line-3 bg-surface text-ink-2' : 'border-current text-current',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
