import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Principal } from '../access/principal';
import { Sessions } from '../access/sessions';
import { Visibility } from '../access/visibility';
import { Problem } from '../problems/problem';
import { ChangeFeed } from './change-feed';
import { type MaySee, Watcher } from './watcher';

/** How often a client is told that we are still here, and asked itself whether it still may. */
const beatMs = 15_000;
const retryAfterSeconds = 10;

/** Where clients come to watch. */
@Injectable()
export class ChangeDesk {
  constructor(
    private readonly feed: ChangeFeed,
    private readonly sessions: Sessions,
    private readonly visibility: Visibility,
  ) {}

  /** @throws Problem 429 when there are as many who watch as there may be */
  async watch(request: Request, response: Response, principal: Principal): Promise<void> {
    const { userId } = principal;
    if (!this.feed.hasRoomFor(userId)) {
      throw new Problem(429, 'too-many-watchers', { retryAfterSeconds });
    }
    const last = request.headers['last-event-id'];
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('X-Accel-Buffering', 'no');
    const watcher = new Watcher(userId, response, this.sightOf(principal));
    this.keepAlive(watcher, request.headers.authorization);
    await this.feed.add(watcher, typeof last === 'string' && last !== '' ? last : undefined);
  }

  /** By the grants of the moment: what is withdrawn is not told of any more. */
  private sightOf({ userId }: Principal): MaySee {
    return async ({ centre }) =>
      centre === undefined || (await this.visibility.sees(userId, centre));
  }

  /** Ends with the token, the key or the user, at the latest one beat afterwards. */
  private keepAlive(watcher: Watcher, authorization: string | undefined): void {
    const beating = setInterval(() => {
      this.sessions.authenticate(authorization).then(
        () => watcher.beat(),
        (error: unknown) => {
          // An engine that is away proves nothing against the token.
          if (error instanceof Problem) watcher.end();
        },
      );
    }, beatMs);
    watcher.onEnd(() => clearInterval(beating));
  }
}
