/** `Delete` and `Tombstone`: refused, because nothing that was recorded is ever taken away. */
import type { handleUnaryCall } from '@grpc/grpc-js';
import { APPEND_ONLY, accessDenied } from './failure';

export const refuseAsAppendOnly: handleUnaryCall<unknown, never> = (_call, answer) => {
  answer(accessDenied(APPEND_ONLY));
};
