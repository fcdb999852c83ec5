import { describe, expect, it } from 'vitest';
import { Announcements } from '../../src/app/announcements.ts';
import { keyWords, layerWords } from '../../src/app/key-words.ts';
import { LAYER_KEYS, QUANTITY_KEYS } from '../../src/app/layer-keys.ts';
import { initialSettings, type Settings } from '../../src/app/settings.ts';

/** What is said of a key, pressed with these settings. */
function said(key: string, before: Partial<Settings> = {}): string[] {
  const layer = [...LAYER_KEYS, ...QUANTITY_KEYS].find((each) => each.key === key)!;
  const settings = { ...initialSettings(), ...before };
  const after = { ...settings, ...layer.change(settings) };
  return [layerWords(layer, after, 'en'), layerWords(layer, after, 'zh')];
}

describe('what a key has done, in words', () => {
  it('is that a layer is on, or off', () => {
    expect(said('3', { arrows: true })).toEqual(['Arrows off.', '梯度箭头已隐藏。']);
    expect(said('3', { arrows: false })).toEqual(['Arrows on.', '梯度箭头已显示。']);
    expect(said('1', { heatmap: true })).toEqual(['Heatmap off.', '热力图已隐藏。']);
    expect(said('2', { contours: false })).toEqual(['Contours on.', '等值线已显示。']);
    expect(said('4', { streamlines: true })).toEqual(['Streamlines off.', '流线已隐藏。']);
  });

  it('is what the colours show, or the contours where there are no colours', () => {
    expect(said('6')).toEqual(['Colours show gradient norm.', '颜色表示梯度模长。']);
    expect(said('6', { heatmap: false, contours: true })[0]).toBe('Contours show gradient norm.');
    expect(said('9', { heatmap: false, contours: true })[0]).toBe('Colours show steps to converge.');
  });

  it('names a point', () => {
    const at = { u: '1.2', v: '3.4' };
    expect(keyWords('pinned', 'en', at)).toBe('Pinned 1.2, 3.4.');
    expect(keyWords('start', 'zh', at)).toBe('已在 1.2，3.4 处放置起点。');
  });
});

describe('announcements', () => {
  it('are taken once, the last of each subject, in their order', () => {
    const announcements = new Announcements();
    announcements.add('arrows', 'Arrows off.');
    announcements.add('contours', 'Contours on.');
    announcements.add('arrows', 'Arrows on.');
    expect(announcements.version.value).toBe(3);
    expect(announcements.take()).toEqual(['Contours on.', 'Arrows on.']);
    expect(announcements.take()).toEqual([]);
  });
});
