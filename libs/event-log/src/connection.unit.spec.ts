import { connectionOf, storedName, withOwnName } from './connection';

const plain = 'esdb://u:p@a:2113?tls=true&tlsCAFile=/ca.crt';

it('leaves a connection string alone that names no prefix', () => {
  for (const url of [plain, 'esdb://a:2113', 'esdb://a:2113?tls=false']) {
    expect(connectionOf(url)).toEqual({ url, streamPrefix: '' });
  }
});

it('takes the prefix out of the connection string, wherever it stands', () => {
  expect(connectionOf(`${plain}&streamPrefix=trial-`)).toEqual({
    url: plain,
    streamPrefix: 'trial-',
  });
  expect(connectionOf('esdb://a:2113?streamprefix=t-1-&tls=false').url).toBe(
    'esdb://a:2113?tls=false',
  );
  expect(connectionOf('esdb://a:2113?streamPrefix=t-').url).toBe('esdb://a:2113');
});

it('does not wait long for who leads at a member that hangs, unless it is told to', () => {
  const cluster = 'esdb://u:p@a:2113,b:2113?tls=true';
  expect(connectionOf(cluster).url).toBe(`${cluster}&gossipTimeout=2`);
  expect(connectionOf('esdb+discover://a:2113').url).toBe('esdb+discover://a:2113?gossipTimeout=2');
  expect(connectionOf(`${cluster}&GossipTimeout=9`).url).toBe(`${cluster}&GossipTimeout=9`);
});

it.each(['', 'trial', '-', '$trial-', 'Trial-', `${'t'.repeat(40)}-`, 'a-&streamPrefix=b-'])(
  'refuses %p as a prefix',
  (prefix) => {
    expect(() => connectionOf(`${plain}&streamPrefix=${prefix}`)).toThrow('streamPrefix must be');
  },
);

it('puts the prefix before names on the way out and takes it off on the way in', () => {
  const connection = connectionOf(`${plain}&streamPrefix=trial-`);
  expect(storedName(connection, 'centres')).toBe('trial-centres');
  expect(withOwnName(connection, { streamId: 'trial-centres' })).toEqual({ streamId: 'centres' });
  expect(withOwnName(connection, { streamId: 'centres' })).toBeUndefined();
  const event = { streamId: 'trial-centres' };
  expect(withOwnName(connectionOf(plain), event)).toBe(event);
});
