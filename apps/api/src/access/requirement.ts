/** What a route asks of its caller; the guard judges it at every request. */
import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { Role } from '#domain';

export type Requirement =
  /** Nobody need log in. */
  | { readonly kind: 'open' }
  /** Anyone who is logged in. */
  | { readonly kind: 'logged-in' }
  /** One of the roles, at any centre; the handler judges which. */
  | { readonly kind: 'role'; readonly roles: readonly Role[] }
  /**
   * A clerk or supervisor of the centre in the path itself; `as`: what it is to the paper;
   * `inPerson`: not by a key that somebody else made.
   */
  | {
      readonly kind: 'posts';
      readonly as?: 'sender' | 'receiver' | 'issuer';
      readonly inPerson?: true;
    }
  /** A supervisor of the centre in the path itself, in person. */
  | { readonly kind: 'leads' }
  /** A supervisor of the centre in the path itself, or of the top centre. */
  | { readonly kind: 'supervises' }
  /** A clerk or supervisor of the parent of the centre in the path. */
  | { readonly kind: 'posts-above' }
  /** A supervisor of the parent of the centre in the path. */
  | { readonly kind: 'reviews' }
  /** Any role at the centre in the path or above it. */
  | { readonly kind: 'reads' }
  /** An administrator above the centre in the path, or its supervisor. */
  | { readonly kind: 'keeps' }
  /** An administrator above the user in the path; `self`: or that very user. */
  | { readonly kind: 'keeps-user'; readonly self: boolean }
  /** A supervisor of the top centre: what concerns the whole installation. */
  | { readonly kind: 'governs' }
  /** An auditor of the whole, in person: what is checked is everybody's. */
  | { readonly kind: 'audits' }
  /** A supervisor of the centre in the path or of its parent. */
  | { readonly kind: 'closes' }
  /** A supervisor of the proposal's centre or of its parent; `orAuthor`: or who made it. */
  | { readonly kind: 'approves'; readonly orAuthor?: true };

export const requirementKey = 'liushui:requirement';

const asks = (requirement: Requirement): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(requirementKey, requirement));

export const Open = () => asks({ kind: 'open' });
export const LoggedIn = () => asks({ kind: 'logged-in' });
export const HasRole = (...roles: readonly Role[]) => asks({ kind: 'role', roles });
export const PostsToBook = () => asks({ kind: 'posts' });
/** As `PostsToBook`, on a consignment of the path that the centre has sent or is to receive. */
export const PostsOnConsignment = ({ as }: { as: 'sender' | 'receiver' }) =>
  asks({ kind: 'posts', as });
/** As `PostsToBook`, in person: one of several people who must be different. */
export const Signs = () => asks({ kind: 'posts', inPerson: true });
export const PostsAbove = () => asks({ kind: 'posts-above' });
export const Reviews = () => asks({ kind: 'reviews' });
/** As `PostsToBook`, on a voucher of the path that the centre has issued. */
export const PostsOnVoucher = () => asks({ kind: 'posts', as: 'issuer' });
export const Leads = () => asks({ kind: 'leads' });
export const Supervises = () => asks({ kind: 'supervises' });
export const ReadsCentre = () => asks({ kind: 'reads' });
export const KeepsCentre = () => asks({ kind: 'keeps' });
export const KeepsUser = ({ self }: { self: boolean }) => asks({ kind: 'keeps-user', self });
export const Governs = () => asks({ kind: 'governs' });
export const Audits = () => asks({ kind: 'audits' });
export const ClosesCentre = () => asks({ kind: 'closes' });
export const Approves = () => asks({ kind: 'approves' });
/** As `Approves`; the author may, too, withdraw what they asked for. */
export const ApprovesOrWithdraws = () => asks({ kind: 'approves', orAuthor: true });
