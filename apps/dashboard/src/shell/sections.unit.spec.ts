import type { User } from '../session/session';
import { offeredTo, type Role, unofferedAt } from './sections';

const user = (...roles: Role[]) => ({ roles }) as unknown as User;
const names = (...roles: Role[]) =>
  offeredTo(user(...roles))
    .map(({ sections }) => sections.map(({ name }) => name).join(' '))
    .join(' | ');

describe('the sections that are offered', () => {
  it.each<[Role[], string]>([
    [['clerk'], 'desk proposals quarters | stock flow trace journal | reports'],
    [
      ['supervisor'],
      'desk proposals quarters | stock flow trace journal | reports audit administration',
    ],
    [['auditor'], 'quarters | stock flow trace journal | reports audit'],
    [['viewer'], 'quarters | stock flow trace | reports'],
    [['admin'], 'stock flow trace | audit administration'],
    [['admin', 'viewer'], 'quarters | stock flow trace | reports audit administration'],
    [[], ''],
  ])('to %j: %s', (roles, offered) => expect(names(...roles)).toBe(offered));

  it.each([
    ['/audit', 'audit'],
    ['/audit/log', 'audit'],
    ['/administration/centres', 'administration'],
    ['/administration/account', undefined],
    ['/auditors', undefined],
    ['/journal/52010001', undefined],
    ['/posts/issue', undefined],
  ])('a clerk who comes to %s is told of %s', (pathname, name) =>
    expect(unofferedAt(pathname, user('clerk'))?.name).toBe(name),
  );
});
