'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { type TestCode, testCodes } from '@/domain/immunohematology-requests/items';

type TestsInputProps = { value: readonly TestCode[]; fault: string | null; onValueChange: (value: TestCode[]) => void };

/** All items in sight, in the order of the laboratory's list. */
export function TestsInput({ value, fault, onValueChange }: TestsInputProps) {
  const t = useTranslations('immunohematology-requests');
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-3 gap-x-4 gap-y-1.5 text-14 desk:grid-cols-4">
        {testCodes.map((code) => (
          <Checkbox
            key={code}
            isChecked={value.includes(code)}
            onCheckedChange={(isChecked) =>
              onValueChange(testCodes.filter((one) => (one === code ? isChecked : value.includes(one))))
            }
          >
            {t(`options.tests.${code}`)}
          </Checkbox>
        ))}
      </div>
      {fault && (
        <p role="alert" className="text-12 text-stop">
          {fault}
        </p>
      )}
    </div>
  );
}
