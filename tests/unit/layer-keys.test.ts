import { describe, expect, it } from 'vitest';
import { QUANTITY_KEYS } from '../../src/app/layer-keys.ts';
import { initialSettings } from '../../src/app/settings.ts';
import { hasContours } from '../../src/core/quantity.ts';

describe('a key that chooses what the colours show', () => {
  it('leaves nothing chosen that is not seen', () => {
    for (const { key, change } of QUANTITY_KEYS) {
      for (const heatmap of [false, true]) {
        for (const contours of [false, true]) {
          const before = { ...initialSettings(), heatmap, contours };
          const after = { ...before, ...change(before) };
          const name = `${key}, heatmap ${heatmap}, contours ${contours}`;
          expect(after.heatmap || (after.contours && hasContours(after.quantity)), name).toBe(true);
        }
      }
    }
  });

  it('brings no heatmap where contours show it', () => {
    const before = { ...initialSettings(), heatmap: false, contours: true };
    const gradient = QUANTITY_KEYS.find(({ name }) => name === 'quantityGradient')!;
    expect(gradient.change(before)).toEqual({ quantity: 'gradient' });
  });
});
