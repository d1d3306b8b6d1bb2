'use client';
import type { KeyboardEvent } from 'react';
import { useRef } from 'react';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import type { BloodComponent } from '@/domain/blood/components';
import { groupColumns, groupKey } from '@/domain/blood/groups';
import { declaredKey } from '@/domain/declared-stock/rules';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { nothing } from '@/i18n/format';
import { useDeclaredWords } from './declared-words';
import type { Texts } from './entry';

type DeclaredGridProps = {
  rows: readonly BloodComponent[];
  texts: Texts;
  /** Hundredths by key: what was said last, shown grey and never taken. */
  hints: ReadonlyMap<string, number>;
  cells: readonly DeclaredCell[];
  badKeys: ReadonlySet<string>;
  isLocked: boolean;
  onType: (key: string, text: string) => void;
};

const steps: Partial<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Component × group, a box in every cell. Tab goes on, Enter and the arrows walk; the caret leaves a box only at its ends. */
export function DeclaredGrid({ rows, texts, hints, cells, badKeys, isLocked, onType }: DeclaredGridProps) {
  const { t, format, name, unitOf, sayCell } = useDeclaredWords();
  const table = useRef<HTMLTableElement>(null);
  const totals = new Map<string, number>();
  for (const { component, amount } of cells) totals.set(component, (totals.get(component) ?? 0) + amount);

  function walk(event: KeyboardEvent<HTMLTableElement>) {
    const box = event.target;
    const step = steps[event.key];
    if (!step || !(box instanceof HTMLInputElement) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowLeft' && (box.selectionStart ?? 0) > 0) return;
    if (event.key === 'ArrowRight' && (box.selectionEnd ?? 0) < box.value.length) return;
    event.preventDefault();
    const [row = 0, column = 0] = (box.dataset.place ?? '').split(' ').map(Number);
    const place = `${row + step[0]} ${column + step[1]}`;
    table.current?.querySelector<HTMLInputElement>(`[data-place="${place}"]`)?.focus();
  }

  return (
    <div className="min-h-0 flex-1 overflow-auto border border-line-2 bg-surface">
      <table ref={table} onKeyDown={walk} className="w-full table-fixed" aria-label={t('grid')}>
        <thead className="sticky top-0 z-10">
          <tr className="h-[34px] bg-sunken text-12 text-ink-2 [&>th]:border-b [&>th]:border-line-2">
            <th scope="col" className="w-[132px] pl-2.5 text-left">
              {t('component')}
            </th>
            {groupColumns.map((group, index) => (
              <th
                key={groupKey(group.abo, group.rhd)}
                scope="col"
                className={classNames('border-l text-center', index === 4 ? 'border-l-line-2' : 'border-l-line')}
              >
                <GroupPlate abo={group.abo} rhd={group.rhd} />
              </th>
            ))}
            <th scope="col" className="w-[84px] border-l border-l-line-2 pr-2 text-right">
              {t('total')}
            </th>
          </tr>
        </thead>
        <tbody className="[&>tr:not(:last-child)>*]:border-b [&>tr>*]:border-line">
          {rows.map((component, row) => (
            <tr key={component.code}>
              <th scope="row" className="h-9 pl-2.5 text-left align-middle text-13 leading-[18px] font-normal">
                <span className="font-bold">{name(component)}</span>{' '}
                <span className="text-12 text-ink-3">{unitOf(component)}</span>
              </th>
              {groupColumns.map((group, column) => {
                const place = { component: component.code, abo: group.abo, rhd: group.rhd };
                const key = declaredKey(place);
                const hint = hints.get(key);
                const text = texts.get(key) ?? '';
                const isBad = badKeys.has(key);
                return (
                  <td
                    key={key}
                    className={classNames('border-l p-1', column === 4 ? 'border-l-line-2!' : 'border-l-line')}
                  >
                    <input
                      data-place={`${row} ${column}`}
                      aria-label={sayCell(place)}
                      aria-invalid={isBad || undefined}
                      title={isBad ? t(`badAmount.${component.unit}`) : undefined}
                      inputMode="decimal"
                      autoComplete="off"
                      maxLength={12}
                      readOnly={isLocked}
                      value={text}
                      placeholder={hint === undefined ? '' : format.amount(hint)}
                      onChange={(event) => onType(key, event.target.value)}
                      onFocus={(event) => event.target.select()}
                      className={classNames(
                        'h-7 w-full rounded bg-surface text-right text-14 font-bold outline-offset-1 placeholder:font-normal placeholder:text-ink-3 focus:outline-2 focus:outline-(--focus)',
                        isBad ? 'border-2 border-stop px-[5px]' : 'border border-line-3 px-1.5',
                        isLocked && 'bg-sunken',
                      )}
                    />
                  </td>
                );
              })}
              <td className="border-l border-l-line-2! bg-hover pr-2 text-right text-14 font-bold">
                {totals.has(component.code) ? format.amount(totals.get(component.code)) : nothing}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
