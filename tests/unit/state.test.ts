import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialSettings } from '../../src/app/settings.ts';
import { applyPartial, initialState, type State } from '../../src/app/state.ts';
import { ExperimentError } from '../../src/core/experiment-error.ts';
import { threeClassExtreme } from '../../src/core/presets/three-class-extreme.ts';
import { partials, states } from './support/states.ts';

const initial = deepFreeze(initialState());

const OWN = {
  version: 1,
  map: 'affine',
  link: 'sigmoid',
  samples: [{ origin: [0], du: [1], dv: [0.5], target: 1 }],
  losses: ['mse', 'cross-entropy'],
  window: { u: [-3, 3], v: [0, 1] },
  resolution: [40, 30],
};

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

function refusal(state: State, partial: unknown): string {
  try {
    applyPartial(state, partial);
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    return (error as ExperimentError).message;
  }
  return 'it was applied';
}

describe('the initial state', () => {
  it('is the first preset as it comes, and the settings as they begin', () => {
    const experiment = threeClassExtreme.experiment();
    expect(initial).toEqual({
      version: 1,
      preset: 'three-class-extreme',
      params: { target: 0, fixed: 2, value: -1000 },
      experiment,
      losses: experiment.losses,
      window: experiment.window,
      grid: 'auto',
      ...initialSettings(),
    });
  });

  it('is plain data: JSON gives it back', () => {
    expect(JSON.parse(JSON.stringify(initial))).toEqual(initial);
  });
});

describe('a partial state', () => {
  it('that names a preset brings its colour scale along, unless one is given', () => {
    expect(applyPartial(initial, { preset: 'two-models' }).scale).toBe('linear');
    expect(applyPartial(initial, { preset: 'two-models', scale: 'symlog' }).scale).toBe('symlog');
    const linear = applyPartial(initial, { scale: 'linear' });
    expect(applyPartial(linear, { params: { target: 1 } }).scale).toBe('linear');
    expect(applyPartial(linear, { preset: 'margin-loss' }).scale).toBe('log');
  });

  it('that is empty changes nothing', () => {
    expect(applyPartial(initial, {})).toEqual(initial);
    expect(applyPartial(initial, { palette: undefined, window: undefined, version: 1 })).toEqual(initial);
  });

  it('changes its settings and nothing else', () => {
    expect(applyPartial(initial, { palette: 'magma', arrows: false })).toEqual({
      ...initial,
      palette: 'magma',
      arrows: false,
    });
  });

  it('that changes only settings keeps the very experiment: nothing has to be computed anew', () => {
    expect(applyPartial(initial, { scale: 'linear', arrowDensity: 8 }).experiment).toBe(initial.experiment);
  });

  it('that is a whole state is that state, whatever was before', () => {
    fc.assert(
      fc.property(states, states, (before, state) => {
        expect(applyPartial(before, JSON.parse(JSON.stringify(state)))).toEqual(state);
      }),
    );
  });

  it('keeps losses, window and grid equal to those of the experiment', () => {
    fc.assert(
      fc.property(fc.array(partials, { maxLength: 4 }), (changes) => {
        const state = changes.reduce<State>(applyPartial, initial);
        expect(state.losses).toEqual(state.experiment.losses);
        expect(state.window).toEqual(state.experiment.window);
        if (state.grid !== 'auto') expect(state.experiment.resolution).toEqual(state.grid);
        if (state.preset === null) expect(state.params).toEqual({});
        else expect(state.experiment.samples).toEqual(threeClassExtreme.experiment(state.params).samples);
      }),
    );
  });

  it('shares nothing with what was given', () => {
    const given = { experiment: structuredClone(OWN), window: { u: [0, 1], v: [0, 2] } };
    const state = applyPartial(initial, given);
    const before = structuredClone(state);
    given.experiment.samples[0]!.origin[0] = 9;
    given.window.u[0] = -9;
    expect(state).toEqual(before);
  });
});

