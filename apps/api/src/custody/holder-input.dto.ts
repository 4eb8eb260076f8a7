import { Amount, Day, Nested, OneOf, TextLine } from '../requests/fields';
import { holderBounds } from './lists';

const { nameLengthMax, sexLengthMax, documentLengthMax, scoreMax } = holderBounds;

class DocumentInputDto {
  @OneOf(['resident-id', 'passport', 'other'])
  type!: 'resident-id' | 'passport' | 'other';

  @TextLine({ max: documentLengthMax })
  number!: string;
}

class ScoresInputDto {
  @Amount({ optional: true, min: 0, max: scoreMax })
  theory?: number;

  @Amount({ optional: true, min: 0, max: scoreMax })
  practical?: number;

  @Amount({ optional: true, min: 0, max: scoreMax })
  overall?: number;
}

/** One person, as the certificate names them; sealed before it reaches the store. */
export class HolderInputDto {
  @TextLine({ max: nameLengthMax })
  name!: string;

  @TextLine({ optional: true, max: sexLengthMax, example: '女' })
  sex?: string;

  @Day({ optional: true })
  birthDate?: string;

  @Nested(() => DocumentInputDto)
  document!: DocumentInputDto;

  @TextLine({ optional: true, max: nameLengthMax })
  education?: string;

  @Nested(() => ScoresInputDto, { optional: true })
  scores?: ScoresInputDto;
}
