'use client';
import { useTranslations } from 'use-intl';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { Ruler } from '@/components/ui/ruler';
import { compareGroups, groupKey } from '@/domain/blood/groups';
import { useComponentWords } from './component-words';
import type { JudgedLine } from './judged-line';
import type { ReceiptBag } from './receipt-types';

type ExpectedMatrixProps = { bags: readonly ReceiptBag[]; judged: readonly JudgedLine[]; extra: number };

/** What the note promises against what was scanned, component by group. */
export function ExpectedMatrix({ bags, judged, extra }: ExpectedMatrixProps) {
  const t = useTranslations('bag-receipts.scan');
  const words = useComponentWords();
  const open = bags.filter((bag) => bag.state === 'expected');
  const scanned = new Set(judged.map(({ bag }) => bag.unitId));
  const groups = [
    ...new Map(open.map((bag) => [groupKey(bag.abo, bag.rhd), { abo: bag.abo, rhd: bag.rhd }])).values(),
  ].sort(compareGroups);
  const components = [...new Map(open.map((bag) => [bag.component, bag])).values()];
  const held = judged.filter(({ judgement }) => judgement.outcome !== 'accepted').length;
  return (
    <Panel
      title={t('matrix')}
      note={t('matrixNote', { missing: open.length - judged.length, extra, held })}
      isPadded={false}
    >
      <div className="max-h-[124px] overflow-auto">
        <table className="w-full table-fixed text-13">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              <th scope="col" className="w-32 px-3 py-1 text-left text-12 font-normal text-ink-2">
                {t('component')}
              </th>
              {groups.map((group) => (
                <th key={groupKey(group.abo, group.rhd)} scope="col" className="px-1 py-1">
                  <GroupPlate abo={group.abo} rhd={group.rhd} size="xs" />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {components.map((component) => (
              <tr key={component.component} className="border-t border-line">
                <th scope="row" className="truncate px-3 py-0.5 text-left font-normal">
                  {words.component(component)}
                </th>
                {groups.map((group) => {
                  const cell = open.filter(
                    (bag) => bag.component === component.component && bag.abo === group.abo && bag.rhd === group.rhd,
                  );
                  const done = cell.filter((bag) => scanned.has(bag.unitId)).length;
                  return (
                    <td
                      key={groupKey(group.abo, group.rhd)}
                      className="px-1 py-0.5 text-right align-bottom leading-[15px]"
                    >
                      {cell.length > 0 && (
                        <>
                          <span className={done < cell.length ? 'font-bold' : 'text-ink-2'}>{done}</span>
                          <span className="text-ink-3">/{cell.length}</span>
                          <Ruler
                            value={done}
                            max={cell.length}
                            size="cell"
                            label={`${done}/${cell.length}`}
                            className="w-full"
                          />
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
