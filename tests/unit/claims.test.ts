import { describe, expect, it } from 'vitest';
import { plainView } from '../../src/app/plain-view.ts';
import { applyPartial, initialState } from '../../src/app/state.ts';
import type { Claim, Evaluate, Tools, Verdict } from '../../src/core/claims/claim.ts';
import { CLAIMS } from '../../src/core/claims/index.ts';
import { measureClaim } from '../../src/core/claims/measure.ts';
import { curvesOf } from '../../src/core/curves/index.ts';
import { NoWebGpuError } from '../../src/core/no-webgpu-error.ts';
import { SOURCES } from '../../src/core/sources.ts';
import { claimById, inF64, measureOnce, withField, withJets, withLosses } from './support/claims.ts';

/** What mathematics says of each sentence, thought through without the measurement. */
const EXPECTED: Readonly<Record<string, Verdict>> = {
  'mse-cliffs': 'refuted',
  'mse-gradient-explodes': 'refuted',
  'mse-gradient-chaotic': 'refuted',
  'mse-gradient-vanishes': 'upheld',
  'cross-entropy-clear-gradient': 'upheld',
  'mse-training-unstable': 'depends',
  'cross-entropy-looks-only-at-target': 'depends',
  'mse-compares-raw-numbers': 'depends',
  'mse-not-convex': 'upheld',
  'cross-entropy-convex': 'upheld',
  'mse-many-local-extrema': 'depends',
  'squared-error-trap': 'upheld',
  'squared-error-needs-good-start': 'depends',
  'squared-error-improves-after-cross-entropy': 'upheld',
  'quadratic-cost-plateaus': 'depends',
  'sigmoid-mse-slower': 'depends',
  'saturated-start-slows-quadratic': 'upheld',
  'cross-entropy-lacks-sigmoid-slope': 'upheld',
  'mse-lenient-on-misclassification': 'upheld',
  'mse-linear-output-better': 'upheld',
  'equal-error-hides-cross-entropy': 'upheld',
  'cross-entropy-minimises-divergence': 'upheld',
  'mse-is-gaussian-likelihood': 'upheld',
  'cross-entropy-is-categorical-likelihood': 'upheld',
  'cross-entropy-not-for-regression': 'upheld',
  'mse-sensitive-to-outliers': 'upheld',
  'cross-entropy-robust-to-outliers': 'depends',
  'mse-easy-to-optimise': 'depends',
  'mse-square-of-metric': 'upheld',
  'mse-keeps-under-orthonormal-transform': 'upheld',
  'mse-ignores-order-and-sign': 'upheld',
  'printed-cross-entropy-slope': 'refuted',
  'printed-squared-error-slope': 'upheld',
  'printed-squared-error-slope-later': 'refuted',
  'printed-second-derivatives': 'upheld',
};

/** Sums, and numbers that agree: no surface and no slice shows them. */
const NOTHING_TO_SEE = [
  'cross-entropy-minimises-divergence',
  'mse-is-gaussian-likelihood',
  'cross-entropy-is-categorical-likelihood',
  'mse-square-of-metric',
  'mse-keeps-under-orthonormal-transform',
  'mse-ignores-order-and-sign',
];

describe.each(CLAIMS.map((claim) => [claim.id, claim] as const))('%s', (id, claim) => {
  it('is complete: an id fit for addresses, a source, a sentence, a measurement', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(Object.keys(SOURCES)).toContain(claim.source);
    expect(claim.claim).toMatch(/^[A-Z].*[.]$/);
    expect(claim.fromFields ?? claim.inF64).toBeDefined();
  });

  it('comes to the verdict that mathematics expects', async () => {
    expect((await measureOnce(id)).verdict).toBe(EXPECTED[id]);
  });

  it('says why, every figure filled in, and every figure is a number', async () => {
    const { why, figures } = await measureOnce(id);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(why).not.toMatch(/[{}]|NaN|undefined/);
    for (const { f64 } of Object.values(figures)) expect(Number.isFinite(f64)).toBe(true);
  });

  it('survives f32: what comes from fields does, and leads to the same verdict; the rest is in f64 only', async () => {
    const { agrees, figures } = await measureOnce(id);
    expect(agrees).toBe(claim.fromFields ? true : null);
    const inBoth = Object.values(figures).filter(({ webgpu }) => webgpu !== null);
    expect(inBoth.length > 0).toBe(claim.fromFields !== undefined);
    if (!claim.inF64) expect(inBoth).toHaveLength(Object.keys(figures).length);
  });

  it('has a sentence for every verdict that its figures come to in these tests', () => {
    const verdicts = [EXPECTED[id]!, ...SPOILT.filter(([of]) => of === id).map(([, verdict]) => verdict)];
    for (const verdict of verdicts) expect(claim.why[verdict]).toBeDefined();
  });

  it('shows something that the page takes, if anything', () => {
    const { show } = claim;
    expect(show === undefined).toBe(NOTHING_TO_SEE.includes(id));
    if (!show) return;
    const state = applyPartial(initialState(), plainView(show));
    // The preset brings what the view does not give.
    const { experiment, ...rest } = { experiment: undefined, ...show };
    expect(state).toMatchObject({ preset: null, params: {}, ...rest });
    if (experiment) expect(state.experiment).toEqual(experiment);
    if (show.curves) expect(curvesOf(state.preset!, 2)).not.toEqual([]);
  });
});

