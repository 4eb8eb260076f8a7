import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Problem } from '../problems/problem';
import { stateOf } from '../requests/request-state';
import { NamedThings } from './named-things';
import { type Requirement, requirementKey } from './requirement';
import { Sessions } from './sessions';
import { Standing } from './standing';
import { UserScope } from './user-scope';

/**
 * What two or more different people must do, or one gives their word for: a key that another made
 * is no other person.
 */
function mustBeInPerson(requirement: Requirement): boolean {
  const { kind } = requirement;
  if (kind === 'posts') return requirement.inPerson === true;
  return kind === 'approves' || kind === 'reviews' || kind === 'leads' || kind === 'audits';
}

/** Judges 401, then 403, then 404, before anything of the request but its path is read. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly requirements = new WeakMap<object, Requirement>();

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly standing: Standing,
    private readonly users: UserScope,
    private readonly named: NamedThings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const requirement = this.requirementOf(context);
    if (requirement.kind === 'open') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const state = stateOf(request);
    const principal = await this.sessions.authenticate(request.headers.authorization);
    state.principal = principal;
    if (requirement.kind === 'logged-in') return true;
    if (requirement.kind === 'keeps-user') {
      await this.users.require(principal, request.params.username as string, requirement.self);
      return true;
    }
    if (mustBeInPerson(requirement) && principal.isByKeyOfAnother) {
      throw new Problem(403, 'key-of-another');
    }
    const named = request.params as Readonly<Record<string, string>>;
    state.grant = await this.standing.require(principal.userId, requirement, named);
    await this.named.require(requirement, named);
    return true;
  }

  private requirementOf(context: ExecutionContext): Requirement {
    const handler = context.getHandler();
    const known = this.requirements.get(handler);
    if (known) return known;
    const targets = [handler, context.getClass()];
    const found = this.reflector.getAllAndOverride<Requirement | undefined>(
      requirementKey,
      targets,
    );
    if (!found)
      throw new Error(`${context.getClass().name}.${handler.name} says not who may call it`);
    this.requirements.set(handler, found);
    return found;
  }
}
