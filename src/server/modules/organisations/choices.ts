import { z } from 'zod';
import { defineRead } from '../../kernel/read';

/** What the form and the query offer: districts that houses stand in, and hospitals that a campus may belong to. */
export const readChoices = defineRead({
  name: 'organisations.choices',
  permission: 'organisations.read',
  input: z.strictObject({}),
  async run({ q }) {
    const districts = await q<{ district: string }[]>`
      select district from organisations where district <> '' group by 1 order by min(sort_order), 1 limit 500`;
    const hospitals = await q<{ code: string; name: string; search: string }[]>`
      select id as code, name, search from organisations where kind = 'hospital' and parent_id is null and is_active order by sort_order, id limit 500`;
    return { districts: districts.map(({ district }) => district), hospitals: [...hospitals] };
  },
});
