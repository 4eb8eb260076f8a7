import { administration, firstRun } from './en/administration';
import { audit } from './en/audit';
import { auditReports } from './en/audit-reports';
import { desk } from './en/desk';
import { flow } from './en/flow';
import { forms } from './en/forms';
import { journal } from './en/journal';
import { posts } from './en/posts';
import { proposals } from './en/proposals';
import { quarters } from './en/quarters';
import { reports } from './en/reports';
import { session } from './en/session';
import { held, stock } from './en/stock';
import { trace } from './en/trace';
import { verify } from './en/verify';
import { witness } from './en/witness';

/** Every sentence of the dashboard in English; its shape is what the other languages must have. */
export const catalogue = {
  product: 'Liushui',
  tagline: 'The custody ledger of blank certificates',
  skipToContent: 'Skip to the content',
  language: { label: 'Language', failed: 'The other language could not be loaded. Try again.' },

  live: {
    live: 'Live',
    away: 'Not live: the connection is lost; what is shown may be older',
  },

  levels: {
    L5: 'Level 5',
    L4: 'Level 4',
    L3: 'Level 3',
    L2: 'Level 2',
    L1: 'Level 1',
    all: 'All levels',
  },
  levelNames: {
    L5: 'junior',
    L4: 'intermediate',
    L3: 'senior',
    L2: 'technician',
    L1: 'senior technician',
  },
  accounts: {
    stock: 'In stock',
    inTransit: 'In transit',
    issued: 'Issued',
    void: 'Void',
    spoiled: 'Spoiled',
    missing: 'Missing',
    destroyed: 'Destroyed',
    all: 'All accounts',
  },
  status: {
    'in-stock': 'In stock',
    'in-transit': 'In transit',
    issued: 'Issued',
    void: 'Void',
    spoiled: 'Spoiled',
    missing: 'Missing',
    destroyed: 'Destroyed',
  },
  tiers: { ministry: 'Ministry', province: 'Province', city: 'City', station: 'Station' },
  roles: {
    admin: 'Administrator',
    clerk: 'Clerk',
    supervisor: 'Supervisor',
    auditor: 'Auditor',
    viewer: 'Viewer',
  },
  wholeInstallation: 'Whole installation',

  login: {
    title: 'Log in',
    username: 'User name',
    password: 'Password',
    submit: 'Log in',
    usernameMissing: 'Enter your user name.',
    passwordMissing: 'Enter your password.',
    wrong: 'User name or password is wrong. Check both and try again.',
    ended: 'Your session has ended. Log in again: you come back to the page you were on.',
    firstTimeTitle: 'First time here?',
    firstTime:
      'The first user is “admin”. Its password was printed when the system was started for the first time and is kept in the data folder, in secrets/admin-password. Everyone else gets a user name and a password from the administrator of their centre.',
  },

  shell: {
    passedOver:
      'Of the address, this says nothing that can be shown here and was passed over: {{parts}}',
    passedOverBetween: ', ',
    printed: 'Printed by {{user}} on {{instant}}, Beijing time, from {{address}}',
    navigation: 'Sections',
    desk: 'Desk',
    proposals: 'Proposals',
    stock: 'Stock',
    flow: 'Flow',
    trace: 'Trace',
    journal: 'Journal',
    quarters: 'Quarterly cycle',
    reports: 'Reports',
    audit: 'Audit',
    administration: 'Administration',
    account: 'My account: password and keys',
    menu: 'Menu',
    groups: { work: 'Work', custody: 'Custody', oversight: 'Oversight' },
    accountOf: '{{name}}: password and keys',
    notOffered:
      '“{{section}}” is for other roles than yours: {{roles}}. What you may read of it stands below; an administrator can give you more.',
    partsOf: 'Parts of {{section}}',
    logout: 'Log out',
    connecting: 'Loading',
    quickTrace: 'Trace a serial or certificate number',
    quickTraceHint: 'Scan a number',
  },

  errors: {
    outOfReachTitle: 'The server cannot be reached',
    outOfReach:
      'Nothing was changed, and what you typed is still here. Check the connection, then try again.',
    forbiddenTitle: 'This is not yours to see',
    notFoundTitle: 'Nothing found',
    tooManyTitle: 'Too many attempts',
    busyTitle: 'The system is not ready at the moment',
    busy: 'Everything recorded is safe. Try again in a moment.',
    brokenTitle: 'Something went wrong on our side',
    broken:
      'Everything recorded is safe. Try again; if it happens again, give the administrator this request number:',
    refusedTitle: 'The request was refused',
    pageTitle: 'This page could not be shown',
    page: 'Everything recorded is safe. Load the page again.',
    reload: 'Load again',
    retry: 'Try again',
    rule: 'Rule {{rule}}',
    requestId: 'Request {{id}}',
    unknownPageTitle: 'There is no such page',
    unknownPage: 'The address may be mistyped, or the page was moved.',
    toStock: 'Go to Stock',
  },

  flow,
  forms,
  journal,
  proposals,
  posts,
  desk,
  quarters,
  reports,
  session,
  administration,
  firstRun,
  audit,
  auditReports,
  witness,
  stock,
  held,
  trace,
  verify,
};

export type Catalogue = typeof catalogue;

/** A catalogue of another language: the same keys; a language without plurals has only `_other`. */
export type Translation<Words = Catalogue> = {
  readonly [Key in keyof Words as Key extends `${string}_one`
    ? never
    : Key]: Words[Key] extends string ? string : Translation<Words[Key]>;
};
