import type { CookieOptions, Request, Response } from 'express';

const cookieName = 'liushui_refresh';
const tokenLengthMax = 200;

/** Only the routes of the session itself ever see the cookie, and no script does. */
function optionsFor(request: Request): CookieOptions {
  return { httpOnly: true, sameSite: 'strict', secure: request.secure, path: '/api/v1/auth' };
}

export function setRefreshCookie(
  request: Request,
  response: Response,
  session: { readonly refreshToken: string; readonly refreshEndsAt: Date },
): void {
  response.cookie(cookieName, session.refreshToken, {
    ...optionsFor(request),
    expires: session.refreshEndsAt,
  });
}

export function clearRefreshCookie(request: Request, response: Response): void {
  response.clearCookie(cookieName, optionsFor(request));
}

/** The cookie's token; undefined when there is none that could be ours. */
export function readRefreshCookie(request: Request): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (pair.slice(0, equals).trim() !== cookieName) continue;
    const token = pair.slice(equals + 1).trim();
    return /^[\w.~-]+$/.test(token) && token.length <= tokenLengthMax ? token : undefined;
  }
  return undefined;
}
