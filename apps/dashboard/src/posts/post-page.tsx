/** The page of one kind of post; each comes in a chunk of its own. */
import Skeleton from 'antd/es/skeleton';
import { type ComponentType, lazy, Suspense } from 'react';
import { useParams } from 'react-router-dom';
import { UnknownPage } from '../shell/unknown-page';
import type { PostKind } from './kinds';

const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

const spoiled = () => import('./spoiled-forms');
const consignments = () => import('./consignment-forms');
const issues = () => import('./issue-forms');
const mistakes = () => import('./mistake-forms');
const missing = () => import('./missing-forms');
const registrations = () => import('./registration-forms');
const shortages = () => import('./shortage-forms');
const uploads = () => import('./roster-upload');
const vouchers = () => import('./voucher-forms');

const pages: Readonly<Record<PostKind, ComponentType>> = {
  receive: page(() => import('./receive-form'), 'ReceiveForm'),
  issue: page(issues, 'IssueForm'),
  roster: page(uploads, 'IssueUpload'),
  replace: page(() => import('./replace-form'), 'ReplaceForm'),
  spoil: page(spoiled, 'SpoilForm'),
  destroy: page(spoiled, 'DestroyForm'),
  count: page(() => import('./count-form'), 'CountForm'),
  dispatch: page(() => import('./dispatch-form'), 'DispatchForm'),
  vouchers: page(issues, 'VouchersForm'),
  'voucher-roster': page(uploads, 'VoucherUpload'),
  'voucher-replace': page(vouchers, 'VoucherReplaceForm'),
  'voucher-void': page(vouchers, 'VoucherVoidForm'),
  loss: page(missing, 'LossForm'),
  recovery: page(missing, 'RecoveryForm'),
  correct: page(mistakes, 'CorrectForm'),
  'void-issue': page(mistakes, 'VoidIssueForm'),
  'reverse-spoilage': page(spoiled, 'ReverseSpoilageForm'),
  refuse: page(consignments, 'RefuseForm'),
  'take-back': page(consignments, 'TakeBackForm'),
  register: page(registrations, 'RegisterForm'),
  'reverse-registration': page(registrations, 'ReverseRegistrationForm'),
  shortage: page(shortages, 'ShortageForm'),
  'shortage-end': page(shortages, 'ShortageEndForm'),
};

const isKind = (text: string): text is PostKind => Object.hasOwn(pages, text);

export function PostPage() {
  const { kind = '', subject = '' } = useParams();
  if (!isKind(kind)) return <UnknownPage />;
  const Page = pages[kind];
  return (
    <Suspense fallback={<Skeleton active />}>
      <Page key={`${kind}/${subject}`} />
    </Suspense>
  );
}
