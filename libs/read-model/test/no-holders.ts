import type { HolderIndexing } from '../src/holders/indexing';

/** For specs whose stories seal nobody. */
export const noHolders: HolderIndexing = {
  index: async (_, blocks) => blocks.map(() => []),
  destroy: async () => undefined,
};
