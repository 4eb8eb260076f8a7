import { Identifier, Text, WholeText } from './fields';

export const pageLimitMax = 1_000;
export const pageLimitDefault = 100;

/** One page of a list. */
export class PageQueryDto {
  @Text({ optional: true, max: 500, description: '`next` of the page before' })
  after?: string;

  @WholeText({ optional: true, min: 1, max: pageLimitMax, description: '100 unless said' })
  limit?: string;
}

export class CentrePageQueryDto extends PageQueryDto {
  @Identifier({ optional: true, description: 'code of a centre' })
  centre?: string;
}

export const limitOf = (query: PageQueryDto): number => Number(query.limit ?? pageLimitDefault);
