/** What can wait for somebody at a centre. */
import type { Schemas } from '../api/client';

export type Consignment = Schemas['ConsignmentDto'];

export type Task =
  | { readonly kind: 'receive'; readonly consignment: Consignment; readonly isCounted: boolean }
  | { readonly kind: 'take-back'; readonly consignment: Consignment }
  | { readonly kind: 'approve'; readonly count: number }
  | { readonly kind: 'own-pending'; readonly count: number }
  | {
      readonly kind: 'return';
      /** The quarter applied for, which its page is named after. */
      readonly quarter: string;
      /** The quarter that it counts, which the return itself is named after. */
      readonly statisticalQuarter: string;
      readonly daysLeft: number;
    }
  | { readonly kind: 'application'; readonly quarter: string; readonly daysLeft: number }
  | {
      readonly kind: 'window';
      readonly quarter: string;
      readonly from: string;
      readonly daysLeft: number;
    }
  | {
      readonly kind: 'sign';
      readonly quarter: string;
      /** Until the window closes. */
      readonly daysLeft: number;
    }
  | { readonly kind: 'sent-back'; readonly quarter: string }
  | {
      /** Applications of the centres below. */
      readonly kind: 'review';
      readonly quarter: string;
      readonly count: number;
      /** Whose it is when there is but one. */
      readonly centre: string | undefined;
      /** Until the window closes. */
      readonly daysLeft: number;
    }
  | { readonly kind: 'vouchers'; readonly count: number; readonly isMore: boolean }
  | { readonly kind: 'overdue'; readonly count: number };
