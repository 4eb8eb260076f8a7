import { ApiProperty } from '@nestjs/swagger';

export class RangeDto {
  @ApiProperty({ example: 'A000000001' })
  from!: string;

  @ApiProperty({ example: 'A000000500' })
  to!: string;
}

/** What is wrong with one field, line or serial; also the shape of a warning. */
export class FindingDto {
  @ApiProperty({ required: false, description: 'id of the rule that says no', example: 'C4' })
  rule?: string;

  @ApiProperty({ description: 'stable name of what is wrong', example: 'serial-not-in-stock' })
  code!: string;

  @ApiProperty({ description: 'one sentence in the language of Accept-Language (en, zh-CN)' })
  message!: string;

  @ApiProperty({
    required: false,
    description: 'JSON Pointer into the body; for a query or header, its name after a slash',
    example: '/lines/3/serial',
  })
  path?: string;

  @ApiProperty({ required: false, type: 'integer', description: 'line of the roster, from 1' })
  line?: number;

  @ApiProperty({ required: false, example: 'A000000004' })
  serial?: string;

  @ApiProperty({ required: false, type: RangeDto })
  range?: RangeDto;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    description: 'the values in the message',
  })
  params?: Record<string, string | number>;
}

/** RFC 9457. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:liushui:problem:serial-not-in-stock' })
  type!: string;

  @ApiProperty({ example: 'Refused by a rule' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 422 })
  status!: number;

  @ApiProperty({ description: 'the first thing that is wrong, as one sentence' })
  detail!: string;

  @ApiProperty({ example: 'serial-not-in-stock' })
  code!: string;

  @ApiProperty({ required: false, description: 'rule of the first error', example: 'C4' })
  rule?: string;

  @ApiProperty({ required: false, description: 'finds the request in the log' })
  requestId?: string;

  @ApiProperty({
    selfRequired: false,
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    description: 'the values in `detail`, such as how many bytes there are and may be',
    example: { sizeBytes: 1_234_567, max: 921_600 },
  })
  params?: Record<string, string | number>;

  @ApiProperty({ required: false, type: [FindingDto], description: 'all of it, in order of lines' })
  errors?: FindingDto[];
}
