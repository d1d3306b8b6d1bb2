import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { demoAccounts, loopbackDemoPassword } from '@/domain/accounts/demo';
import { declaringHouses, organisations, people } from '@/server/demo/city';

const readme = readFileSync('README.md', 'utf8');

it('the README lists the demo accounts that the sign-in page and the console offer, and their password', () => {
  const table = readme
    .split('## Demo accounts')[1]
    ?.split('\n\n')
    .find((block) => block.startsWith('| 角色'));
  const listed = (table ?? '')
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const houses = new Map([...organisations, ...declaringHouses].map(({ id, name }) => [id, name]));
  expect(listed).toEqual(
    demoAccounts.map(({ orgId, staffNo, shownAs }) => [
      `${shownAs.zh} ${shownAs.en}`,
      `${orgId} ${houses.get(orgId)}`,
      staffNo,
    ]),
  );
  expect(readme).toContain(`\`${loopbackDemoPassword}\``);
});

it('and each of them is somebody of the demo city', () => {
  for (const { orgId, staffNo } of demoAccounts)
    expect(
      people.filter((person) => person.orgId === orgId && person.staffNo === staffNo),
      `${orgId} ${staffNo}`,
    ).toHaveLength(1);
});
