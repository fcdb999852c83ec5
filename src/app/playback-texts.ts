/** The texts of what plays the descent race. Loaded with it, not with the page. */
import { fill, type Language } from './texts.ts';

const TEXTS = {
  play: { en: 'Play (Space)', zh: '播放（空格键）' },
  pause: { en: 'Pause (Space)', zh: '暂停（空格键）' },
  restart: { en: 'Back to the start', zh: '回到起点' },
  step: { en: 'Step of the race', zh: '步' },
  stepOf: { en: 'step {step} of {steps}', zh: '第 {step} 步，共 {steps} 步' },
  speed: { en: 'Speed', zh: '播放速度' },
} as const satisfies Record<string, Record<Language, string>>;

export function playbackText(
  key: keyof typeof TEXTS,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][language], values);
}
