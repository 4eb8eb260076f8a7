import jsQR from 'jsqr';
import { qrCodeSvg } from './qr-code';

/** What a reader of pictures sees: the modules of the drawing, four pixels each. */
function photographed(svg: string) {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
  const scale = 4;
  const side = size * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x, y, width] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      for (let column = Number(x) * scale; column < (Number(x) + Number(width)) * scale; column++) {
        pixels.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
      }
    }
  }
  return { pixels, side };
}

describe('a QR code', () => {
  it.each([
    'http://127.0.0.1:3000/verify?number=520100001',
    `https://zs.example.cn/verify?number=52010000${'-A1'.repeat(6)}A1`,
    `https://zs.example.cn/${'x'.repeat(180)}/verify?number=52010000PZ000001`,
  ])('reads as what was written: %s', (text) => {
    const { pixels, side } = photographed(qrCodeSvg(text));
    expect(jsQR(pixels, side, side)?.data).toBe(text);
  });

  it('is a picture of its own, without script or style', () => {
    expect(qrCodeSvg('x')).toMatch(/^<svg class="qr" [^<]*><rect [^<]*\/><path [^<]*\/><\/svg>$/);
  });
});
