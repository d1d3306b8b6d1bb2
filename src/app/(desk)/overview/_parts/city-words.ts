'use client';
import { useLocale, useTranslations } from 'use-intl';
import { type BloodComponent, componentCatalogue, componentShortName, formatAmount } from '@/domain/blood/components';
import { formatGroup, type RecipientAbo, type Rhd } from '@/domain/blood/groups';
import type { CityOrganisation, TickerEntry } from '@/domain/overview/city';
import type { Series } from '@/domain/overview/series';
import type { CityAlert } from '@/domain/overview/view';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;
/** 100 l in hundredths of a millilitre. */
const litresFrom = 10_000_000;

const tallied = [
  'release',
  'announce',
  'ship',
  'unship',
  'receive',
  'receive_hold',
  'refuse',
  'unreceive',
  'reserve',
  'unreserve',
  'issue',
  'unissue',
  'hold',
  'release_hold',
  'expire',
  'discard',
  'undiscard',
  'lose',
  'find',
  'use_up',
  'give_back',
  'take_back',
  'process_start',
  'process_end',
  'process_back',
  'process',
  'produce',
  'unproduce',
  'unprocess',
  'process_undo',
  'appear',
  'issue_fact',
  'discard_fact',
  'opening',
  'opening_hold',
  'unopen',
  'declare',
] as const;

/** How the city's series, organisations, alerts and movements are said, in the language of the page. */
export function useCityWords() {
  const t = useTranslations('overview');
  const format = useFormat();
  const locale = useLocale();

  const nameOf = (org: Pick<CityOrganisation, 'shortName' | 'nameEn'>) =>
    locale === 'en' ? org.nameEn : org.shortName;
  const seriesName = ({ componentClass, group }: Series) =>
    group
      ? t('seriesAlert', { group: formatGroup(group.abo, group.rhd), name: t(`classes.${componentClass}`) })
      : t(`classes.${componentClass}`);

  /** Hundredths to figure and unit, as on a desk. */
  function quantity(series: Series, hundredths: number): { figure: string; unit: string } {
    return { figure: format.amount(hundredths), unit: t(`units.${series.unit}`) };
  }

  /** As on a wall: plasma in litres when the whole is 100 l or more, its parts in the unit of the whole. */
  function wallQuantity(series: Series, hundredths: number, whole = hundredths): { figure: string; unit: string } {
    if (series.unit !== 'ml' || whole < litresFrom) return quantity(series, hundredths);
    const litres = hundredths / 100_000;
    return { figure: format.number(whole < litresFrom * 10 ? litres : Math.round(litres)), unit: t('units.L') };
  }

  function alertWords(alert: CityAlert): { name: string; value: string; unit: string } {
    if (alert.of === 'district')
      return {
        name: t('districtAlert', { district: alert.district.district }),
        value: format.cover(alert.district.days),
        unit: t('days'),
      };
    const { series } = alert;
    if (series.days !== null)
      return { name: seriesName(series.series), value: format.cover(series.days), unit: t('days') };
    const { figure, unit } = quantity(series.series, series.amount);
    return { name: seriesName(series.series), value: figure, unit };
  }

  /** `第一医院 出库 · O+ 去白悬红 4 U`. */
  function tickerWords(
    entry: TickerEntry,
    organisations: readonly CityOrganisation[],
  ): { who: string; what: string; figure: string } {
    const find = (id: string | null) => organisations.find((org) => org.id === id);
    const org = find(entry.orgId);
    const party = find(entry.partyOrgId);
    const { kind, bags, group, component, amount } = entry.tally;
    const known = tallied.find((candidate) => candidate === kind);
    const verb = t(`tallies.${known ?? 'other'}`);
    const [abo, rhd] = group?.split('.') ?? [];
    const found = components.find(({ code }) => code === component);
    // A declaration moves no bag: that it was made is the whole of it.
    if (kind === 'declare') return { who: org ? nameOf(org) : entry.orgId, what: verb, figure: '' };
    const figure = [
      abo && rhd ? formatGroup(abo as RecipientAbo, rhd as Rhd) : '',
      found ? componentShortName(found, locale) : '',
      found && amount !== undefined
        ? formatAmount(amount, found, locale)
        : t('tickerBags', { count: format.number(bags) }),
    ];
    return {
      who: org ? nameOf(org) : entry.orgId,
      what: kind === 'ship' && party ? t('tickerTo', { name: nameOf(party) }) : verb,
      figure: figure.filter(Boolean).join(' '),
    };
  }

  return { t, format, nameOf, seriesName, quantity, wallQuantity, alertWords, tickerWords };
}
