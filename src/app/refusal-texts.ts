/**
 * Refusals in Chinese. The core says in English what it expected and what it found; here stand the sentences that it
 * forms. What no pattern knows stays as it is. Loaded when the page is in Chinese.
 */
import type { ExperimentError } from '../core/experiment-error.ts';

type Pattern = readonly [english: RegExp, chinese: string | ((...groups: string[]) => string)];

const NOUNS: Readonly<Record<string, string>> = {
  number: '个数',
  numbers: '个数',
  'whole number': '个整数',
  'whole numbers': '个整数',
  loss: '种损失',
  losses: '种损失',
  probabilities: '个概率',
  sample: '个样本',
  samples: '个样本',
  logits: '个 logit',
  cells: '个单元格',
};
const NOUN = Object.keys(NOUNS)
  .sort((a, b) => b.length - a.length)
  .join('|');

const EXPECTED: readonly Pattern[] = [
  [/^an object$/, '一个对象'],
  [/^an array$/, '一个数组'],
  [/^an array of samples$/, '样本数组'],
  [/^an array of fields$/, '场的数组'],
  [/^a string$/, '一个字符串'],
  [/^a number$/, '一个数'],
  [/^true or false$/, 'true 或 false'],
  [/^JSON$/, 'JSON'],
  [/^1 \(the version of the experiment file\)$/, '1（实验文件的版本）'],
  [/^(\d+) \(the version of this page's links\)$/, (n) => `${n}（本页链接的版本）`],
  [/^no such key \(there are none\)$/, '不应有此键（此处不接受任何键）'],
  [/^no such key \(the keys are (.+)\)$/, (keys) => `不应有此键（可用的键：${listed(keys)}）`],
  [/^no such entry \(the entries are (.+)\)$/, (keys) => `不应有此项（可用的项：${listed(keys)}）`],
  [/^one such entry$/, '这一项只出现一次'],
  [/^percent signs followed by two hexadecimal digits$/, '百分号后跟两位十六进制数字'],
  [/^an increasing pair$/, '由小到大的两个数'],
  [/^a pair at least (\S+) apart$/, (x) => `相差至少 ${x} 的两个数`],
  [/^a number from (\S+) to (\S+)$/, (a, b) => `${a} 至 ${b} 之间的数`],
  [/^a whole number from (\S+) to (\S+)$/, (a, b) => `${a} 至 ${b} 之间的整数`],
  [/^a number from 0 up to, but not including, 1$/, '不小于 0 且小于 1 的数'],
  [/^a positive number of at most (\S+)$/, (x) => `不超过 ${x} 的正数`],
  [/^a finite number of at most (\S+) in size$/, (x) => `绝对值不超过 ${x} 的有限数`],
  [
    /^at most (\d+) points \[u, v\] of two numbers, each at most (\S+) in size$/,
    (n, x) => `至多 ${n} 个点 [u, v]，坐标的绝对值均不超过 ${x}`,
  ],
  [
    /^a class index from 0 to (\d+) or an array of (\d+) probabilities$/,
    (last, n) => `0 至 ${last} 的类别序号，或 ${n} 个概率组成的数组`,
  ],
  [/^probabilities that sum to 1 within 1e-6$/, '总和为 1（误差不超过 1e-6）的概率'],
  [/^at most (\d+) numbers in all samples together$/, (n) => `所有样本合计至多 ${n} 个数`],
  [
    /^at most (\d+) for a map over (\d+) samples$/,
    (most, n) => `至多 ${most} 步（${n} 个样本的收敛步数图以此为限）`,
  ],
  [/^at most (\d+) points for a figure$/, (n) => `导出图片时至多 ${n} 个点`],
  [/^at most (\d+) MiB of text$/, (n) => `至多 ${n} MiB 的文本`],
  [/^at most (\d+) bytes of text$/, (n) => `至多 ${n} 字节的文本`],
  [/^at most (\d+) cells from this column on$/, (n) => `从该列起至多 ${n} 个单元格`],
  [/^arrays and objects nested at most (\d+) deep$/, (n) => `数组与对象的嵌套不超过 ${n} 层`],
  [/^another loss than losses\[0\]$/, '与 losses[0] 不同的损失'],
  [/^a loss that is defined for the link identity$/, '适用于恒等输出函数（identity）的损失'],
  [/^a loss that takes soft targets \((.+) is one\)$/, (where) => `可用于软目标的损失（${where} 为软目标）`],
  [/^"sigmoid" or "identity" \(the map is two-layer\)$/, '"sigmoid" 或 "identity"（映射为 two-layer）'],
  [/^the name of a preset, or null$/, '预设实验的名称，或 null'],
  [/^an experiment, since preset is null$/, '一个实验（因为 preset 为 null）'],
  [
    /^that of the preset (".+"), or preset null$/,
    (name) => `预设实验 ${name} 自身的内容，或将 preset 设为 null`,
  ],
  [/^no parameters without a preset$/, '没有预设实验时不带参数'],
  [/^"auto" or two whole numbers$/, '"auto" 或两个整数'],
  [/^column names: (.+)$/, (forms) => `列名：${forms.replaceAll(' or ', ' 或 ')}`],
  [/^one column (.+)$/, (name) => `${name} 列只出现一次`],
  [/^a column (.+)$/, (name) => `有一列 ${name}`],
  [/^the columns (.+)$/, (names) => `各列 ${listed(names)}`],
  [new RegExp(`^an array of (\\d+) (${NOUN})$`), (n, noun) => `由 ${n} ${NOUNS[noun]}组成的数组`],
  [
    /^(an array of )?(\d+)(?: to (\d+))? numbers? \(the link is (\w+)\)$/,
    (array, least, most, link) => {
      const count = most ? `${least} 至 ${most} 个数` : `${least} 个数`;
      return `${array ? `由 ${count}组成的数组` : count}（输出函数为 ${link}）`;
    },
  ],
  [
    new RegExp(`^at (most|least) (\\d+) (${NOUN})$`),
    (end, n, noun) => `至${end === 'most' ? '多' : '少'} ${n} ${NOUNS[noun]}`,
  ],
  [new RegExp(`^(\\d+) (${NOUN})$`), (n, noun) => `${n} ${NOUNS[noun]}`],
  // The last, since it takes any list in quotation marks.
  [/^"[^"]*"(?:, "[^"]*")* or "[^"]*"$/, (all) => all.replace(/, /g, '、').replace(' or ', ' 或 ')],
];

const FOUND: readonly Pattern[] = [
  [/^nothing$/, '空缺'],
  [/^none$/, '没有'],
  [/^none of them$/, '一个也没有'],
  [/^two$/, '两个'],
  [/^more$/, '更多'],
  [/^another$/, '其他内容'],
  [/^an object$/, '一个对象'],
  [/^an empty cell$/, '空单元格'],
  [/^a sum of (\S+)$/, (sum) => `总和 ${sum}`],
  [/^nothing, which stands for "softmax"$/, '空缺，即 "softmax"'],
  [/^its end at line (\d+), column (\d+)$/, (line, column) => `在第 ${line} 行第 ${column} 列处结束`],
  [/^(.+) at line (\d+), column (\d+)$/, (what, line, column) => `第 ${line} 行第 ${column} 列的 ${what}`],
  [/^(.+) \((\d+) items\)$/, (list, n) => `${list}（共 ${n} 项）`],
  [/^(.+) \((\d+) characters\)$/, (text, n) => `${text}（共 ${n} 个字符）`],
];

/** `samples[2].origin`: 应为 3 个数，实际为 2。 */
export function refusalInChinese({ path, expected, found }: ExperimentError): string {
  const where =
    path === ''
      ? '实验'
      : path.replace(
          /^line (\d+)(?:, column (.+))?/,
          (_, line, column) => `第 ${line} 行${column ? ` ${column} 列` : ''}`,
        );
  const should = translated(EXPECTED, expected);
  const wish = should.startsWith('不应') ? should : `应为${spaced(should)}`;
  return `${where}：${wish}，实际为${spaced(translated(FOUND, found))}。`;
}

function translated(patterns: readonly Pattern[], english: string): string {
  for (const [pattern, chinese] of patterns) {
    const match = pattern.exec(english);
    if (!match) continue;
    if (typeof chinese === 'string') return chinese;
    return chinese(...(match.length > 1 ? match.slice(1) : [match[0]]));
  }
  return english;
}

function listed(names: string): string {
  return names.replaceAll(', ', '、');
}

/** A space between Chinese and what is not, as everywhere on the page. */
function spaced(text: string): string {
  return /^[\p{Script=Han}（]/u.test(text) ? text : ` ${text}`;
}
