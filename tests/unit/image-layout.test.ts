import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ImageLayout, layoutImage } from '../../src/render/image-layout.ts';

const SIDES = fc.record({
  width: fc.integer({ min: 200, max: 8192 }),
  height: fc.integer({ min: 120, max: 8192 }),
});
const CONTENT = fc.record({ titled: fc.boolean(), rangeLines: fc.integer({ min: 1, max: 3 }) });

/** What a panel covers, heading included, in device px. */
function covered({ scale, panels }: ImageLayout, n: 0 | 1) {
  const { x, y, nameBaseline, figure } = panels[n];
  return {
    left: x * scale,
    right: (x + figure.bounds.x + figure.bounds.width) * scale,
    top: (nameBaseline - 12) * scale,
    bottom: (y + figure.bounds.height) * scale,
  };
}

describe('the layout of a picture', () => {
  test('keeps everything inside and apart at any size', () => {
    fc.assert(
      fc.property(SIDES, CONTENT, ({ width, height }, content) => {
        const layout = layoutImage(width, height, content);
        const [a, b] = [covered(layout, 0), covered(layout, 1)];
        for (const { left, right, top, bottom } of [a, b]) {
          expect(left).toBeGreaterThanOrEqual(0);
          expect(right).toBeLessThanOrEqual(width);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(bottom).toBeLessThanOrEqual(height);
        }
        expect(a.right < b.left || a.bottom < b.top).toBe(true);
      }),
    );
  });

  test('has two equal square plots of whole device pixels', () => {
    fc.assert(
      fc.property(SIDES, CONTENT, ({ width, height }, content) => {
        const { scale, panels } = layoutImage(width, height, content);
        const [left, right] = panels.map(({ figure }) => figure.plot);
        expect(left!.width).toBe(left!.height);
        expect(right).toEqual(left);
        for (const { x, y, figure } of panels) {
          for (const edge of [x, y, figure.plot.x, figure.plot.y, figure.plot.width]) {
            expect(edge * scale).toBeCloseTo(Math.round(edge * scale), 6);
          }
        }
        expect(left!.width * scale).toBeGreaterThan(50);
      }),
    );
  });

  test('uses the space: doubling both sides doubles the picture', () => {
    const content = { titled: true, rangeLines: 1 };
    const small = layoutImage(1600, 900, content);
    const large = layoutImage(3200, 1800, content);
    expect(large.scale).toBeCloseTo(2 * small.scale, 6);
    // But for whole device pixels.
    const [plot, largePlot] = [small.panels[0].figure.plot, large.panels[0].figure.plot];
    expect(Math.abs(largePlot.width - plot.width)).toBeLessThan(2);
    // Side by side, the panels take the whole width but for margins.
    const { x } = small.panels[0];
    expect(x * small.scale).toBeLessThan(30);
  });

  test('stacks the panels in a tall picture', () => {
    const [upper, lower] = layoutImage(600, 1600, { titled: true, rangeLines: 1 }).panels;
    expect(lower.x).toBe(upper.x);
    expect(lower.y).toBeGreaterThan(upper.y + upper.figure.plot.height);
  });

  test.each([
    [1600, 900, 'full'],
    [480, 270, 'full'],
    [400, 225, 'axes'],
    [200, 120, 'bare'],
  ] as const)('leaves out details only where there is no room: %d x %d', (width, height, detail) => {
    const layout = layoutImage(width, height, { titled: true, rangeLines: 1 });
    expect(layout.detail).toBe(detail);
    expect(layout.title === undefined).toBe(detail === 'bare');
    expect(layout.panels[0].rangeBaselines).toHaveLength(detail === 'full' ? 1 : 0);
  });

  test('text is never smaller than can be read', () => {
    fc.assert(
      fc.property(SIDES, CONTENT, ({ width, height }, content) => {
        expect(layoutImage(width, height, content).scale * 11).toBeGreaterThan(8);
      }),
    );
  });
});
