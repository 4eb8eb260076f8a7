import type { Holder } from '#domain';
import { Nested, OneOf, Text } from '../requests/fields';

type DocumentType = Holder['document']['type'];

const documentTypes: readonly DocumentType[] = ['resident-id', 'passport', 'other'];

export class DocumentDto {
  @OneOf(documentTypes)
  type!: DocumentType;

  @Text({ max: 50, description: 'kept nowhere: neither in events, nor in logs, nor in the views' })
  number!: string;
}

export class ForgetHolderDto {
  @Nested(() => DocumentDto)
  document!: DocumentDto;

  @Text({ max: 2_000, description: 'stays for ever; must not name the person' })
  reason!: string;
}