describe('the parameters of a preset', () => {
  it('change one by one, and keep what is on top', () => {
    const onTop = applyPartial(initial, {
      losses: ['mse', 'cross-entropy'],
      window: { u: [0, 1], v: [0, 2] },
      grid: [20, 30],
    });
    const state = applyPartial(onTop, { params: { target: 2 } });
    expect(state.params).toEqual({ target: 2, fixed: 2, value: -1000 });
    expect(state.experiment.samples).toEqual(threeClassExtreme.experiment({ target: 2 }).samples);
    expect([state.losses, state.window, state.grid]).toEqual([onTop.losses, onTop.window, onTop.grid]);
    const further = applyPartial(state, { params: { value: 5 } });
    expect(further.params).toEqual({ target: 2, fixed: 2, value: 5 });
  });

  it('begin anew when the preset is named, and so does all that is on top', () => {
    const changed = applyPartial(initial, {
      params: { target: 2, value: 5 },
      window: { u: [0, 1], v: [0, 2] },
      grid: [20, 30],
      palette: 'magma',
    });
    expect(applyPartial(changed, { preset: 'three-class-extreme' })).toEqual({
      ...initial,
      palette: 'magma',
    });
    const { params, window } = applyPartial(changed, { preset: 'three-class-extreme', params: { fixed: 0 } });
    expect(params).toEqual({ target: 0, fixed: 0, value: -1000 });
    expect(window).toEqual(initial.window);
  });

  it('need a preset', () => {
    const own = applyPartial(initial, { experiment: OWN });
    expect(refusal(own, { params: { target: 1 } })).toBe(
      'params: expected no parameters without a preset, found an object',
    );
    expect(applyPartial(own, { params: {} })).toEqual(own);
  });
});

describe('an experiment from outside', () => {
  it('brings its losses, window and grid, and leaves no preset', () => {
    const state = applyPartial(initial, { experiment: OWN, palette: 'greys' });
    expect(state).toEqual({
      ...initial,
      preset: null,
      params: {},
      experiment: { ...OWN, name: '', sampleReduction: 'mean', squaredError: 'mean' },
      losses: OWN.losses,
      window: OWN.window,
      grid: OWN.resolution,
      palette: 'greys',
    });
  });

  it('takes what is given beside it on top', () => {
    const state = applyPartial(initial, {
      experiment: OWN,
      losses: ['cross-entropy', 'mse'],
      window: { u: [5, 6], v: [7, 8] },
      grid: [64, 64],
    });
    expect(state.experiment).toMatchObject({
      losses: ['cross-entropy', 'mse'],
      window: { u: [5, 6], v: [7, 8] },
      resolution: [64, 64],
    });
  });

  it('may be drawn on a grid that the page chooses', () => {
    const state = applyPartial(initial, { experiment: OWN, grid: 'auto' });
    expect(state.grid).toBe('auto');
    expect(state.experiment.resolution).toEqual(OWN.resolution);
  });

  it('stays when only its window changes', () => {
    const own = applyPartial(initial, { experiment: OWN });
    const state = applyPartial(own, { window: { u: [0, 1], v: [0, 1] } });
    expect(state.experiment).toEqual({ ...own.experiment, window: { u: [0, 1], v: [0, 1] } });
    expect(state.preset).toBeNull();
  });
});

