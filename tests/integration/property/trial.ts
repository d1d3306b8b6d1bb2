import { AppError } from '@/server/kernel/errors';
import type { TrialCity } from '../../support/city';
import type { Deed } from './deeds';
import { openHands } from './hands';
import { type Look, lookAt } from './look';
import { findStrays } from './one-place';
import { perform } from './perform';

export type Outcome = 'done' | 'refused' | 'busy';

export interface Answer {
  readonly outcome: Outcome;
  /** Codes of a refusal, to be read where the model expected none. */
  readonly codes: readonly string[];
}

/** One run, with people of its own. */
export interface Trial {
  /** Does it by the real verb. Anything but a refusal or a busy database is an error of the test. */
  perform(deed: Deed): Promise<Answer>;
  /** The city as the database has it, in the words of the model. */
  look(): Promise<Look>;
  findStrays(): Promise<string[]>;
}

export async function openTrial(city: TrialCity, run: string): Promise<Trial> {
  const hands = await openHands(city, run);
  return {
    async perform(deed) {
      try {
        await perform(hands, deed);
        return { outcome: 'done', codes: [] };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const codes = [error.code, ...error.violations.map(({ code }) => code)];
        if (error.code === 'busy') return { outcome: 'busy', codes };
        if (['refused', 'conflict', 'not_found'].includes(error.code)) return { outcome: 'refused', codes };
        throw new Error(`${JSON.stringify(deed)} ended in ${error.message}`, { cause: error });
      }
    },
    look: () => lookAt(hands),
    findStrays: () => findStrays(hands),
  };
}