it('a view of claims leaves nothing of what was tried before, and the dock alone unless it names a pane', () => {
  const tried = {
    quantity: 'gradient',
    range: 'shared',
    sliceAlong: 'column',
    sliceScale: 'log',
    curves: true,
  };
  const before = applyPartial(initialState(), { ...tried, tab: 'samples' });
  const plain = applyPartial(before, plainView({ preset: 'two-models' }));
  expect(plain).toMatchObject({ quantity: 'value', range: 'panel', tab: 'samples', sliceAlong: 'column' });
  const sliced = applyPartial(before, plainView({ preset: 'two-models', tab: 'slices' }));
  expect(sliced).toMatchObject({ tab: 'slices', sliceAlong: 'row', sliceScale: 'linear', curves: false });
});

it('ids are unique', () => {
  expect(new Set(CLAIMS.map(({ id }) => id)).size).toBe(CLAIMS.length);
});

const isGradient = (key: string) => /\.d[uv]$/.test(key);
const turnedRound = (x: number) => -x;
const wrongSigns = withField(() => true, turnedRound);
const exchanged = withLosses({ mse: 'cross-entropy', 'cross-entropy': 'mse' });
const rawLogits = withLosses({ mse: 'mse-logits' });

/** Each loss takes the other's place. */
const exchangedJets = withJets(({ jets: [left, right] }) => {
  const copy = { ...left };
  Object.assign(left, right);
  Object.assign(right, copy);
});
/** Both surfaces are that of the left loss. */
const leftTwice = withJets(({ jets: [left, right] }) => Object.assign(right, left));
/** The value sees the error's sign. */
const lopsided = withJets(({ jets }) => {
  for (const jet of jets) jet.value += 0.1 * jet.du;
});

type Spoiler = { readonly fields: Evaluate } | { readonly tools: Tools };

