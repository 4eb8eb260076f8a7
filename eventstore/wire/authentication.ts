/** Basic credentials, which every call on streams must carry where the node speaks TLS. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Metadata, status } from '@grpc/grpc-js';
import { type CallFailure, failure } from './failure';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Null lets the call through. */
export type Authenticate = (metadata: Metadata) => CallFailure | null;

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Compares digests, in a time that tells nothing of the secret. */
export function requireCredentials({ username, password }: Credentials): Authenticate {
  const token = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  const wanted = digest(`Basic ${token}`);
  return (metadata) => {
    const given = metadata.get('authorization')[0];
    if (typeof given === 'string' && timingSafeEqual(digest(given), wanted)) return null;
    return failure(status.UNAUTHENTICATED, 'User name and password are missing or wrong.');
  };
}

export const letAllThrough: Authenticate = () => null;
