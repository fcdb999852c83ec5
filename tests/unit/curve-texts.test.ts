import { describe, expect, it } from 'vitest';
import { curveTexts } from '../../src/app/curve-texts.ts';
import { curvesOf } from '../../src/core/curves/index.ts';
import { PRESETS } from '../../src/core/presets/index.ts';

const CURVES = PRESETS.flatMap(({ name }) => curvesOf(name, 2));

describe('the texts of curves', () => {
  it('are there for the curves of all presets, in both languages', () => {
    expect(CURVES.length).toBeGreaterThan(2);
    for (const curve of CURVES) {
      const { title, note, x, y } = curveTexts(curve);
      for (const { en, zh } of [title, note]) {
        expect(en).toMatch(/^[^\p{Script=Han}]+$/u);
        expect(zh).toMatch(/\p{Script=Han}/u);
      }
      expect(x).not.toBe('');
      expect(y).not.toBe('');
    }
  });

  it('are missed loudly', () => {
    expect(() => curveTexts({ id: 'other', x: new Float64Array(2), series: [] })).toThrow('other');
  });
});