describe('what is refused, and where', () => {
  const regression = deepFreeze(applyPartial(initial, { experiment: { ...OWN, link: 'identity' } }));

  const cases: [State, unknown, string][] = [
    [initial, 7, 'experiment: expected an object, found 7'],
    [initial, [], 'expected an object'],
    [initial, { version: 2 }, "version: expected 1 (the version of the page's state), found 2"],
    [initial, { version: '1' }, 'version: expected 1 (the version of the page\'s state), found "1"'],
    [initial, { Palette: 'magma' }, 'Palette: expected no such key'],
    [initial, { palette: 'jet' }, 'palette: expected "viridis"'],
    [initial, { palette: null }, 'palette: expected "viridis"'],
    [initial, { preset: 3 }, 'preset: expected the name of a preset, or null, found 3'],
    [initial, { preset: 'none' }, 'preset: expected "three-class-extreme"'],
    [initial, { preset: null }, 'experiment: expected an experiment, since preset is null, found nothing'],
    [initial, { params: 3 }, 'params: expected an object, found 3'],
    [initial, { params: { target: 3 } }, 'params.target: expected a whole number from 0 to 2, found 3'],
    [initial, { params: { fixed: 0.5 } }, 'params.fixed: expected a whole number from 0 to 2, found 0.5'],
    [initial, { params: { value: NaN } }, 'params.value: expected a number from -1000 to 1000, found NaN'],
    [initial, { params: { speed: 1 } }, 'params.speed: expected no such key'],
    [initial, { experiment: null }, 'experiment: expected an object, found null'],
    [initial, { experiment: { ...OWN, version: 3 } }, 'experiment.version: expected 1'],
    [
      initial,
      { experiment: { ...OWN, samples: [] } },
      'experiment.samples: expected at least 1 sample, found 0',
    ],
    [initial, { experiment: { ...OWN, extra: 1 } }, 'experiment.extra: expected no such key'],
    [
      initial,
      { preset: 'three-class-extreme', experiment: OWN },
      'experiment: expected that of the preset "three-class-extreme", or preset null, found another',
    ],
    [initial, { losses: 'mse' }, 'losses: expected an array of 2 losses, found "mse"'],
    [initial, { losses: ['mse', 'mse'] }, 'losses[1]: expected another loss than losses[0], found "mse"'],
    [initial, { losses: ['hunge', 'mse'] }, 'losses[0]: expected "cross-entropy", "mse", '],
    [
      regression,
      { losses: ['mse', 'error-rate'] },
      'losses[1]: expected a loss that is defined for the link identity, found "error-rate"',
    ],
    [initial, { window: [0, 1] }, 'window: expected an object'],
    [initial, { window: { u: [0, 1], v: [0, 1], w: [0, 1] } }, 'window.w: expected no such key'],
    [initial, { window: { u: [0, 0], v: [0, 1] } }, 'window.u: expected an increasing pair, found [0, 0]'],
    [initial, { window: { u: [0, 1], v: [0, '1'] } }, 'window.v[1]: expected a finite number'],
    [initial, { grid: 'large' }, 'grid: expected "auto" or two whole numbers, found "large"'],
    [initial, { grid: 64 }, 'grid: expected "auto" or two whole numbers, found 64'],
    [initial, { grid: [64] }, 'grid: expected 2 numbers, found 1'],
    [initial, { grid: [64, 64.5] }, 'grid[1]: expected a whole number from 2 to 16384, found 64.5'],
    [initial, { grid: [64, 16_385] }, 'grid[1]: expected a whole number from 2 to 16384, found 16385'],
    [
      initial,
      { experiment: { version: 1, map: 'two-layer', link: 'softmax', samples: [{ input: 1, target: 1 }] } },
      'experiment.link: expected "sigmoid" or "identity" (the map is two-layer), found "softmax"',
    ],
  ];

  it.each(cases.map(([state, partial, message]) => ({ state, partial, message })))(
    '$message',
    ({ state, partial, message }) => {
      expect(refusal(state, partial)).toContain(message);
    },
  );

  it('an experiment beside a preset that it is not: nothing of it is dropped in silence', () => {
    for (const other of [{ squaredError: 'sum' }, { sampleReduction: 'sum' }]) {
      const partial = { ...initial, experiment: { ...initial.experiment, ...other } };
      expect(refusal(initial, partial)).toMatch(/^experiment: expected that of the preset/);
    }
  });

  it('is refused whole: good values beside a bad one are not applied', () => {
    // The states are frozen: a half-applied change would throw something else.
    expect(refusal(initial, { palette: 'magma', window: { u: [0, 1], v: [0, 1] }, grid: [1, 1] })).toMatch(
      /^grid\[0\]/,
    );
    expect(refusal(initial, { grid: [16, 16], language: 'fr' })).toMatch(/^language/);
  });

  it('is an ExperimentError or nothing, for any value', () => {
    const keys = Object.keys(initial);
    const anything = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), fc.anything()));
    fc.assert(
      fc.property(anything, (partial) => {
        let state: State;
        try {
          state = applyPartial(initial, partial);
        } catch (error) {
          expect(error).toBeInstanceOf(ExperimentError);
          return;
        }
        expect(Object.keys(state).sort()).toEqual([...keys].sort());
      }),
      { numRuns: 1000 },
    );
  });
});
