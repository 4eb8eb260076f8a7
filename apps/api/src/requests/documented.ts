/** What routes of one kind have in common: their status, headers and problems, for OpenAPI. */
import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ApiProblems } from '../problems/api-problems';
import { CommandAnswerDto, JudgedDto, PendingDto } from './command.dto';

export const waitForHeader = ApiHeader({
  name: 'Liushui-Wait-For',
  required: false,
  description:
    'A position: the answer waits, at most 5 s, until the views have reached it; else 503 `view-behind`.',
  schema: { type: 'string', pattern: '^[0-9]{1,19}$' },
});

export const languageHeader = ApiHeader({
  name: 'Accept-Language',
  required: false,
  description: 'Language of messages: `zh-CN` or `en` (unless said, English).',
  schema: { type: 'string' },
});

const keyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'Up to 128 characters. Repeating a request that succeeded returns its first answer with ' +
    '`Idempotency-Replayed: true`; the same key with another request is 422 ' +
    '`idempotency-key-reused`. Scope: the user and the stream written to. Kept 31 days.',
  schema: { type: 'string', maxLength: 128 },
});

const dryRunQuery = ApiQuery({
  name: 'dryRun',
  required: false,
  description: 'Judge everything, append nothing, answer 200.',
  schema: { type: 'boolean', default: false },
});

export const positionHeader = {
  'Liushui-Position': {
    description: 'The position in the store that the answer reflects.',
    schema: { type: 'string' as const },
  },
};

const replayedHeader = {
  'Idempotency-Replayed': {
    description: '`true` when this is the first answer once more.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

const json = (model: Type<unknown>) => ({
  'application/json': { schema: { $ref: getSchemaPath(model) } },
});

interface CommandDocument {
  readonly summary: string;
  readonly description?: string;
  /** The answer's model when it says more than every command's. */
  readonly answer?: Type<CommandAnswerDto>;
  /** Whether it always, sometimes (the default: dates far back, T2) or never waits for a second user. */
  readonly secondUser?: 'always' | 'sometimes' | 'never';
}

/** A command that is judged in a book or on the centres, with dry run and idempotency. */
export function CommandRoute(document: CommandDocument): MethodDecorator {
  const { summary, description, answer = CommandAnswerDto, secondUser = 'sometimes' } = document;
  const appended = ApiResponse({
    status: 201,
    description: 'Appended.',
    content: json(answer),
    headers: { ...positionHeader, ...replayedHeader },
  });
  const pending = ApiResponse({
    status: 202,
    description: 'Waits for a second user.',
    content: json(PendingDto),
    headers: { ...positionHeader, ...replayedHeader },
  });
  const judged = ApiResponse({ status: 200, description: 'Dry run.', content: json(JudgedDto) });
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiExtraModels(answer, PendingDto, JudgedDto),
    ApiBearerAuth(),
    dryRunQuery,
    keyHeader,
    waitForHeader,
    languageHeader,
    HttpCode(201),
    ...(secondUser === 'always' ? [] : [appended]),
    ...(secondUser === 'never' ? [] : [pending]),
    judged,
    ApiProblems(400, 401, 403, 404, 409, 413, 422, 503),
  );
}

interface QueryDocument {
  readonly summary: string;
  readonly description?: string;
  readonly answer: Type<unknown>;
}

/** A question to the views. */
export function QueryRoute({ summary, description, answer }: QueryDocument): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ApiBearerAuth(),
    waitForHeader,
    languageHeader,
    ApiResponse({ status: 200, description: 'Found.', type: answer, headers: positionHeader }),
    ApiProblems(400, 401, 403, 404, 422, 503),
  );
}
