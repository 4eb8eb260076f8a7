import { Injectable } from '@nestjs/common';
import type { CentreCode } from '#domain';
import { type CentreAnswer, ReadModel } from '#read-model';
import { Standing } from '../access/standing';
import { Problem } from '../problems/problem';
import type { CallerState } from '../requests/caller';
import { found, type Reply } from '../requests/reply';
import type { CentreDto, CentreNodeDto, CentreTreeDto } from './centres.dto';

@Injectable()
export class CentreReader {
  constructor(
    private readonly views: ReadModel,
    private readonly standing: Standing,
  ) {}

  async tree({ principal }: CallerState): Promise<Reply<CentreTreeDto>> {
    const roots = await this.standing.roots(principal.grants);
    const { position, answer } = await this.views.centres();
    return found(position, { items: grow(answer.map(centreDto), roots), next: null });
  }

  async one(code: CentreCode): Promise<Reply<CentreDto>> {
    const { position, answer } = await this.views.centre(code);
    if (!answer) throw new Problem(404, 'unknown-centre');
    return found(position, centreDto(answer));
  }
}

/** The trees below `roots`; below the top centre when the caller may see everything. */
function grow(
  centres: readonly CentreDto[],
  roots: readonly CentreCode[] | undefined,
): CentreNodeDto[] {
  const nodes = new Map(centres.map((centre) => [centre.code, { ...centre, children: [] }]));
  const tops: CentreNodeDto[] = [];
  for (const node of nodes.values() as Iterable<CentreNodeDto>) {
    const parent = nodes.get(node.parent ?? '') as CentreNodeDto | undefined;
    parent?.children.push(node);
    if (roots === undefined ? parent === undefined : roots.includes(node.code)) tops.push(node);
  }
  return withoutNested(tops);
}

/** A root that lies below another is shown there only. */
function withoutNested(tops: readonly CentreNodeDto[]): CentreNodeDto[] {
  const below = new Set<string>();
  const visit = (node: CentreNodeDto): void => {
    for (const child of node.children) {
      below.add(child.code);
      visit(child);
    }
  };
  for (const top of tops) visit(top);
  return tops.filter(({ code }) => !below.has(code));
}

function centreDto(centre: CentreAnswer): CentreDto {
  const { code, name, tier, parent, areaCode, address, postcode, liveFrom, closedOn } = centre;
  const described = { code, name, tier, parent, areaCode, address, postcode, liveFrom, closedOn };
  const { officials } = centre;
  return officials ? { ...described, manager: officials } : described;
}
