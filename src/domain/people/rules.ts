import { type OrganisationKind, type Role, rolesByOrganisation } from '../permissions';
import type { Violation } from '../result';
import type { Post } from './schema';

/** Of devices and systems, which nobody is. */
const nobodys: readonly Role[] = ['wallboard', 'integration'];

/** Roles that somebody of such an organisation can have. */
export function rolesFor(kind: OrganisationKind): readonly Role[] {
  return rolesByOrganisation[kind].filter((role) => !nobodys.includes(role));
}

/** Refused are a role that this organisation does not have, and a department that stands there twice: its roles would be one of two. */
export function checkPosts(posts: readonly Post[], kind: OrganisationKind): Violation[] {
  const known = rolesFor(kind);
  return posts.flatMap((post, index): Violation[] => {
    const strange = post.roles.find((role) => !known.includes(role));
    const isTwice = posts.slice(0, index).some(({ department }) => department === post.department);
    return [
      ...(strange ? [{ code: 'account.role_not_here', path: `posts.${index}.roles`, facts: { role: strange } }] : []),
      ...(isTwice
        ? [
            {
              code: 'person.department_twice',
              path: `posts.${index}.department`,
              facts: { department: post.department },
            },
          ]
        : []),
    ];
  });
}

/** Whether somebody may do other things afterwards: nobody gives that to himself. */
export function hasSamePosts(one: readonly Post[], other: readonly Post[]): boolean {
  const textOf = (posts: readonly Post[]) =>
    posts
      .map(({ department, roles }) => `${department}|${roles.toSorted().join()}`)
      .toSorted()
      .join('\n');
  return textOf(one) === textOf(other);
}

export interface PersonFacts {
  readonly id: string;
  readonly staffNo: string;
  readonly name: string;
  readonly title: string;
  readonly posts: readonly Post[];
  readonly isActive: boolean;
}

/** A line of a file. What a column did not say, stands as it was. */
export interface WrittenPerson {
  readonly staffNo: string;
  readonly name: string;
  readonly title?: string;
  readonly department?: string;
  readonly roles?: readonly Role[];
}

/** The person as the line has him. Of one with several posts a file tells none: they are kept. */
export function completePerson(
  line: WrittenPerson,
  known: PersonFacts | undefined,
): Omit<PersonFacts, 'id' | 'isActive'> {
  const [first] = known?.posts ?? [];
  const isTold = line.department !== undefined || line.roles !== undefined;
  const posts =
    known && !isTold
      ? known.posts
      : [{ department: line.department ?? first?.department ?? '', roles: [...(line.roles ?? first?.roles ?? [])] }];
  return { staffNo: line.staffNo, name: line.name, title: line.title ?? known?.title ?? '', posts };
}

export function actOfPerson(line: WrittenPerson, known: PersonFacts | undefined): 'register' | 'modify' | 'none' {
  if (!known) return 'register';
  const next = completePerson(line, known);
  const isSame = next.name === known.name && next.title === known.title && hasSamePosts(next.posts, known.posts);
  return isSame ? 'none' : 'modify';
}

/**
 * What forbids a file, all at once: a staff number twice; somebody who has left; somebody with several posts, which one line cannot say; one's own
 * roles; a role that the organisation does not have. @param byNo in lower case.
 */
export function checkPeopleImport(
  lines: readonly WrittenPerson[],
  byNo: (staffNo: string) => PersonFacts | undefined,
  { kind, ownId }: { readonly kind: OrganisationKind; readonly ownId: string | null },
): Violation[] {
  const seen = new Set<string>();
  return lines.flatMap((line, index): Violation[] => {
    const at = (column: string) => `lines.${index}.${column}`;
    const facts = { staffNo: line.staffNo };
    const key = line.staffNo.toLowerCase();
    if (seen.has(key)) return [{ code: 'person.listed_twice', path: at('staffNo'), facts }];
    seen.add(key);
    const known = byNo(line.staffNo);
    if (known && !known.isActive) return [{ code: 'person.has_left', path: at('staffNo'), facts }];
    const next = completePerson(line, known);
    const changesPosts = known !== undefined && !hasSamePosts(next.posts, known.posts);
    if (changesPosts && known.posts.length > 1) return [{ code: 'person.several_posts', path: at('staffNo'), facts }];
    if (changesPosts && known.id === ownId) return [{ code: 'account.own', path: at('staffNo'), facts }];
    if (known && !changesPosts) return [];
    return checkPosts(next.posts, kind).map((violation) => ({ ...violation, path: at('roles') }));
  });
}