/** Evaluators with a mistake, and the verdict that each turns a claim's to. */
const SPOILT: readonly (readonly [id: string, verdict: Verdict, what: string, how: Spoiler])[] = [
  [
    'mse-cliffs',
    'upheld',
    'a step in the surface',
    {
      fields: withField(
        (key) => key === 'mse.value',
        (x) => (x > 0.3 ? x + 0.1 : x),
      ),
    },
  ],
  ['mse-gradient-explodes', 'upheld', 'the squared error of raw logits', { fields: rawLogits }],
  [
    'mse-gradient-explodes',
    'depends',
    'a gradient ten times as long',
    {
      fields: withField(
        (key) => isGradient(key) && key.startsWith('mse'),
        (x) => 10 * x,
      ),
    },
  ],
  [
    'mse-gradient-chaotic',
    'upheld',
    'a sign that alternates',
    {
      fields: withField(
        (key) => key === 'mse.du',
        (x, n) => (n % 2 ? x : -x),
      ),
    },
  ],
  ['mse-gradient-vanishes', 'refuted', 'the losses exchanged', { fields: exchanged }],
  [
    'mse-gradient-vanishes',
    'depends',
    'gradients without length',
    {
      fields: withField(isGradient, (x) => 1e-9 * x),
    },
  ],
  ['cross-entropy-clear-gradient', 'refuted', 'wrong signs', { fields: withField(isGradient, turnedRound) }],
  [
    'cross-entropy-clear-gradient',
    'refuted',
    'directions mirrored here and there, pulls kept',
    {
      fields: async (experiment, keys) => {
        const fields = await inF64(experiment, keys);
        const isTarget0 = experiment.samples[0]!.target === 0;
        const dv = fields['cross-entropy.dv']!.map((x, n) => (isTarget0 && n % 2 ? -x : x));
        return { ...fields, 'cross-entropy.dv': dv as Float64Array };
      },
    },
  ],
  [
    'cross-entropy-clear-gradient',
    'refuted',
    'the gradient of the squared error',
    {
      fields: async (experiment, keys) => ({
        ...(await inF64(experiment, keys)),
        ...(await renamed(experiment, ['mse.du', 'mse.dv'])),
      }),
    },
  ],
  [
    'cross-entropy-looks-only-at-target',
    'refuted',
    'a value with the squared error in it',
    {
      tools: withJets(({ jets: [left, right] }) => {
        left.value += 0.01 * right.value;
      }),
    },
  ],
  [
    'cross-entropy-looks-only-at-target',
    'upheld',
    'no other derivative and no soft target',
    {
      tools: withJets(({ jets: [left] }) => {
        left.du = 0;
        left.value = 1;
      }),
    },
  ],
  ['mse-compares-raw-numbers', 'refuted', 'losses that see the sign', { tools: lopsided }],
  [
    'mse-compares-raw-numbers',
    'upheld',
    'a squared error that sees the logits',
    {
      tools: withJets((evaluator) => {
        if (evaluator.experiment.losses[0] !== 'mse') return;
        evaluator.jets[0].value += evaluator.logitsAt(0, 0, 0)[1]!;
      }),
    },
  ],
  ['mse-not-convex', 'refuted', 'the squared error of raw logits', { fields: rawLogits }],
  ['cross-entropy-convex', 'refuted', 'the losses exchanged', { fields: exchanged }],
  ['mse-many-local-extrema', 'upheld', 'wrong signs', { fields: wrongSigns }],
  [
    'mse-many-local-extrema',
    'refuted',
    'cross-entropy for both',
    {
      fields: withLosses({ mse: 'cross-entropy' }),
    },
  ],
  ['squared-error-trap', 'refuted', 'cross-entropy for both', { tools: leftTwice }],
  ['squared-error-needs-good-start', 'refuted', 'cross-entropy for both', { tools: leftTwice }],
  ['quadratic-cost-plateaus', 'refuted', 'the losses exchanged', { fields: exchanged }],
  [
    'quadratic-cost-plateaus',
    'upheld',
    'a gradient that is shorter where it is short',
    {
      fields: withField(
        (key) => isGradient(key) && key.startsWith('mse'),
        (x) => x ** 3,
      ),
    },
  ],
  ['sigmoid-mse-slower', 'refuted', 'the losses exchanged', { tools: exchangedJets }],
  ['saturated-start-slows-quadratic', 'refuted', 'the losses exchanged', { tools: exchangedJets }],
  ['cross-entropy-lacks-sigmoid-slope', 'refuted', 'the losses exchanged', { fields: exchanged }],
  ['mse-lenient-on-misclassification', 'refuted', 'the losses exchanged', { fields: exchanged }],
  [
    'mse-linear-output-better',
    'refuted',
    'the losses exchanged',
    {
      fields: withLosses({ mse: 'mse-logits', 'mse-logits': 'mse' }),
    },
  ],
  [
    'equal-error-hides-cross-entropy',
    'refuted',
    'cross-entropy for the error rate',
    {
      fields: withLosses({ 'error-rate': 'cross-entropy' }),
    },
  ],
  ['cross-entropy-minimises-divergence', 'refuted', 'losses that see the sign', { tools: lopsided }],
  [
    'mse-is-gaussian-likelihood',
    'refuted',
    'a value off by a thousandth',
    {
      fields: withField(
        () => true,
        (x) => 1.001 * x,
      ),
    },
  ],
  ['cross-entropy-is-categorical-likelihood', 'refuted', 'the squared error', { fields: exchanged }],
  [
    'cross-entropy-not-for-regression',
    'refuted',
    'zero for undefined',
    {
      fields: withField(
        () => true,
        (x) => (Number.isNaN(x) ? 0 : x),
      ),
    },
  ],
  [
    'cross-entropy-not-for-regression',
    'depends',
    'undefined at one corner only',
    {
      fields: withField(
        (key) => key === 'cross-entropy.value',
        (_, n) => (n === 0 ? Number.NaN : 0),
      ),
    },
  ],
  [
    'mse-sensitive-to-outliers',
    'refuted',
    'the last sample forgotten',
    {
      fields: async (experiment, keys) => {
        if (experiment.map !== 'affine') throw new Error('the line is affine');
        return inF64({ ...experiment, samples: experiment.samples.slice(0, -1) }, keys);
      },
    },
  ],
  [
    'cross-entropy-robust-to-outliers',
    'refuted',
    'the squared error of raw logits',
    {
      fields: withLosses({ 'cross-entropy': 'mse-logits' }),
    },
  ],
  [
    'cross-entropy-robust-to-outliers',
    'upheld',
    'the pull of a squared error scaled up',
    {
      fields: withField(
        (key) => key === 'mse.du',
        (x) => 1e9 * x,
      ),
    },
  ],
  ['mse-square-of-metric', 'refuted', 'losses that see the sign', { tools: lopsided }],
  [
    'mse-square-of-metric',
    'refuted',
    'the square of the loss',
    {
      tools: withJets(({ jets }) => {
        for (const jet of jets) jet.value **= 2;
      }),
    },
  ],
  ['mse-keeps-under-orthonormal-transform', 'refuted', 'losses that see the sign', { tools: lopsided }],
  ['mse-ignores-order-and-sign', 'refuted', 'losses that see the sign', { tools: lopsided }],
  [
    'mse-ignores-order-and-sign',
    'refuted',
    'the first sample counted more',
    {
      tools: withJets((evaluator) => {
        const [first] = evaluator.logitsAt(0, 0, 0);
        if (evaluator.experiment.samples.length > 1) evaluator.jets[1].value += 0.01 * first!;
      }),
    },
  ],
  [
    'mse-training-unstable',
    'upheld',
    'gradients that overshoot',
    {
      tools: withJets(({ jets: [, right] }) => {
        right.du *= 100;
        right.dv *= 100;
      }),
    },
  ],
  ['mse-training-unstable', 'refuted', 'cross-entropy for both', { tools: leftTwice }],
  ['squared-error-improves-after-cross-entropy', 'refuted', 'cross-entropy for both', { tools: leftTwice }],
  ['mse-easy-to-optimise', 'refuted', 'wrong slopes', { fields: withField(isGradient, (x) => x * x) }],
  [
    'mse-easy-to-optimise',
    'upheld',
    'cross-entropy after the softmax',
    {
      fields: (experiment, keys) =>
        (experiment.link === 'softmax' ? withLosses({ mse: 'cross-entropy' }) : inF64)(experiment, keys),
    },
  ],
  ['printed-cross-entropy-slope', 'upheld', 'wrong signs', { fields: wrongSigns }],
  ['printed-squared-error-slope', 'refuted', 'wrong signs', { fields: wrongSigns }],
  ['printed-squared-error-slope-later', 'upheld', 'wrong signs', { fields: wrongSigns }],
  ['printed-second-derivatives', 'refuted', 'wrong signs', { fields: wrongSigns }],
];

