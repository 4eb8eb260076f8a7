import { readSettings, UnusableSetting } from './settings';

const env = {
  LIUSHUI_DATA: '/data',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  DATABASE_URL: 'postgres://127.0.0.1/liushui',
};

const trusted = (text?: string) =>
  readSettings({ ...env, LIUSHUI_TRUSTED_PROXIES: text }).trustedProxies;

it('believes the proxies that it is told of, and only this machine when told of none', () => {
  expect(trusted(' 172.30.48.10, 10.1.0.0/16,fd00::/8')).toEqual([
    '172.30.48.10',
    '10.1.0.0/16',
    'fd00::/8',
  ]);
  expect(trusted()).toBeUndefined();
  expect(trusted('')).toBeUndefined();
});

it.each([
  'proxy',
  '*',
  '10.0.0.5,',
  '0.0.0.0/0',
  '10.0.0.0/33',
  '10.0.0.0/8/8',
  '::/129',
  Array.from({ length: 17 }, (_, index) => `10.0.0.${index}`).join(','),
])('refuses %p as proxies, naming the variable', (text) => {
  expect(() => trusted(text)).toThrow(UnusableSetting);
  expect(() => trusted(text)).toThrow('LIUSHUI_TRUSTED_PROXIES');
});

it('prints the address that it is told on papers, else its own', () => {
  const printed = (change: object) => readSettings({ ...env, ...change }).publicUrl;
  expect(printed({})).toBe('http://127.0.0.1:3000');
  expect(printed({ HOST: '::1', PORT: '8080' })).toBe('http://[::1]:8080');
  expect(printed({ LIUSHUI_PUBLIC_URL: 'https://zs.example.cn/liushui/' })).toBe(
    'https://zs.example.cn/liushui',
  );
});

it.each([
  'zs.example.cn',
  'ftp://zs.example.cn',
  'javascript:alert(1)',
  'https://user:secret@zs.example.cn',
  'https://zs.example.cn/?a=b',
  'https://zs.example.cn/#a',
  `https://zs.example.cn/${'x'.repeat(200)}`,
])('refuses %p as the public address, naming the variable', (address) => {
  expect(() => readSettings({ ...env, LIUSHUI_PUBLIC_URL: address })).toThrow('LIUSHUI_PUBLIC_URL');
});

it.each([
  [{ PORT: '70000' }, 'PORT'],
  [{ LIUSHUI_DATA: 'data' }, 'LIUSHUI_DATA'],
  [{ LIUSHUI_LOG_LEVEL: 'loud' }, 'LIUSHUI_LOG_LEVEL'],
  [{ DATABASE_URL: '' }, 'DATABASE_URL'],
])('says which setting is unusable: %j', (change, name) => {
  expect(() => readSettings({ ...env, ...change })).toThrow(name);
});
