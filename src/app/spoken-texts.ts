/** What the page says of the plots to those who do not see them, in both languages. Loaded after the first picture. */
import { fill, type Language } from './texts.ts';

const TEXTS = {
  at: { en: 'At {u}, {v}: ', zh: '{u}，{v} 处：' },
  value: { en: '{loss} {value}, gradient norm {norm}', zh: '{loss} {value}，梯度模长 {norm}' },
  valueAlone: { en: '{loss} {value}', zh: '{loss} {value}' },
  between: { en: '; ', zh: '；' },
  end: { en: '.', zh: '。' },
  range: { en: '{loss} from {min} to {max}', zh: '{loss} {min} 至 {max}' },
  undefinedHere: { en: '{loss} undefined', zh: '{loss} 无定义' },
} as const satisfies Record<string, Record<Language, string>>;

export function spokenText(
  key: keyof typeof TEXTS,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][language], values);
}
