/**
 * The shader's map of steps to converge, point by point against f64: within one step, and never where f64 says never.
 * At high rates a descent may be chaotic: then f64 from 1e-7 beside says something else than f64 itself, and so may f32.
 * The same where the descent meets a kink within rounding.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descend } from '../../src/core/descent.ts';
import type { Experiment, LossId } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { type StepsRule, stepsToLearn } from '../../src/core/steps-map.ts';
import {
  fileOf,
  mixedSamples,
  obliqueSample,
  oneLogit,
  parsed,
  threeClass,
  twoLayer,
} from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';

const SIDE = 41;
const RULE: StepsRule = {
  method: 'gd',
  rate: 1,
  momentum: 0.9,
  steps: 200,
  criterion: 'probability',
  lossThreshold: 0.1,
};
const BESIDE = 1e-7;
/** Of a map's points, the most that may be excused. */
const MOST_EXCUSED = 0.05;

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

function agrees(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1;
}

/** Whether a descent meets a kink so nearly that f32 may take either side of it, as a hinge does in even steps. */
function meetsKink(evaluator: PointEvaluator, panel: 0 | 1, rule: StepsRule, u: number, v: number): boolean {
  const options = { method: rule.method, rate: rule.rate, steps: rule.steps, start: [u, v] } as const;
  for (const at of descend(evaluator, panel, options)) {
    evaluator.updateScales(at.u, at.v, 1);
    if (evaluator.undecided[panel]) return true;
  }
  return false;
}

/** Whether f64 itself counts otherwise from a point beside this one. */
function isChaotic(evaluator: PointEvaluator, panel: 0 | 1, rule: StepsRule, u: number, v: number): boolean {
  const steps = stepsToLearn(evaluator, panel, rule, u, v);
  return [
    [BESIDE, 0],
    [-BESIDE, 0],
    [0, BESIDE],
    [0, -BESIDE],
  ].some(([du, dv]) => !agrees(stepsToLearn(evaluator, panel, rule, u + du!, v + dv!), steps));
}

interface Outcome {
  readonly exact: number;
  readonly off: number;
  /** Points where f64 itself is no judge. */
  readonly excused: number;
  readonly never: number;
  readonly wrong: readonly string[];
}

function judge(experiment: Experiment, panel: 0 | 1, rule: StepsRule, steps: readonly number[]): Outcome {
  const evaluator = new PointEvaluator(experiment);
  const grid = gridOf(experiment);
  const outcome = { exact: 0, off: 0, excused: 0, never: 0, wrong: [] as string[] };
  expect(steps).toHaveLength(grid.width * grid.height);
  for (const [n, actual] of steps.entries()) {
    const [u, v] = [columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width))];
    const truth = stepsToLearn(evaluator, panel, rule, u, v);
    if (truth === Infinity) outcome.never += 1;
    if (Object.is(actual, truth)) outcome.exact += 1;
    else if (agrees(actual, truth)) outcome.off += 1;
    else if (isChaotic(evaluator, panel, rule, u, v)) outcome.excused += 1;
    else if (meetsKink(evaluator, panel, rule, u, v)) outcome.excused += 1;
    else outcome.wrong.push(`(${u}, ${v}): ${actual}, in f64 ${truth}`);
  }
  return outcome;
}

async function expectAgreement(experiment: Experiment, changes: Partial<StepsRule> = {}): Promise<void> {
  const rule = { ...RULE, ...changes };
  const maps = await page.steps(experiment, { ...rule, backend: 'webgpu' });
  expect(maps.backend).toBe('webgpu');
  for (const panel of [0, 1] as const) {
    const outcome = judge(experiment, panel, rule, maps.steps[panel]);
    const points = maps.steps[panel].length;
    const name = `${experiment.name} ${experiment.losses[panel]}, rate ${rule.rate}`;
    if (process.env.STEPS_FIGURES)
      console.log(name, JSON.stringify({ ...outcome, wrong: outcome.wrong.length }));
    expect(outcome.wrong.slice(0, 5), `${name}: ${outcome.wrong.length} wrong`).toEqual([]);
    expect(outcome.excused / points, `${name}: excused`).toBeLessThanOrEqual(MOST_EXCUSED);
  }
}

const RATES = [0.1, 1, 10];

function preset(name: string, params: Record<string, unknown> = {}): Experiment {
  return { ...presetByName(name).experiment(params), resolution: [SIDE, SIDE] };
}

