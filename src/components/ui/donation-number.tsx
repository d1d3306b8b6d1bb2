import { groupDonationNumber } from '@/i18n/format';
import { classNames } from './class-names';

export type DonationNumberProps = {
  /** 13 characters without flags; other numbers are printed as they are. */
  donationNo: string;
  /** Check character, boxed as on the label. */
  check?: string | null | undefined;
  size?: 'normal' | 'panel' | 'large';
  className?: string;
};

const sizes = {
  normal: { text: 'text-13', box: 'ml-1 px-0.5 text-12' },
  panel: { text: 'text-20 font-bold', box: 'ml-1.5 px-1 text-16 font-normal' },
  large: { text: 'text-[26px] leading-[34px] font-bold', box: 'ml-2 px-[5px] text-20 font-normal' },
};

export function DonationNumber({ donationNo, check, size = 'normal', className }: DonationNumberProps) {
  return (
    <span className={classNames('inline-flex items-center font-code whitespace-nowrap', sizes[size].text, className)}>
      {groupDonationNumber(donationNo)}
      {check && (
        <span className={classNames('rounded-[1px] border border-current leading-[1.15]', sizes[size].box)}>
          {check}
        </span>
      )}
    </span>
  );
}
