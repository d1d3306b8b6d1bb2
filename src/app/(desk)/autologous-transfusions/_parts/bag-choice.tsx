'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import type { AutologousDetail } from './autologous-types';

type BagChoiceProps = {
  bags: AutologousDetail['bags'];
  chosen: readonly string[];
  onChoose: (change: (before: readonly string[]) => readonly string[]) => void;
};

/** Which of these bags, each with its number and where it has come to. */
export function BagChoice({ bags, chosen, onChoose }: BagChoiceProps) {
  const t = useTranslations('autologous-transfusions');
  return (
    <ul className="mb-2">
      {bags.map((bag) => (
        <li key={bag.id}>
          <Checkbox
            isChecked={chosen.includes(bag.id)}
            onCheckedChange={(isChosen) =>
              onChoose((before) => (isChosen ? [...before, bag.id] : before.filter((other) => other !== bag.id)))
            }
          >
            <span className="font-code text-13">{bag.bagNo}</span> {t(`bagStates.${bag.state}`)}
          </Checkbox>
        </li>
      ))}
    </ul>
  );
}
