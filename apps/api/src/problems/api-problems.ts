import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemDto } from './problem.dto';

const meanings: Readonly<Record<number, string>> = {
  400: 'Malformed: JSON, shape, type or unknown field.',
  401: 'No valid access token or API key, or a wrong password.',
  403: 'Not your role, or not your centre.',
  404: 'There is no such thing.',
  408: 'The body came too slowly to be waited for.',
  409: 'Others kept writing to the same stream; retries are used up. Try again.',
  413:
    'More than 1,000 lines (`too-many-lines`), a body over 2,097,152 bytes (`body-too-large`), or ' +
    'one that takes more than 921,600 bytes in the book (`append-too-large`): `params` has the ' +
    'bytes and the limit. 1,000 lines fit unless most have the longest names.',
  422: 'Refused by a rule; each of `errors` names its rule, in order of lines.',
  429: 'Too many failed attempts; see Retry-After.',
  503: 'An engine is away, or the view is behind the position waited for; see Retry-After.',
};

export const problemContent = {
  'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } },
};

/** Documents the problems of a route. */
export const ApiProblems = (...statuses: readonly number[]): ClassDecorator & MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) =>
      ApiResponse({ status, description: meanings[status], content: problemContent }),
    ),
  );