/** Derivatives of the squared error under the names of those of cross-entropy. */
async function renamed(...[experiment]: Parameters<Evaluate>) {
  const fields = await inF64(experiment, ['mse.du', 'mse.dv']);
  return { 'cross-entropy.du': fields['mse.du']!, 'cross-entropy.dv': fields['mse.dv']! };
}

/** The verdict that a wrong evaluator leads to. */
async function verdictOf(claim: Claim, how: Spoiler): Promise<Verdict> {
  const evaluators = { f64: 'fields' in how ? how.fields : inF64, webgpu: null };
  return (await measureClaim(claim, evaluators, 'tools' in how ? how.tools : undefined)).verdict;
}

describe('the measurement goes by what it measures:', () => {
  it.each(SPOILT)('%s becomes %s with %s', async (id, verdict, _, how) => {
    expect(verdict).not.toBe(EXPECTED[id]);
    expect(await verdictOf(claimById(id), how)).toBe(verdict);
  });

  it('every claim is among them', () => {
    expect(new Set(SPOILT.map(([id]) => id))).toEqual(new Set(CLAIMS.map(({ id }) => id)));
  });
});

describe('measuring', () => {
  const claim = claimById('mse-lenient-on-misclassification');

  it('says it when WebGPU leads to another verdict, and keeps that of f64', async () => {
    const measured = await measureClaim(claim, { f64: inF64, webgpu: exchanged });
    expect(measured).toMatchObject({ verdict: 'upheld', agrees: false });
    expect(measured.figures.largestMse).toEqual({ f64: 2 / 3, webgpu: 80 });
  });

  it('goes on where WebGPU cannot', async () => {
    const webgpu = () => Promise.reject(new NoWebGpuError('none'));
    const measured = await measureClaim(claim, { f64: inF64, webgpu });
    expect(measured).toMatchObject({ verdict: 'upheld', agrees: null });
    expect(measured.figures.largestMse!.webgpu).toBeNull();
  });

  it('fails where an evaluator fails', async () => {
    const failing = () => Promise.reject(new Error('lost'));
    await expect(measureClaim(claim, { f64: inF64, webgpu: failing })).rejects.toThrow('lost');
    await expect(measureClaim(claim, { f64: failing, webgpu: null })).rejects.toThrow('lost');
  });

  it('shows a verdict that nobody foresaw, with the figures', async () => {
    const odd: Claim = { ...claim, why: {}, judge: () => 'depends' };
    const measured = await measureClaim(odd, { f64: inF64, webgpu: null });
    expect(measured.verdict).toBe('depends');
    expect(measured.why).toMatch(/figures/);
  });
});
