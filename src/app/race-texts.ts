/** The texts of the descent race's pane, in both languages. Loaded with it, not with the page. */
import { fill, type Language } from './texts.ts';

const TEXTS = {
  hint: {
    en: 'Click a plot to drop a start: both losses descend from it, by the rule under Descent in the panel. A click on a start takes it away.',
    zh: '在任一图上点击即可放置起点，两个损失从同一点出发，按面板“梯度下降”中的设定下降；再次点击起点可将其移除。',
  },
  target: {
    en: 'Steps until every sample has p(target) > {p}, and the loss at the end',
    zh: '所有样本的 p(target) 均大于 {p} 所需的步数，以及最终损失',
  },
  near: {
    en: 'Steps until every probability is within {distance} of its target, and the loss at the end',
    zh: '所有概率与目标之差均小于 {distance} 所需的步数，以及最终损失',
  },
  loss: {
    en: 'Steps until the loss is below {loss}, and the loss at the end',
    zh: '损失降至 {loss} 以下所需的步数，以及最终损失',
  },
  outputs: {
    en: 'Outputs have no probabilities: steps until the loss is below {loss}, and the loss at the end',
    zh: '输出没有概率，因此以损失为准：损失降至 {loss} 以下所需的步数，以及最终损失',
  },
  start: { en: 'start ({u}, {v})', zh: '起点（{u}, {v}）' },
  learned: { en: 'step {n}', zh: '第 {n} 步' },
  never: { en: 'never in {n} steps', zh: '{n} 步内未达到' },
  stopped: { en: 'not finite at step {n}', zh: '第 {n} 步处不再有限' },
  computing: { en: 'computing…', zh: '计算中…' },
  limited: {
    en: 'Limited to {n} steps: the experiment has many samples or the race many starts.',
    zh: '样本或起点较多，步数限制为 {n}。',
  },
  tooLarge: {
    en: 'This experiment has too many samples for a race in the page. The command line’s descend runs it.',
    zh: '样本过多，无法在页面中运行，请使用命令行 descend。',
  },
  remove: { en: 'Remove the start at {u}, {v}', zh: '移除起点 {u}, {v}' },
  step: { en: 'step', zh: '步' },
  label: {
    en: '{left} and {right} against the step of their descents from {u}, {v}',
    zh: '从 {u}, {v} 出发，{left}与{right}随步数的变化',
  },
} as const satisfies Record<string, Record<Language, string>>;

export type RaceTextKey = keyof typeof TEXTS;

/** The text of `key`, its placeholders replaced. */
export function raceText(
  key: RaceTextKey,
  language: Language,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill(TEXTS[key][language], values);
}
