'use client';
import { useTranslations } from 'use-intl';
import { type HouseSwitch, type SwitchValues, switchDefaults } from '@/domain/house-switches';

/** A switch's value in words: hours of the day, hours, a table. */
export function useSwitchWords() {
  const t = useTranslations('organisations');
  const say = (name: HouseSwitch, values: SwitchValues): string => {
    const { singleDuty, reservationHours, compatibilityProfile, goLiveTrialDays } = values;
    if (name === 'offersShortDated' || name === 'takesShortDated')
      return t(`switches.${values[name] ? 'bySwitch' : 'byHand'}`);
    if (name === 'issueNeedsRequest') return t(`switches.${values[name] ? 'requestNeeded' : 'requestFree'}`);
    if (name === 'requestsByDay') return t(`switches.${values[name] ? 'windowDay' : 'windowRolling'}`);
    if (name === 'requestsCountAll') return t(`switches.${values[name] ? 'countAll' : 'countCells'}`);
    if (name === 'needsTwoReviewers') return t(`switches.${values[name] ? 'twoReviewers' : 'oneReviewer'}`);
    if (name === 'goLiveTrialDays') return t('switches.days', { count: goLiveTrialDays });
    if (name === 'singleDuty')
      return singleDuty ? `${singleDuty.from}–${singleDuty.until}` : t('options.singleDuty.off');
    if (name === 'reservationHours') return t('switches.hours', { count: reservationHours });
    return t(`options.compatibilityProfile.${compatibilityProfile}`);
  };
  return { say, sayDefault: (name: HouseSwitch) => say(name, switchDefaults) };
}
