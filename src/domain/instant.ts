import { z } from 'zod';

/**
 * A moment as somebody sends it. Nothing of this system lies outside the century: what is null, true or a year of six digits is refused here and not
 * by the database. [unsourced: default]
 */
export const instant = z.coerce.date().min(new Date('2000-01-01T00:00:00Z')).max(new Date('2100-01-01T00:00:00Z'));

/** A day as somebody sends it, `2026-11-30`: no earlier than somebody who may be in a register was born. [unsourced: default] */
export const day = z.iso.date().regex(/^(18|19|20|21)/);
