/** A block of the serial map, led up to the root that was recorded. Without anything of Node. */
import type { Series } from '#domain';
import {
  blockHash,
  compareSeries,
  emptyChain,
  isBlock,
  isEmptyChain,
  isSameHash,
  mapRootOf,
  mapTreeHeight,
  type SeriesNode,
  type Sha256,
  seriesNodeOf,
} from '../map/encoding';
import { bytesOfBase64 } from './bytes';
import type { EvidenceMap } from './evidence';

export type MapBlockParts = Pick<EvidenceMap, 'series' | 'block' | 'siblings'>;

export type OpenedMapBlock =
  | { readonly kind: 'proved'; readonly block: Uint8Array }
  | {
      readonly kind: 'unproved';
      /** Its form, the way up to its series, or from all series to the root. */
      readonly why: 'malformed' | 'block' | 'root';
    };

/** The segments of a block, if they lead to the root. Throws on no parts. */
export function openMapBlock(
  sha256: Sha256,
  parts: MapBlockParts,
  series: Series,
  number: number,
  root: Uint8Array,
): OpenedMapBlock {
  const block = bytesOfBase64(parts.block);
  const siblings = parts.siblings.map(nodeOf);
  const nodes = parts.series.map((one) => ({ series: one.series, node: nodeOf(one.node) }));
  const isWhole =
    block !== undefined &&
    isBlock(block) &&
    siblings.every((node) => node.length === 32) &&
    nodes.every(isSeriesNode) &&
    nodes.every((one, at) => at === 0 || compareSeries(nodes[at - 1].series, one.series) < 0);
  if (!isWhole) return unproved('malformed');
  const own = nodes.find((one) => one.series === series);
  if (own) {
    if (siblings.length !== mapTreeHeight) return unproved('malformed');
    const node = seriesNodeOf(sha256, number, blockHash(sha256, block), siblings);
    if (!isSameHash(node, own.node)) return unproved('block');
  } else if (block.length > 0 || siblings.length > 0) {
    // Nothing touches the series: then there is nothing below it to be shown.
    return unproved('malformed');
  }
  return isSameHash(mapRootOf(sha256, nodes), root) ? { kind: 'proved', block } : unproved('root');
}

const unproved = (why: 'malformed' | 'block' | 'root'): OpenedMapBlock => ({
  kind: 'unproved',
  why,
});

/** In one form: that nothing touches what is below is written as nothing. */
function nodeOf(text: string): Uint8Array {
  if (text === '') return emptyChain;
  const bytes = bytesOfBase64(text);
  return bytes && !isEmptyChain(bytes) ? bytes : new Uint8Array();
}

const seriesForm = /^[A-Z]{0,6}:(?:[6-9]|1[0-2])$/;
const isSeriesNode = ({ series, node }: SeriesNode): boolean =>
  seriesForm.test(series) && node.length === 32;
