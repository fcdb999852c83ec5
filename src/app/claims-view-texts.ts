/** The words of the Claims view, in both languages: loaded with it, not with the page. Placeholders are {braced}. */
import type { Verdict } from '../core/claims/claim.ts';
import type { Language } from './texts.ts';

const TEXTS = {
  title: { en: 'Claims', zh: '论断' },
  intro: {
    en: 'What the sources say about these losses, each sentence measured on this machine when the view opens: in f64, and again on the GPU where the figures come from whole surfaces.',
    zh: '文献对这些损失函数有种种说法，这里在您的设备上逐句测量：全部用 f64 计算，取自整个曲面的数值再由 GPU 计算一遍。',
  },
  noGpu: {
    en: 'There is no WebGPU now, so the GPU’s figures are missing (–); they are measured as soon as there is.',
    zh: '当前没有可用的 WebGPU，GPU 一栏暂缺（–）；一旦可用，会自动补测。',
  },
  close: { en: 'Close', zh: '关闭' },
  cancel: { en: 'Cancel', zh: '取消' },
  goOn: { en: 'Measure the rest', zh: '继续测量' },
  again: { en: 'Measure again', zh: '重新测量' },
  progress: { en: '{done} of {all} measured', zh: '已测量 {done} / {all}' },
  claim: { en: 'The sentence', zh: '原话大意' },
  verdict: { en: 'Verdict', zh: '结论' },
  figures: { en: 'Figures', zh: '数值' },
  why: { en: 'Why', zh: '理由' },
  show: { en: 'Show me', zh: '去看看' },
  showLabel: { en: 'Show me: {claim}', zh: '去看看：{claim}' },
  waiting: { en: 'not yet', zh: '尚未测量' },
  measuring: { en: 'measuring…', zh: '测量中…' },
  failed: { en: 'could not be measured: {message}', zh: '无法测量：{message}' },
  disagrees: { en: 'The GPU’s figures lead to another verdict.', zh: 'GPU 的数值会得出不同的结论。' },
  f64: { en: 'f64', zh: 'f64' },
  gpu: { en: 'GPU', zh: 'GPU' },
} as const satisfies Record<string, Record<Language, string>>;

const VERDICTS: Readonly<Record<Verdict, Readonly<Record<Language, string>>>> = {
  upheld: { en: 'upheld', zh: '成立' },
  refuted: { en: 'refuted', zh: '不成立' },
  depends: { en: 'depends', zh: '视情况而定' },
};

type ClaimsTextKey = keyof typeof TEXTS;

/** The text of `key`, its placeholders replaced. */
export function claimsText(
  key: ClaimsTextKey,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return TEXTS[key][language].replace(/\{(\w+)\}/g, (placeholder, name) =>
    String(values[name] ?? placeholder),
  );
}

export function verdictName(verdict: Verdict, language: Language): string {
  return VERDICTS[verdict][language];
}
