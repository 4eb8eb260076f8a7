/** A ministry, a province, two cities and their stations, each with users, made through the API. */
import { type PolicyEntry, shanghaiDate } from '#domain';
import { holderOf, sendsUncited, tree } from '#testing';
import { Client } from './client';
import { adminPassword } from './running-api';

export const today = shanghaiDate(new Date());
/** Paper books of it may still be loaded, whenever a spec runs. */
export const lastYear = String(Number(today.slice(0, 4)) - 1);
export const password = 'a-password-of-specs';

const centres = [
  { code: tree.ministry, name: '部中心', tier: 'ministry' },
  { code: tree.guizhou, name: '贵州省中心', tier: 'province', parent: tree.ministry },
  { code: tree.guiyang, name: '贵阳市中心', tier: 'city', parent: tree.guizhou },
  { code: tree.zunyi, name: '遵义市中心', tier: 'city', parent: tree.guizhou },
  { code: tree.guiyangStation, name: '贵阳第一鉴定所', tier: 'station', parent: tree.guiyang },
  { code: tree.zunyiStation, name: '遵义第一鉴定所', tier: 'station', parent: tree.zunyi },
];

export interface Installation {
  readonly admin: Client;
  readonly ministry: Client;
  readonly guizhou: Client;
  readonly guiyang: Client;
  readonly zunyi: Client;
  /** Supervisors, who approve. */
  readonly ministryLead: Client;
  readonly guizhouLead: Client;
  readonly guiyangLead: Client;
}

export async function addUser(
  admin: Client,
  username: string,
  centre: string,
  ...roles: readonly string[]
): Promise<Client> {
  await admin.must('users', { username, displayName: `姓名${username}`, password, centre, roles });
  return Client.login(admin.port, username, password);
}

/** What is sent to a city cites no application, unless another `policy` is said. */
export async function makeInstallation(
  port: number,
  policy: readonly PolicyEntry[] = [sendsUncited],
): Promise<Installation> {
  const admin = await Client.login(port, 'admin', adminPassword);
  for (const centre of centres) await admin.must('centres', centre);
  const ministryLead = await addUser(admin, 'ministry.lead', tree.ministry, 'supervisor');
  for (const { name, ...value } of policy) {
    const set = await ministryLead.put(`policy/${name}`, value);
    if (set.status !== 201) throw new Error(JSON.stringify(set.body));
  }
  return {
    admin,
    ministryLead,
    ministry: await addUser(admin, 'ministry', tree.ministry, 'clerk'),
    guizhou: await addUser(admin, 'guizhou', tree.guizhou, 'clerk'),
    guiyang: await addUser(admin, 'guiyang', tree.guiyang, 'clerk'),
    zunyi: await addUser(admin, 'zunyi', tree.zunyi, 'clerk'),
    guizhouLead: await addUser(admin, 'guizhou.lead', tree.guizhou, 'supervisor'),
    guiyangLead: await addUser(admin, 'guiyang.lead', tree.guiyang, 'supervisor'),
  };
}

const serialText = (ordinal: number): string => `A${String(ordinal).padStart(9, '0')}`;
export const range = (first: number, last: number) => ({
  from: serialText(first),
  to: serialText(last),
});
export const serial = serialText;

const counters = ['点数人甲', '点数人乙'];

/** Registers serials of level 5 at the ministry. */
export function register(ministry: Client, first: number, last: number) {
  return ministry.must(`centres/${tree.ministry}/registrations`, {
    level: 5,
    edition: '普通版',
    ranges: [range(first, last)],
    deliveryNote: `送货单${first}`,
  });
}

/** Sends and receives serials one step. */
export async function hand(
  from: { client: Client; code: string },
  to: { client: Client; code: string },
  first: number,
  last: number,
): Promise<string> {
  const ranges = [range(first, last)];
  const sent = await from.client.must(`centres/${from.code}/consignments`, {
    to: to.code,
    ranges,
    handedOverBy: '押运人',
  });
  const { consignment } = sent.body as { consignment: string };
  await to.client.must(`centres/${to.code}/consignments/${consignment}/receipt`, {
    accepted: ranges,
    countedBy: counters,
  });
  return consignment;
}

/** Brings fresh serials from the printing works into Guiyang's stock. */
export async function stockGuiyang(on: Installation, first: number, last: number): Promise<void> {
  const ministry = { client: on.ministry, code: tree.ministry };
  const guizhou = { client: on.guizhou, code: tree.guizhou };
  await register(on.ministry, first, last);
  await hand(ministry, guizhou, first, last);
  await hand(guizhou, { client: on.guiyang, code: tree.guiyang }, first, last);
}

const year = today.slice(2, 4);

/** The certificate number with a sequence, of Guiyang's station and level 5. */
export const certificateNumber = (sequence: number): string =>
  `${year}${tree.guiyangStation}5${String(sequence).padStart(5, '0')}`;

/** An issue of `count` lines in serial order, on a roster of its own. */
export function issueOf(firstSerial: number, firstSequence: number, count = 1) {
  return {
    roster: { reference: `名册${firstSequence}`, signedOn: today, passed: count },
    level: 5,
    occupation: { code: '6-07-01-01', name: '车工' },
    station: tree.guiyangStation,
    lines: Array.from({ length: count }, (_, index) => ({
      serial: serialText(firstSerial + index),
      certificateNumber: certificateNumber(firstSequence + index),
      holder: holderOf(firstSequence + index),
    })),
  };
}
