import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { StageIcon, type StageShape } from './stage-icon';

/** quiet: not begun · plain: on its way · done · back: sent back or refused · stop: dangerous · hold: not to be used ·
 *  warn: act soon · info: good to know · void: over and without effect. A box appears only when someone must act. */
export type StatusTone = 'quiet' | 'plain' | 'done' | 'back' | 'stop' | 'hold' | 'warn' | 'info' | 'void';

export type StatusMarkProps = {
  children: ReactNode;
  tone?: StatusTone;
  /** How far along, of five, for `plain`; 2.5 is half-way. */
  stage?: number;
  /** 紧急 and 危及生命 are words in a box, without a sign. */
  hasIcon?: boolean;
  size?: 'normal' | 'large';
  isStrong?: boolean;
  className?: string;
};

const shapes: Record<StatusTone, StageShape> = {
  quiet: 'draft',
  plain: 'pie',
  done: 'done',
  back: 'cross',
  stop: 'cross',
  hold: 'hatch',
  warn: 'alert',
  info: 'lines',
  void: 'void',
};

const colours: Record<StatusTone, string> = {
  quiet: 'text-ink-2',
  plain: 'text-ink',
  done: 'text-ink-2',
  void: 'text-ink-3',
  back: 'border-stop bg-surface text-stop',
  stop: 'border-lv1 bg-lv1 text-on-lv1',
  hold: 'border-line-3 bg-surface text-ink',
  warn: 'border-lv2-edge bg-lv2-tint text-ink',
  info: 'border-lv4-edge bg-lv4-tint text-ink',
};

const boxed: ReadonlySet<StatusTone> = new Set(['back', 'stop', 'hold', 'warn', 'info']);

export function StatusMark(props: StatusMarkProps) {
  const { children, tone = 'plain', stage = 0, hasIcon = true, size = 'normal', isStrong, className } = props;
  const isLarge = size === 'large';
  return (
    <span
      className={classNames(
        'inline-flex items-center align-middle whitespace-nowrap',
        isLarge ? 'h-7 gap-2 text-16' : 'h-5 gap-[5px]',
        boxed.has(tone) ? 'rounded border pr-1.5 pl-[5px]' : '',
        !isLarge && (boxed.has(tone) ? 'text-12' : 'text-13'),
        (isStrong || isLarge) && 'font-bold',
        colours[tone],
        className,
      )}
    >
      {hasIcon && <StageIcon shape={shapes[tone]} stage={stage} size={isLarge ? 20 : 14} />}
      {children}
    </span>
  );
}
