import type { CorrectedLine, IssueLine } from '#domain';
import { type Level, levels, type RangeText, type SpoilageCause, spoilageCauses } from '#domain';
import { CommandDto } from '../requests/command.dto';
import { Day, Flag, Identifier, Nested, OneOf, Text, Texts, Whole } from '../requests/fields';
import { HolderInputDto } from './holder-input.dto';
import { CorrectedLines, Lines, Ranges } from './lists';

const longTextMax = 2_000;
const candidateCountMax = 1_000_000;

export class RegisterBlanksDto extends CommandDto {
  @OneOf(levels, { description: '5 初级, 4 中级, 3 高级, 2 技师, 1 高级技师' })
  level!: Level;

  @Text({ max: 50, example: '2013-普通版' })
  edition!: string;

  @Ranges()
  ranges!: RangeText[];

  @Text({ max: 100 })
  deliveryNote!: string;

  @Text({ optional: true, description: 'the printing works unless said' })
  supplier?: string;
}

export class ReverseRegistrationDto extends CommandDto {
  @Ranges()
  ranges!: RangeText[];

  @Text({ max: longTextMax })
  reason!: string;
}

export class DispatchBlanksDto extends CommandDto {
  @Identifier({ description: 'code of the receiving centre' })
  to!: string;

  @Ranges()
  ranges!: RangeText[];

  @Text({ max: 100 })
  handedOverBy!: string;

  @Identifier({
    optional: true,
    example: '2013Q2',
    description: "the quarter of the receiver's approved application (Q7)",
  })
  application?: string;

  @Flag({
    optional: true,
    description:
      'opening stock of a centre that starts with blanks in its safe; needs a second user',
  })
  opening?: boolean;
}

export class ReceiveBlanksDto extends CommandDto {
  @Ranges({ min: 0 })
  accepted!: RangeText[];

  @Ranges({ min: 0, optional: true, description: 'needs a second user when not empty' })
  damaged?: RangeText[];

  @Ranges({ min: 0, optional: true, description: 'needs a second user when not empty' })
  missing?: RangeText[];

  @Ranges({ min: 0, optional: true, description: 'in the box, but not on the list' })
  unexpected?: RangeText[];

  @Texts({ min: 0, maxItems: 10, description: 'two names, neither of them the poster' })
  countedBy!: string[];
}

export class RefuseBlanksDto extends CommandDto {
  @Text({ max: longTextMax })
  reason!: string;
}

export class TakeBackBlanksDto extends CommandDto {}

export class RosterDto {
  @Text({ max: 100, example: '贵人社鉴〔2013〕12号' })
  reference!: string;

  @Day()
  signedOn!: string;

  @Whole({ min: 0, max: candidateCountMax })
  passed!: number;
}

export class OccupationDto {
  @Text({ optional: true, max: 50, example: '6-07-01-01' })
  code?: string;

  @Text({ max: 100, example: '车工' })
  name!: string;
}

/** What all lines of a post by a roster have in common. */
export class RosterPostDto extends CommandDto {
  @Nested(() => RosterDto)
  roster!: RosterDto;

  @OneOf(levels)
  level!: Level;

  @Nested(() => OccupationDto)
  occupation!: OccupationDto;

  @Identifier({ description: 'code of a station of this centre' })
  station!: string;
}

export class IssueCertificatesDto extends RosterPostDto {
  @Lines()
  lines!: IssueLine[];
}

export class CorrectIssuesDto extends CommandDto {
  @CorrectedLines()
  lines!: CorrectedLine[];

  @Text({ max: longTextMax, description: 'do not name holders here' })
  reason!: string;
}

export class VoidIssueDto extends CommandDto {
  @Identifier({ example: '1352010001300001' })
  certificateNumber!: string;

  @OneOf(['in-hand', 'not-found'], { description: 'spoiled, or missing' })
  sheet!: 'in-hand' | 'not-found';

  @OneOf(spoilageCauses)
  cause!: SpoilageCause;

  @Text({ max: longTextMax, description: 'do not name holders here' })
  reason!: string;
}

export class SpoilSerialsDto extends CommandDto {
  @OneOf(spoilageCauses)
  cause!: SpoilageCause;

  @Ranges()
  ranges!: RangeText[];

  @Text({ optional: true, max: longTextMax, description: 'do not name holders here' })
  note?: string;
}

export class ReverseSpoilageDto extends CommandDto {
  @Ranges()
  ranges!: RangeText[];

  @Text({ max: longTextMax })
  reason!: string;
}

export class MinutesDto {
  @Day()
  on!: string;

  @Text()
  place!: string;

  @Text()
  method!: string;

  @Texts({ min: 0, maxItems: 20, description: 'names, neither poster nor approver among them' })
  witnesses!: string[];
}

export class DestroySerialsDto extends CommandDto {
  @Ranges()
  ranges!: RangeText[];

  @Nested(() => MinutesDto)
  minutes!: MinutesDto;
}

export class LossNoticeDto {
  @Text({ max: 100, example: '贵州日报' })
  newspaper!: string;

  @Day()
  publishedOn!: string;
}

export class OriginalParticularsDto {
  @Day()
  issuedOn!: string;

  @OneOf(levels)
  level!: Level;

  @Nested(() => OccupationDto)
  occupation!: OccupationDto;

  @Identifier({ description: 'code of a station of this centre' })
  station!: string;

  @Nested(() => HolderInputDto)
  holder!: HolderInputDto;

  @Identifier({
    optional: true,
    description: 'as printed on the old paper: none registered here, nor another’s; moves nothing',
  })
  serial?: string;
}

export class PrintReplacementDto extends CommandDto {
  @Identifier({ example: '1352010001300001' })
  certificateNumber!: string;

  @Identifier({ example: 'A000000004' })
  serial!: string;

  @OneOf(['lost', 'damaged'])
  reason!: 'lost' | 'damaged';

  @Nested(() => LossNoticeDto, { optional: true, description: 'required when lost (P1)' })
  lossNotice?: LossNoticeDto;

  @Text({ optional: true, max: longTextMax })
  remark?: string;

  @Nested(() => OriginalParticularsDto, {
    optional: true,
    description: 'particulars of a certificate older than the book; needs a second user (P1)',
  })
  original?: OriginalParticularsDto;

  @Nested(() => HolderInputDto, {
    optional: true,
    description: 'only after the holder was forgotten',
  })
  holder?: HolderInputDto;
}

export class ReportMissingDto extends CommandDto {
  @Ranges()
  ranges!: RangeText[];

  @Text({ max: longTextMax, description: 'do not name holders here' })
  circumstances!: string;

  @Text({ optional: true, description: 'where and when the loss was made public' })
  noticePublished?: string;

  @Text({ optional: true, description: 'number of the report to the police' })
  policeReport?: string;
}

export class RecoverSerialsDto extends CommandDto {
  @Ranges()
  ranges!: RangeText[];

  @OneOf(['stock', 'spoiled'], { description: 'stock only for what was never printed (C12)' })
  into!: 'stock' | 'spoiled';

  @Text({ max: longTextMax, description: 'do not name holders here' })
  circumstances!: string;
}
