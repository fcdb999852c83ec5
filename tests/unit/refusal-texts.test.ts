import { describe, expect, it } from 'vitest';
import { decodeState } from '../../src/app/permalink.ts';
import { refusalInChinese } from '../../src/app/refusal-texts.ts';
import { applyPartial, initialState } from '../../src/app/state.ts';
import { ExperimentError } from '../../src/core/experiment-error.ts';
import { withCsvSamples } from '../../src/core/refit.ts';
import { requireQuickPoints } from '../../src/core/steps-map.ts';
import { parseExperiment, parseExperimentText } from '../../src/core/validate.ts';

const SAMPLE = { origin: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0], target: 0 };
const FILE = { version: 1, map: 'affine', samples: [SAMPLE] };

function chinese(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    return refusalInChinese(error as ExperimentError);
  }
  throw new Error('it was not refused');
}

const withSample = (part: object) => () => parseExperiment({ ...FILE, samples: [{ ...SAMPLE, ...part }] });
const withPart = (part: object) => () => parseExperiment({ ...FILE, ...part });
const { method, rate, momentum, criterion, lossThreshold } = initialState();
const RULE = { method, rate, momentum, criterion, lossThreshold };
const MANY = Array.from({ length: 100_000 }, () => SAMPLE);
const set = (part: object) => () => applyPartial(initialState(), part);

/** Real refusals, so that a sentence that the core words anew is missed here. */
const REFUSALS: readonly (readonly [() => unknown, string | RegExp])[] = [
  [withSample({ du: [1, 0] }), 'samples[0].du：应为 3 个数，实际为 2。'],
  [withSample({ du: 1 }), 'samples[0].du：应为由 3 个数组成的数组，实际为 1。'],
  [withSample({ origin: [1] }), 'samples[0].origin：应为 2 至 1000 个数（输出函数为 softmax），实际为 1。'],
  [withSample({ target: 3 }), 'samples[0].target：应为 0 至 2 的类别序号，或 3 个概率组成的数组，实际为 3。'],
  [
    withSample({ target: [0.5, 0.5, 0.5] }),
    'samples[0].target：应为总和为 1（误差不超过 1e-6）的概率，实际为总和 1.5。',
  ],
  [withPart({ map: 'cubic' }), 'map：应为 "affine" 或 "two-layer"，实际为 "cubic"。'],
  [withPart({ version: 2 }), 'version：应为 1（实验文件的版本），实际为 2。'],
  [withPart({ samples: [] }), 'samples：应为至少 1 个样本，实际为 0。'],
  [withPart({ window: { u: [1, 1], v: [0, 1] } }), 'window.u：应为由小到大的两个数，实际为 [1, 1]。'],
  [withPart({ resolution: [1, 2] }), 'resolution[0]：应为 2 至 16384 之间的整数，实际为 1。'],
  [withPart({ losses: ['mse', 'mse'] }), 'losses[1]：应为与 losses[0] 不同的损失，实际为 "mse"。'],
  [withPart({ name: 1 }), 'name：应为一个字符串，实际为 1。'],
  [() => parseExperiment([]), '实验：应为一个对象，实际为 []。'],
  [set({ rate: -1 }), 'rate：应为不超过 1000000000000000 的正数，实际为 -1。'],
  [set({ momentum: 1 }), 'momentum：应为不小于 0 且小于 1 的数，实际为 1。'],
  [set({ heatmap: 1 }), 'heatmap：应为 true 或 false，实际为 1。'],
  [set({ grid: 5 }), 'grid：应为 "auto" 或两个整数，实际为 5。'],
  [set({ preset: 5 }), 'preset：应为预设实验的名称，或 null，实际为 5。'],
  [
    () => requireQuickPoints(parseExperiment({ ...FILE, samples: MANY }), { ...RULE, steps: 400 }),
    'steps：应为至多 32 步（100000 个样本的收敛步数图以此为限），实际为 400。',
  ],
  [() => decodeState('version=9'), 'version：应为 1（本页链接的版本），实际为 "9"。'],
  [set({ heat: 1 }), /^heat：不应有此键（可用的键：version、.+），实际为 1。$/],
  [() => decodeState('version=1&u=0,1&u=0,2'), 'u：应为这一项只出现一次，实际为两个。'],
  [
    () => decodeState(`version=1&experiment=${JSON.stringify({ name: 'y'.repeat(1_000_000) })}`),
    '实验：应为至多 1000000 字节的文本，实际为更多。',
  ],
];

describe('a refusal in Chinese', () => {
  it.each(REFUSALS)('%#', (act, sentence) => {
    if (typeof sentence === 'string') expect(chinese(act)).toBe(sentence);
    else expect(chinese(act)).toMatch(sentence);
  });

  it('names lines of a table, and cells that are empty', () => {
    const { experiment } = initialState();
    expect(chinese(() => withCsvSamples(experiment, 'x,y\n1,\n'))).toMatch(
      /^第 2 行 y 列：应为一个数，实际为空单元格。$/,
    );
  });

  it('has no English left in it but names and what was found', () => {
    const all = [
      ...REFUSALS.map(([act]) => chinese(act)),
      chinese(() => decodeState('version=1&colour=red')),
      chinese(() => parseExperiment({ ...FILE, colour: 'red' })),
      chinese(() => parseExperimentText(`${'['.repeat(2000)}`)),
    ];
    for (const sentence of all) expect(sentence).not.toMatch(/\b(?:an?|the|of|at|expected|found|such|or)\b/);
  });

  it('keeps what it has no words for', () => {
    const error = new ExperimentError('x', 'something unheard of', 'nothing');
    expect(refusalInChinese(error)).toBe('x：应为 something unheard of，实际为空缺。');
  });
});
