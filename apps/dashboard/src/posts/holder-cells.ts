/** One person as they are typed, cell by cell, and as the API takes them. */
import type { Schemas } from '../api/client';
import { given } from './given';

type DocumentType = Schemas['HolderInputDto']['document']['type'];

export interface HolderCells {
  readonly name: string;
  /** Empty until one is chosen, where none is taken for granted; the API refuses that. */
  readonly documentType: DocumentType | '';
  readonly documentNumber: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly education: string;
}

export const nobody: HolderCells = {
  name: '',
  documentType: 'resident-id',
  documentNumber: '',
  sex: '',
  birthDate: '',
  education: '',
};

/** Where a form has what the API names so: a document is one object there and two cells here. */
export const cellPathOf = (path: string): string =>
  path
    .replace(/\/document\/type$/, '/documentType')
    .replace(/\/document\/number$/, '/documentNumber');

export function holderOf(cells: HolderCells): Schemas['HolderInputDto'] {
  return {
    name: cells.name.trim(),
    document: {
      type: cells.documentType as DocumentType,
      number: cells.documentNumber.normalize('NFKC').replace(/\s+/g, '').toUpperCase(),
    },
    sex: given(cells.sex),
    birthDate: given(cells.birthDate),
    education: given(cells.education),
  };
}
