import { describe, expect, test } from 'vitest';
import { cli, ownFolder } from './support/cli.ts';
import { writeExperiment } from './support/experiments.ts';

const folder = ownFolder();

/** One sample with z = u: under the identity link and c = 1 the squared error is u^2, and v moves nothing. */
const PARABOLA = {
  version: 1,
  map: 'affine',
  link: 'identity',
  samples: [{ origin: [0], du: [1], dv: [0], target: 0 }],
  losses: ['mse', 'cross-entropy'],
  squaredError: 'sum',
};
const parabola = writeExperiment(folder, 'parabola.json', PARABOLA);

interface Step {
  readonly step: number;
  readonly u: number;
  readonly v: number;
  readonly value: number | null;
  readonly prediction: number;
}

interface Result {
  readonly method: string;
  readonly start: readonly number[];
  readonly losses: Readonly<Record<string, { rate: number; steps: Step[]; stopped: string | null }>>;
}

async function descend(...args: string[]): Promise<Result> {
  const { code, stdout, stderr } = await cli('descend', ...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Result;
}

describe('on u^2, whose gradient is 2 u', () => {
  test('gradient descent: u - 0.25 (2 u) halves u', async () => {
    const { method, start, losses } = await descend(
      '--experiment',
      parabola,
      '--start',
      '4,1',
      '--rate',
      '0.25',
      '--steps',
      '3',
    );
    expect({ method, start }).toEqual({ method: 'gd', start: [4, 1] });
    expect(losses.mse).toEqual({
      rate: 0.25,
      steps: [
        { step: 0, u: 4, v: 1, value: 16, prediction: 4 },
        { step: 1, u: 2, v: 1, value: 4, prediction: 2 },
        { step: 2, u: 1, v: 1, value: 1, prediction: 1 },
        { step: 3, u: 0.5, v: 1, value: 0.25, prediction: 0.5 },
      ],
      stopped: null,
    });
  });

  test('momentum 0.5: m = 8, then 4 + 4, then 2 + ... ', async () => {
    const args = [
      '--start',
      '4,0',
      '--rate',
      '0.25',
      '--steps',
      '4',
      '--method',
      'momentum',
      '--momentum',
      '0.5',
    ];
    const { losses } = await descend('--experiment', parabola, ...args);
    // m: 8, 4 + 4 = 8, 4 + 0 = 4, 2 - 2 = 0; u: 4, 4 - 2, 2 - 2, 0 - 1, -1 - 0.
    expect(losses.mse!.steps.map(({ u }) => u)).toEqual([4, 2, 0, -1, -1]);
  });

  test('Adam: the first step is as long as the rate, whatever the gradient', async () => {
    const args = ['--start', '4,0', '--rate', '0.5', '--steps', '2', '--method', 'adam'];
    const { losses } = await descend('--experiment', parabola, ...args);
    const [, first, second] = losses.mse!.steps;
    expect(first!.u).toBeCloseTo(3.5, 8);
    // By hand: m = 0.9 (0.1 8) + 0.1 7 = 1.42, over 1 - 0.81; s = 0.999 (0.001 64) + 0.001 49 = 0.112936, over 1 - 0.998001.
    expect(second!.u).toBeCloseTo(3.5 - (0.5 * (1.42 / 0.19)) / Math.sqrt(0.112936 / 0.001999), 7);
  });

  test('each loss may have a rate of its own', async () => {
    const args = ['--start', '-4,0', '--rate', '0.1', '--steps', '1', '--rate', 'mse=0.25'];
    const { losses } = await descend('--experiment', parabola, ...args);
    expect([losses.mse!.rate, losses['cross-entropy']!.rate]).toEqual([0.25, 0.1]);
    expect(losses.mse!.steps[1]!.u).toBe(-2);
  });

  test('no steps: the start alone', async () => {
    const { losses } = await descend(
      '--experiment',
      parabola,
      '--start',
      '3,2',
      '--rate',
      '1',
      '--steps',
      '0',
    );
    expect(losses.mse!.steps).toEqual([{ step: 0, u: 3, v: 2, value: 9, prediction: 3 }]);
  });
});

describe('it stops, and says why', () => {
  test('where the loss is undefined', async () => {
    const { losses } = await descend(
      '--experiment',
      parabola,
      '--start',
      '4,0',
      '--rate',
      '0.25',
      '--steps',
      '3',
    );
    expect(losses['cross-entropy']).toEqual({
      rate: 0.25,
      steps: [{ step: 0, u: 4, v: 0, value: null, prediction: 4 }],
      stopped: 'step 0: the loss is undefined',
    });
  });

  test('where it has run away', async () => {
    const { losses } = await descend(
      '--experiment',
      parabola,
      '--start',
      '1,0',
      '--rate',
      '1e15',
      '--steps',
      '100',
    );
    const { steps, stopped } = losses.mse!;
    expect(stopped).toMatch(/^step \d+: the loss is infinite$/);
    expect(steps.length).toBeLessThan(30);
    expect(steps.at(-1)!.value).toBe('inf');
  });
});

test('on three classes the prediction is the probability of the target', async () => {
  const args = [
    '--preset',
    'three-class-extreme',
    '--param',
    'target=1',
    '--start',
    '0,0',
    '--rate',
    '1',
    '--steps',
    '1',
  ];
  const { losses } = await descend(...args);
  const [first, second] = losses['cross-entropy']!.steps;
  expect(first).toEqual({ step: 0, u: 0, v: 0, value: Math.LN2, prediction: 0.5 });
  expect([second!.u, second!.v]).toEqual([-0.5, 0.5]);
  expect(second!.prediction).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
});

test('for people: a table of some steps, the first and the last among them', async () => {
  const args = ['--preset', 'three-class-extreme', '--start', '-5,5', '--rate', '0.5', '--steps', '1003'];
  const { code, stdout } = await cli('descend', ...args);
  expect(code).toBe(0);
  const [left, right] = stdout.split('\n\n');
  expect(left).toMatch(/^cross-entropy, rate 0\.5\nstep +u +v +value +prediction\n/);
  expect(right).toMatch(/^mse, rate 0\.5\n/);
  const steps = left!
    .split('\n')
    .slice(2)
    .map((line) => Number(line.trim().split(/\s+/)[0]));
  expect(steps).toEqual([...Array.from({ length: 11 }, (_, n) => n * 100), 1003]);
});
