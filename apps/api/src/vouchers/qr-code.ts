/** QR codes as pictures that a page can contain and a printer sharpens. */
import qrcode from 'qrcode-generator';

/** White modules around the code, as ISO/IEC 18004 asks. */
const quietZoneModules = 4;

/**
 * A QR code of ASCII text as SVG, one unit a module, with about 15% of it restorable. Throws on
 * text above the 2,331 characters that a code holds.
 */
export function qrCodeSvg(text: string): string {
  const code = qrcode(0, 'M');
  code.addData(text, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * quietZoneModules;
  const rows = Array.from({ length: count }, (_, row) => darkRuns(row, count, code.isDark));
  return (
    `<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" ` +
    `shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/>` +
    `<path fill="#000" d="${rows.join('')}"/></svg>`
  );
}

/** The dark stretches of a row as parts of a path. */
function darkRuns(
  row: number,
  count: number,
  isDark: (row: number, column: number) => boolean,
): string {
  let path = '';
  for (let column = 0; column < count; column++) {
    if (!isDark(row, column)) continue;
    const start = column;
    while (column + 1 < count && isDark(row, column + 1)) column++;
    const width = column - start + 1;
    path += `M${start + quietZoneModules} ${row + quietZoneModules}h${width}v1h-${width}z`;
  }
  return path;
}
