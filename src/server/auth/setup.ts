import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type SetupInput, setupInput } from '@/domain/accounts/schema';
import { parseInput } from '../kernel/command';
import { refusal } from '../kernel/errors';
import { searchWords } from '../kernel/search-words';
import type { Runtime } from '../runtime';
import { createAccount } from './accounts';
import { addressOf } from './address';
import { countWrongSecret } from './attempts';
import { accountChange, inChainOf } from './chain';
import { judgeNewPassword } from './passwords';
import type { AuthRequest } from './sign-in';

const linkHours = 24;
const identifier = 'setup';

const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** No account exists yet: the city waits for its first administrator. One for practising waits for nobody. */
export async function isSetupOpen({ authSql }: Runtime): Promise<boolean> {
  const [row] = await authSql<
    { isOpen: boolean }[]
  >`select not is_practice() and not exists (select 1 from auth."user") as "isOpen"`;
  return row?.isOpen ?? false;
}

/** A one-time link for the first administrator, printed by the process at start; an earlier one is void. Null once somebody exists. */
export async function createSetupLink(
  runtime: Runtime,
): Promise<{ path: string; url: string; expiresAt: Date } | null> {
  if (!(await isSetupOpen(runtime))) return null;
  const token = randomBytes(16).toString('base64url');
  const [row] = await runtime.authSql.begin(async (sql) => {
    await sql`delete from auth.verification where identifier = ${identifier}`;
    return sql<{ expiresAt: Date }[]>`
      insert into auth.verification (id, identifier, value, expires_at)
      values (${randomUUID()}, ${identifier}, ${digestOf(token)}, city_now() + make_interval(hours => ${linkHours}))
      returning expires_at as "expiresAt"`;
  });
  if (!row) throw new Error('no set-up link written');
  const path = `/setup/${token}`;
  return { path, url: `${runtime.publicUrl}${path}`, expiresAt: row.expiresAt };
}

/**
 * Makes the blood office and its administrator. The link is spent only when both stand: a password that is refused does not burn it.
 * @throws AppError refused: setup.unknown_link, setup.closed, password.*.
 */
export async function completeSetup(request: AuthRequest, raw: SetupInput): Promise<void> {
  const { runtime, headers, requestId } = request;
  const input = parseInput(setupInput, raw);
  const spent = await runtime.authSql`
    delete from auth.verification
    where identifier = ${identifier} and value = ${digestOf(input.token)} and expires_at > city_now() returning value, expires_at`;
  const link = spent[0];
  if (!link) {
    await countWrongSecret(runtime, addressOf(headers));
    throw refusal({ code: 'setup.unknown_link' });
  }
  try {
    if (!(await isSetupOpen(runtime))) throw refusal({ code: 'setup.closed' });
    const { id, name } = input.organisation;
    const owner = {
      authUserId: null,
      staffNo: input.staffNo,
      personName: input.name,
      orgId: id,
      orgName: name,
      orgSearch: '',
    };
    const [first, ...more] = await judgeNewPassword(runtime, owner, input.password);
    if (first) throw refusal(first, ...more);
    await inChainOf(runtime, id, requestId, async ({ q }) => {
      await q`update city set name = ${input.cityName}`;
      const [office] = await q<{ recordId: string; version: number }[]>`
        insert into organisations (id, kind, name, short_name, search) values (${id}, 'blood_office', ${name}, ${name}, ${`${searchWords(name)} ${id.toLowerCase()}`})
        on conflict (id) do update set name = excluded.name, short_name = excluded.short_name, search = excluded.search, version = organisations.version + 1
          where organisations.kind = 'blood_office'
        returning record_id as "recordId", version`;
      const after = { cityName: input.cityName, name };
      const setUp = accountChange(id, id, 'city.set_up', { after, state: 'active' });
      // The code is that of another house.
      if (!office) return { result: undefined, changes: [setUp] };
      const { recordId, version } = office;
      const facts = { version, state: 'active', after: { code: id, kind: 'blood_office', name, shortName: name } };
      const registered = accountChange(id, recordId, 'organisations.register', facts);
      return { result: undefined, changes: [setUp, { ...registered, module: 'organisations', isCityWide: true }] };
    });
    await createAccount(
      runtime,
      {
        orgId: id,
        staffNo: input.staffNo,
        name: input.name,
        roles: ['city_admin'],
        password: input.password,
        mustChangePassword: false,
      },
      requestId,
    );
  } catch (error) {
    await runtime.authSql`
      insert into auth.verification (id, identifier, value, expires_at) values (${randomUUID()}, ${identifier}, ${link.value}, ${link.expires_at})`;
    throw error;
  }
}
