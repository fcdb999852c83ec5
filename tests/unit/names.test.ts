import { describe, expect, it } from 'vitest';
import {
  axisNames,
  fieldSymbol,
  formatPoint,
  logitName,
  lossFormula,
  lossName,
} from '../../src/app/names.ts';
import { LOSS_IDS, type LossId } from '../../src/core/experiment.ts';
import { FIELD_IDS } from '../../src/core/fields.ts';
import { parseExperiment } from '../../src/core/validate.ts';

/** An experiment of one or more samples that differ as said. */
function experiment(link: string, samples: object[], more: object = {}) {
  const classes = link === 'softmax' ? 3 : 1;
  const zeros = Array.from({ length: classes }, () => 0);
  const filled = samples.map((sample) => ({ origin: zeros, du: zeros, dv: zeros, target: 0, ...sample }));
  return parseExperiment({ version: 1, map: 'affine', link, samples: filled, ...more });
}

/** The formula as one line, subscripts in braces. */
function formula(loss: LossId, link: string, samples: object[], more?: object): string {
  return lossFormula(loss, experiment(link, samples, more))
    .map(({ text, sub }) => (sub ? `_{${text}}` : text))
    .join('');
}

describe('names', () => {
  it('count logits from one, as textbooks do', () => {
    expect([0, 1, 8, 9, 99].map(logitName)).toEqual(['z₁', 'z₂', 'z₉', 'z₁₀', 'z₁₀₀']);
  });

  it.each([
    ['a logit each', 'softmax', [{ du: [1, 0, 0], dv: [0, 0, 1], origin: [0, -1000, 0] }], ['z₁', 'z₃']],
    ['a direction that moves two logits', 'softmax', [{ du: [1, 1, 0], dv: [0, 0, 1] }], ['u', 'z₃']],
    ['a logit that moves twice as fast', 'softmax', [{ du: [2, 0, 0], dv: [0, 1, 0] }], ['u', 'z₂']],
    ['a logit that moves the other way', 'softmax', [{ du: [-1, 0, 0], dv: [0, 1, 0] }], ['u', 'z₂']],
    [
      'a logit that does not begin at zero',
      'softmax',
      [{ du: [1, 0, 0], dv: [0, 1, 0], origin: [0, 5, 0] }],
      ['z₁', 'v'],
    ],
    ['a direction that moves nothing', 'softmax', [{ du: [1, 0, 0] }], ['z₁', 'v']],
    ['a logit that both move', 'sigmoid', [{ du: [1], dv: [1] }], ['u', 'v']],
    ['the only logit', 'sigmoid', [{ du: [1], dv: [0] }], ['z', 'v']],
    [
      'several samples',
      'softmax',
      [
        { du: [1, 0, 0], dv: [0, 1, 0] },
        { du: [1, 0, 0], dv: [0, 1, 0] },
      ],
      ['u', 'v'],
    ],
  ])('of the axes: %s', (_case, link, samples, [u, v]) => {
    expect(axisNames(experiment(link, samples))).toEqual({ u, v });
  });

  it('of losses say whether the squared error is a mean', () => {
    const mean = experiment('softmax', [{}]);
    const half = experiment('softmax', [{}], { squaredError: 'half' });
    const sum = experiment('softmax', [{}], { squaredError: 'sum' });
    expect([mean, half, sum].map((one) => lossName('mse', one, 'en'))).toEqual([
      'Mean squared error',
      'Squared error',
      'Squared error',
    ]);
    expect(lossName('mse', mean, 'zh')).toBe('均方误差');
    expect(lossName('cross-entropy', half, 'en')).toBe('Cross-entropy');
  });
});

describe('the formula of the cross-entropy', () => {
  it.each<[string, object[], string, object?]>([
    ['softmax', [{ target: 0 }], '−log p_{1}'],
    ['softmax', [{ target: 2 }], '−log p_{3}'],
    ['softmax', [{ target: [0.5, 0.5, 0] }], '−Σ_{k} y_{k} log p_{k}'],
    ['softmax', [{ target: 0 }, { target: 1 }], '1/2 Σ_{n} (−log p_{y})'],
    ['softmax', [{ target: 0 }, { target: [0, 1, 0] }], '1/2 Σ_{n} (−Σ_{k} y_{k} log p_{k})'],
    ['softmax', [{}, {}, {}], 'Σ_{n} (−log p_{y})', { sampleReduction: 'sum' }],
    ['sigmoid', [{ target: 1 }], '−log p'],
    ['sigmoid', [{ target: 0 }], '−log(1 − p)'],
    ['sigmoid', [{ target: 0.25 }], '−y log p − (1 − y) log(1 − p)'],
    ['sigmoid', [{ target: 1 }, { target: 0 }], '1/2 Σ_{n} [−y log p − (1 − y) log(1 − p)]'],
    ['identity', [{ target: 1 }], '−y log z − (1 − y) log(1 − z)'],
    ['identity', [{ target: 1 }, { target: 0 }], '1/2 Σ_{n} [−y log z − (1 − y) log(1 − z)]'],
  ])('%s, %j', (link, samples, expected, more) => {
    expect(formula('cross-entropy', link, samples, more)).toBe(expected);
  });
});

