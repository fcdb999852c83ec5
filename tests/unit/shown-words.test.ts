import { describe, expect, it } from 'vitest';
import { shownSentence } from '../../src/app/shown-words.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { QUANTITIES, type Quantity } from '../../src/core/quantity.ts';
import { parsed, threeClass } from './support/experiments.ts';

const threeClasses = parsed(threeClass(0, -1000));

function words(quantity: Quantity, experiment: Experiment = threeClasses): string[] {
  const shown = { quantity, experiment };
  return [shownSentence(shown, 'heatmap', 'en'), shownSentence(shown, 'heatmap', 'zh')];
}

describe('what a plot shows, in words', () => {
  it('is another sentence for each quantity, in both languages', () => {
    const all = [...QUANTITIES, 'accuracy' as const].map((quantity) => words(quantity));
    expect(new Set(all.flat()).size).toBe(2 * (QUANTITIES.length + 1));
    for (const [en, zh] of all) {
      expect(en).toMatch(/^Colours show [\w ]+\.$/);
      expect(zh).toMatch(/^颜色表示[^a-z{}]+。$/);
    }
    expect(words('gradient')).toEqual(['Colours show gradient norm.', '颜色表示梯度模长。']);
  });

  it('says where there are no regions, and why', () => {
    const preset = presetByName('regression-gaussian');
    const regression = preset.experiment({});
    expect(words('regions', regression)[0]).toMatch(/^There are no decision regions: /);
    expect(words('regions', regression)[1]).toMatch(/^没有决策区域：/);
  });

  it('is of contours where there are no colours', () => {
    const shown = { quantity: 'value', experiment: threeClasses } as const;
    expect(shownSentence(shown, 'contours', 'en')).toBe('Contours show value.');
  });
});