describe.each(RATES)('rate %d', (rate) => {
  describe.each([-1000, 0.5])('three classes, third logit %d', (value) => {
    it.each([0, 2])('target %d', async (target) => {
      await expectAgreement(preset('three-class-extreme', { target, fixed: 2, value }), { rate });
    });
  });

  it.each(['logistic-three-samples', 'two-layer-tanh', 'saturated-neuron', 'squared-error-trap'])(
    '%s',
    async (name) => {
      await expectAgreement(preset(name), { rate });
    },
  );

  const pairs: readonly (readonly [LossId, LossId])[] = [
    ['mse-logits', 'hinge'],
    ['cross-entropy-clipped', 'mse'],
  ];
  it.each(pairs)('%s and %s', async (...losses) => {
    const resolution = [SIDE, SIDE] as const;
    await expectAgreement(parsed(threeClass(1, -0.7, { losses, resolution })), { rate });
    await expectAgreement(parsed(oneLogit('sigmoid', 1, { losses, resolution: [SIDE, 2] })), { rate });
    await expectAgreement(parsed(twoLayer('sigmoid', [{ input: 1.3, target: 0 }], { losses, resolution })), {
      rate,
    });
  });
});

describe('the threshold on the loss', () => {
  it.each([0.01, 0.3])('%d', async (lossThreshold) => {
    const rule = { criterion: 'loss', lossThreshold } as const;
    await expectAgreement(preset('three-class-extreme', { value: 0.5 }), rule);
    await expectAgreement(preset('logistic-three-samples'), rule);
    await expectAgreement(preset('two-layer-tanh'), rule);
    const losses = ['mse-logits', 'hinge'] as const;
    await expectAgreement(parsed(threeClass(1, -0.7, { losses, resolution: [SIDE, SIDE] })), {
      ...rule,
      rate: 0.1,
    });
  });

  it('is what outputs go by', async () => {
    const samples = [
      { origin: [0.5], du: [1], dv: [0.3], target: 2 },
      { origin: [-1], du: [0.2], dv: [1], target: 0.5 },
    ];
    const losses = ['mse', 'mse-logits'] as const;
    const file = fileOf('identity', samples, { losses, resolution: [SIDE, SIDE] });
    for (const rate of [0.01, 0.1, 0.7]) await expectAgreement(parsed(file), { rate });
  });
});

describe('many classes', () => {
  it.each([2, 5, 10, 64])('%d, oblique', async (classes) => {
    const file = fileOf('softmax', [obliqueSample(classes, 'hard', 3)], { resolution: [21, 21] });
    await expectAgreement(parsed(file), { rate: 0.3, steps: 100 });
  });
});

it('updates far below the last bit of an f32 add up', async () => {
  // p(target) is exp(-4) to exp(-12), and f32 around 1000 has steps of 6e-5: more than many an update of the squared error.
  const window = { u: [1000, 1001], v: [1005, 1012] } as const;
  const file = threeClass(0, -1000, { window, resolution: [SIDE, SIDE] });
  await expectAgreement(parsed(file), { rate: 10, steps: 10_000 });
});

it('what runs out of the pairs’ digits is left to f64', async () => {
  // The rate is twenty times what the squared error of logits bears.
  const losses = ['mse-logits', 'cross-entropy'] as const;
  const file = threeClass(1, -0.7, { losses, resolution: [9, 9] });
  await expectAgreement(parsed(file), { rate: 20 });
});

describe('soft targets', () => {
  it.each([0.1, 1, 10])('rate %d', async (rate) => {
    const resolution = [SIDE, SIDE] as const;
    for (const losses of [
      ['cross-entropy', 'mse'],
      ['mse-logits', 'cross-entropy'],
    ] as const) {
      await expectAgreement(parsed(threeClass([0.7, 0.2, 0.1], 0.5, { losses, resolution })), { rate });
      const mixed = fileOf('softmax', mixedSamples(3, 4, 7), { losses, resolution: [15, 15] });
      await expectAgreement(parsed(mixed), { rate, criterion: 'loss', lossThreshold: 0.7 });
    }
    await expectAgreement(parsed(oneLogit('sigmoid', 0.3, { resolution: [SIDE, 2] })), { rate });
  });
});

it('other methods are in f64, and not claimed to be on the GPU', async () => {
  const hard = parsed(threeClass(0, 0.5, { resolution: [9, 9] }));
  const { backend, steps } = await page.steps(hard, { method: 'adam', steps: 20 });
  expect(backend).toBe('cpu');
  const outcome = judge(hard, 0, { ...RULE, method: 'adam', steps: 20 }, steps[0]);
  expect(outcome.exact).toBe(81);
  await expect(page.steps(hard, { method: 'adam', backend: 'webgpu' })).rejects.toThrow(/cannot map steps/);
  await expect(page.steps(hard, { rate: -1 })).rejects.toThrow(/rate/);
});