describe('the formula of the cross-entropy of several raw outputs', () => {
  const sample = { origin: [0, 0], du: [1, 0], dv: [0, 1], target: [1, 0] };
  const sum = '−Σ_{k} [y_{k} log z_{k} + (1 − y_{k}) log(1 − z_{k})]';

  it('is a sum over them, in parentheses where samples are summed', () => {
    expect(formula('cross-entropy', 'identity', [sample])).toBe(sum);
    expect(formula('cross-entropy', 'identity', [sample, sample])).toBe(`1/2 Σ_{n} (${sum})`);
  });
});

describe('the formula of the squared error', () => {
  it.each<[string, object[], string, object?]>([
    ['softmax', [{}], '1/3 Σ_{k} (p_{k} − y_{k})²'],
    ['softmax', [{}], '½ Σ_{k} (p_{k} − y_{k})²', { squaredError: 'half' }],
    ['softmax', [{}], 'Σ_{k} (p_{k} − y_{k})²', { squaredError: 'sum' }],
    ['softmax', [{}, {}], '1/2 Σ_{n} 1/3 Σ_{k} (p_{k} − y_{k})²'],
    ['softmax', [{}, {}], 'Σ_{n} 1/3 Σ_{k} (p_{k} − y_{k})²', { sampleReduction: 'sum' }],
    ['sigmoid', [{}], '(p − y)²'],
    ['sigmoid', [{}], '½ (p − y)²', { squaredError: 'half' }],
    ['identity', [{}], '(z − y)²'],
  ])('%s, %j', (link, samples, expected, more) => {
    expect(formula('mse', link, samples, more)).toBe(expected);
  });

  it('has the factor that the numbers have', () => {
    const more = { samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: [1, 2] }] };
    expect(formula('mse', 'identity', [{}], more)).toBe('1/2 Σ_{k} (z_{k} − y_{k})²');
  });
});

describe('the coordinates of a point', () => {
  it('have the digits that the window makes worth telling', () => {
    const wide = { u: [-10, 10], v: [0, 1e6] } as const;
    expect(formatPoint(wide, [3.4078431, 123456.789])).toEqual(['3.408', '123500']);
    const deep = { u: [3, 3.0001], v: [-1e-9, 1e-9] } as const;
    expect(formatPoint(deep, [3.000012345678, 1.23456e-10])).toEqual(['3.00001235', '1.235e−10']);
    expect(formatPoint(wide, [-10, 0])).toEqual(['−10', '0']);
  });
});

describe('the other losses', () => {
  const hard = [{ target: 2 }];

  it('have names in both languages, the mean among them by its factor', () => {
    const one = experiment('softmax', hard);
    for (const loss of LOSS_IDS) {
      expect(lossName(loss, one, 'en')).toMatch(/^[A-Z]/);
      expect(lossName(loss, one, 'zh')).toMatch(/[\u4e00-\u9fff]/);
    }
    const summed = experiment('softmax', hard, { squaredError: 'sum' });
    expect(lossName('mse-logits', one, 'en')).toBe('MSE of raw logits');
    expect(lossName('mse-logits', summed, 'en')).toBe('Squared error of raw logits');
  });

  it.each([
    ['mse-logits', 'softmax', '1/3 Σ_{k} (z_{k} − y_{k})²'],
    ['hinge', 'softmax', 'Σ_{j≠3} max(0, 1 + z_{j} − z_{3})'],
    ['error-rate', 'softmax', '[argmax z ≠ 3]'],
    ['cross-entropy-clipped', 'softmax', '−log clip p_{3}'],
    ['cross-entropy-naive', 'softmax', '−log p_{3}'],
  ] as const)('%s of one %s sample', (loss, link, expected) => {
    expect(formula(loss, link, hard)).toBe(expected);
  });

  it.each([
    ['mse-logits', 1, '(z − y)²'],
    ['hinge', 1, 'max(0, 1 − z)'],
    ['hinge', 0, 'max(0, 1 + z)'],
    ['error-rate', 1, '[(z > 0) ≠ y]'],
    ['cross-entropy-clipped', 0, '−log(1 − clip p)'],
  ] as const)('%s of a sigmoid with target %d', (loss, target, expected) => {
    expect(formula(loss, 'sigmoid', [{ target }])).toBe(expected);
  });

  it('of several samples name the target y', () => {
    const two = [{ target: 0 }, { target: 1 }];
    expect(formula('hinge', 'softmax', two)).toBe('1/2 Σ_{n} Σ_{j≠y} max(0, 1 + z_{j} − z_{y})');
    expect(formula('error-rate', 'softmax', two)).toBe('1/2 Σ_{n} [argmax z ≠ y]');
    expect(formula('cross-entropy-clipped', 'softmax', two)).toBe('1/2 Σ_{n} (−log clip p_{y})');
    expect(formula('hinge', 'sigmoid', two)).toBe('1/2 Σ_{n} max(0, 1 − (2y − 1) z)');
  });
});

describe('fields', () => {
  it('are derivatives by the names of the axes', () => {
    const names = { u: 'z₁', v: 'b' };
    const symbols = FIELD_IDS.map((field) =>
      fieldSymbol(field, names)
        .map(({ text }) => text)
        .join('_'),
    );
    expect(symbols).toEqual(['L', '∂L/∂z₁', '∂L/∂b', '∂²L/∂z₁²', '∂²L/∂z₁∂b', '∂²L/∂b²', 'λ_min']);
  });
});
