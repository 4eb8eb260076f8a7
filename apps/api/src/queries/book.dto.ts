import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type Level, levels } from '#domain';
import { RangeDto } from '../problems/problem.dto';
import { Day, Identifier, Instant, OneOf, WholeText } from '../requests/fields';
import { PageQueryDto } from '../requests/query.dto';
import { type JournalEvent, journalEvents } from './book-words';
import { ActorDto } from './queries.dto';

/** Which lines of a book; all that are said must fit. */
export class BookFilterDto {
  @OneOf(journalEvents, { optional: true })
  event?: JournalEvent;

  @WholeText({
    optional: true,
    min: 1,
    max: 5,
    description: 'lines that moved blanks of the level',
  })
  level?: string;

  @Day({ optional: true, description: 'first day on which it happened' })
  from?: string;

  @Day({ optional: true, description: 'last day on which it happened' })
  to?: string;

  @Instant({ optional: true, description: 'recorded then or later' })
  recordedFrom?: string;

  @Instant({ optional: true, description: 'recorded then or earlier' })
  recordedTo?: string;

  @Identifier({ optional: true, description: 'lines that moved this serial' })
  serial?: string;

  @Identifier({ optional: true, description: 'user id of who posted or approved' })
  actor?: string;
}

export class BookQueryDto extends IntersectionType(BookFilterDto, PageQueryDto) {}

export class BookFileQueryDto extends BookFilterDto {
  @OneOf(['csv', 'xlsx'], { optional: true, description: '`xlsx` unless said' })
  format?: 'csv' | 'xlsx';
}

export class JournalMovementDto {
  @ApiProperty({ example: 'stock@52010001' })
  from!: string;

  @ApiProperty({ example: 'issued@52010001' })
  to!: string;

  @ApiProperty({ enum: [...levels] })
  level!: Level;

  @ApiProperty()
  edition!: string;

  @ApiProperty({ type: [RangeDto] })
  ranges!: RangeDto[];

  @ApiProperty({ type: 'integer' })
  quantity!: number;
}

export class JournalLineDto {
  @ApiProperty({ example: '48213' })
  position!: string;

  @ApiProperty({ example: '42' })
  revision!: string;

  @ApiProperty({ example: 'CertificatesIssued' })
  event!: string;

  @ApiProperty({ format: 'date' })
  occurredOn!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ type: ActorDto })
  actor!: ActorDto;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null: the system, or a user who is gone',
  })
  actorName!: string | null;

  @ApiProperty({ required: false, description: 'user id of the second user' })
  approvedBy?: string;

  @ApiProperty({ type: String, nullable: true, required: false })
  approvedByName?: string | null;

  @ApiProperty({ type: String, nullable: true })
  reference!: string | null;

  @ApiProperty({ type: [JournalMovementDto] })
  movements!: JournalMovementDto[];
}

export class BookPageDto {
  @ApiProperty({
    type: [JournalLineDto],
    description: 'newest first; fewer than asked for when few fit, even none',
  })
  items!: JournalLineDto[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'the book was looked through back to here; null: to where nothing fits any more',
  })
  lookedBackTo!: string | null;

  @ApiProperty({ type: String, nullable: true })
  next!: string | null;
}
