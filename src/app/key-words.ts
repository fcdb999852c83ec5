/** What keys have done, in a few words for those who do not see it. Loaded with the keys. */
import { type LayerKey, QUANTITY_KEYS } from './layer-keys.ts';
import type { Settings } from './settings.ts';
import { fill, type Language, text } from './texts.ts';

const TEXTS = {
  on: { en: '{layer} on.', zh: '{layer}已显示。' },
  off: { en: '{layer} off.', zh: '{layer}已隐藏。' },
  pinned: { en: 'Pinned {u}, {v}.', zh: '已标记 {u}，{v}。' },
  start: { en: 'Start at {u}, {v}.', zh: '已在 {u}，{v} 处放置起点。' },
  startRemoved: { en: 'Start removed.', zh: '已移除起点。' },
} as const satisfies Record<string, Record<Language, string>>;

export function keyWords(
  key: Exclude<keyof typeof TEXTS, 'on' | 'off'>,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  return fill(TEXTS[key][language], values);
}

/** What a key of the layers has made of the settings. */
export function layerWords({ key, name }: LayerKey, after: Settings, language: Language): string {
  const layer = text(name, language);
  if (QUANTITY_KEYS.some((other) => other.key === key))
    return text(after.heatmap ? 'plotColours' : 'plotContours', language, { name: layer });
  const isOn = after[name as 'heatmap' | 'contours' | 'arrows' | 'streamlines'];
  const words = TEXTS[isOn ? 'on' : 'off'][language];
  return fill(words, { layer: layer[0]!.toUpperCase() + layer.slice(1) });
}
