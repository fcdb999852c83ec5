import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from '../../src/app/permalink.ts';
import { applyPartial, initialState, type State } from '../../src/app/state.ts';
import { ExperimentError } from '../../src/core/experiment-error.ts';
import { partials, states } from './support/states.ts';

const INITIAL =
  'version=1&preset=three-class-extreme&p.target=0&p.fixed=2&p.value=-1000&losses=cross-entropy,mse' +
  '&u=-10,10&v=-10,10&grid=auto&heatmap=1&quantity=value&scale=log&range=panel&palette=viridis' +
  '&view=flat&height=linear&camera=35,30,3&contours=0&arrows=1&density=20&length=log&streams=0' +
  '&streamdensity=20&streamspeed=50&backend=auto&language=en&tab=read&slice=row&slicescale=linear' +
  '&curves=0&slicetable=0&starts=&method=gd&rate=1&momentum=0.9&steps=400&until=probability&below=0.1' +
  '&racescale=linear&claims=0&predict=off';

function refusal(fragment: string): string {
  try {
    decodeState(fragment);
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    return (error as ExperimentError).message;
  }
  return 'it was understood';
}

describe('a state as a fragment', () => {
  it('stands there in readable words', () => {
    expect(encodeState(initialState())).toBe(INITIAL);
  });

  it('escapes what a fragment cannot hold, and leaves the rest', () => {
    const named = {
      version: 1,
      map: 'affine',
      name: 'a & b = 100 % #1',
      samples: [{ origin: [0, 1], du: [1, 0], dv: [0, 1], target: 0 }],
    };
    const fragment = encodeState(applyPartial(initialState(), { experiment: named }))!;
    expect(fragment.split('&')).toHaveLength(INITIAL.split('&').length - 3);
    expect(fragment).toMatch(/^[\w.~!*'(),:%=&-]+$/);
    expect(decodeState(fragment).experiment.name).toBe(named.name);
  });

  it('leads back to the state', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(decodeState(encodeState(state)!)).toEqual(state);
      }),
    );
  });

  it('leads back to the state after any number of changes', () => {
    fc.assert(
      fc.property(fc.array(partials, { maxLength: 5 }), (changes) => {
        const state = changes.reduce<State>(applyPartial, initialState());
        const back = decodeState(encodeState(state)!);
        expect(shown(back)).toEqual(shown(state));
        expect(encodeState(back)).toBe(encodeState(state));
      }),
    );
  });

  it('survives what browsers do to an address: other characters escaped too', () => {
    fc.assert(
      fc.property(states, (state) => {
        const fragment = encodeState(state)!
          .replaceAll(',', '%2C')
          .replaceAll(':', '%3a')
          .replaceAll('-', '%2D');
        expect(decodeState(fragment)).toEqual(state);
      }),
    );
  });

  it('is understood in any order', () => {
    fc.assert(
      fc.property(states, fc.infiniteStream(fc.nat({ max: 1000 })), (state, random) => {
        const shuffled = encodeState(state)!
          .split('&')
          .map((entry) => ({ entry, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry)
          .join('&');
        expect(decodeState(shuffled)).toEqual(state);
      }),
    );
  });

  it('does not exist for an experiment that is too large for a link', () => {
    const samples = Array.from({ length: 20_000 }, (_, n) => ({
      origin: [n / 7, -n / 3, 0],
      du: [1, 0, 0],
      dv: [0, 1, 0],
      target: n % 3,
    }));
    const large = applyPartial(initialState(), { experiment: { version: 1, map: 'affine', samples } });
    expect(encodeState(large)).toBeUndefined();
  });

  it('is as long as links may be, and no longer', () => {
    const batch = (count: number) => {
      const samples = Array.from({ length: count }, () => ({
        ...{ origin: [1, 2, 3], du: [1, 0, 0], dv: [0, 1, 0], target: 0 },
      }));
      return encodeState(
        applyPartial(initialState(), { experiment: { version: 1, map: 'affine', samples } }),
      );
    };
    const one = batch(1)!.length;
    const most = 1 + Math.floor((1_000_000 - one) / (batch(2)!.length - one));
    expect(batch(most)!.length).toBeGreaterThan(999_000);
    expect(batch(most + 1)).toBeUndefined();
  });
});

describe('a fragment', () => {
  it('that is empty is a first visit', () => {
    expect(decodeState('')).toEqual(initialState());
    const chinese = { ...initialState(), language: 'zh' as const };
    expect(decodeState('', chinese)).toBe(chinese);
  });

  it('leaves what it does not say as on a first visit', () => {
    expect(decodeState('version=1')).toEqual(initialState());
    expect(decodeState('version=1&palette=magma')).toEqual({ ...initialState(), palette: 'magma' });
    expect(decodeState('version=1&u=0,1').window).toEqual({ u: [0, 1], v: [-10, 10] });
    const preset = applyPartial(initialState(), { preset: 'two-layer-tanh' });
    expect(preset.window).not.toEqual(initialState().window);
    expect(decodeState('version=1&preset=two-layer-tanh&u=0,1').window).toEqual({
      u: [0, 1],
      v: preset.window.v,
    });
    expect(decodeState('version=1&v=0,1&preset=two-layer-tanh').window).toEqual({
      u: preset.window.u,
      v: [0, 1],
    });
    expect(decodeState('version=1&p.value=3').params).toEqual({ target: 0, fixed: 2, value: 3 });
    const chinese = { ...initialState(), language: 'zh' as const };
    expect(decodeState('version=1&arrows=0', chinese).language).toBe('zh');
  });

  it.each([
    ['figures', "version: expected 1 (the version of this page's links), found nothing"],
    ['version', 'version: expected 1 (the version of this page\'s links), found ""'],
    ['version=01', 'version: expected 1 (the version of this page\'s links), found "01"'],
    ['version=2', 'version: expected 1 (the version of this page\'s links), found "2"'],
    ['version=1&version=1', 'version: expected one such entry, found two'],
    ['version=1&', ': expected no such entry'],
    ['version=1&&arrows=1', ': expected no such entry'],
    ['version=1&Palette=magma', 'Palette: expected no such entry'],
    ['version=1&window=0,1', 'window: expected no such entry'],
    ['version=1&params=1', 'params: expected no such entry'],
    [
      'version=1&palette',
      'palette: expected "viridis", "magma", "inferno", "cividis", "greys" or "blue-red", found ""',
    ],
    ['version=1&palette=%', 'palette: expected percent signs followed by two hexadecimal digits'],
    ['version=1&palette=%ff', 'palette: expected percent signs followed by two hexadecimal digits'],
    [
      'version=1&camera=35,30',
      'camera: expected azimuth from -180 to 180, elevation from 0 to 90, distance from 1.2 to 8, found "35,30"',
    ],
    [
      'version=1&camera=35,91,3',
      'camera: expected azimuth from -180 to 180, elevation from 0 to 90, distance',
    ],
    ['version=1&camera=35,30,', 'distance from 1.2 to 8, found an object'],
    ['version=1&heatmap=true', 'heatmap: expected true or false, found "true"'],
    ['version=1&density=20.5', 'arrowDensity: expected a whole number from 4 to 64, found 20.5'],
    ['version=1&density=twenty', 'arrowDensity: expected a whole number from 4 to 64, found "twenty"'],
    ['version=1&preset=', 'preset: expected "three-class-extreme", '],
    ['version=1&preset=null', 'preset: expected "three-class-extreme", '],
    ['version=1&p.target=', 'params.target: expected a whole number from 0 to 2, found ""'],
    ['version=1&p.=1', 'params[""]: expected no such key'],
    ['version=1&p.constructor=1', 'params.constructor: expected no such key'],
    ['version=1&losses=mse', 'losses: expected 2 losses, found 1'],
    ['version=1&losses=mse,mse', 'losses[1]: expected another loss than losses[0], found "mse"'],
    ['version=1&losses=mse,hunge', 'losses[1]: expected "cross-entropy", "mse", '],
    ['version=1&u=0', 'window.u: expected 2 numbers, found 1'],
    ['version=1&u=1,0', 'window.u: expected an increasing pair, found [1, 0]'],
    ['version=1&v=0,1,2', 'window.v: expected 2 numbers, found 3'],
    [
      'version=1&v=0,1e16',
      'window.v[1]: expected a finite number of at most 1e15 in size, found 10000000000000000',
    ],
    ['version=1&v=0,1e999', 'window.v[1]: expected a finite number of at most 1e15 in size, found Infinity'],
    ['version=1&grid=16', 'grid: expected 2 numbers, found 1'],
    ['version=1&grid=16x1', 'grid[1]: expected a whole number from 2 to 16384, found 1'],
    ['version=1&grid=Auto', 'grid: expected 2 numbers, found 1'],
    ['version=1&experiment=', 'experiment: expected'],
    ['version=1&experiment=7', 'experiment: expected an object, found 7'],
    ['version=1&experiment=%7B%22version%22:2%7D', 'experiment.version: expected 1'],
    ['version=1&p.target=1&experiment=%7B%22version%22:2%7D', 'experiment.version: expected 1'],
  ])('%s is refused', (fragment, message) => {
    expect(refusal(fragment)).toContain(message);
  });

  it.each([
    ['an unknown name', 'y'.repeat(900_000)],
    ['a name that stands twice', `${'y'.repeat(400_000)}=1&${'y'.repeat(400_000)}=2`],
    ['a name before bad escapes', `${'y'.repeat(900_000)}=%zz`],
    ['a name of a parameter', `p.${'y'.repeat(900_000)}=1`],
    ['a value', `palette=${'y'.repeat(900_000)}`],
  ])('%s that is long is not repeated in the refusal', (_, entry) => {
    expect(refusal(`version=1&${entry}`).length).toBeLessThan(600);
  });

  it('with parameters that no preset has is refused, inherited names too', () => {
    for (const name of ['__proto__', 'toString', 'hasOwnProperty', 'Target', 'target.x']) {
      expect(refusal(`version=1&p.${name}=1`), name).toMatch(/^params.*: expected no such key/);
    }
  });
});

describe('anything at all', () => {
  /** Either a whole state, which can be written and read again, or a refusal that says where and why. */
  function understoodOrRefused(fragment: string): void {
    let state: State;
    try {
      state = decodeState(fragment);
    } catch (error) {
      expect(error).toBeInstanceOf(ExperimentError);
      expect((error as ExperimentError).message).toMatch(/: expected .*, found /s);
      return;
    }
    expect(Object.keys(state).sort()).toEqual(Object.keys(initialState()).sort());
    expect(decodeState(encodeState(state)!)).toEqual(state);
  }

  it('is a whole state or a refusal: any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), understoodOrRefused));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'version=1&p.value,grid%20{}"-') }), (text) =>
        understoodOrRefused(`version=1&${text}`),
      ),
    );
  });

  it('is a whole state or a refusal: known keys with any values', () => {
    const keys = [...INITIAL.matchAll(/(?:^|&)([^=]+)=/g)].map((match) => match[1]!);
    const values = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.tuple(fc.double(), fc.double()).map((pair) => pair.join()),
      fc.tuple(fc.nat(), fc.nat()).map((pair) => pair.join('x')),
      fc.constantFrom('0', '1', 'true', 'auto', 'null', 'cross-entropy,mse', '-10,10', '%', ''),
      fc.json(),
    );
    const entries = fc.uniqueArray(fc.tuple(fc.constantFrom(...keys, 'experiment', 'p.x'), values), {
      selector: ([key]) => key,
    });
    fc.assert(
      fc.property(entries, fc.boolean(), (pairs, escaped) => {
        const others = pairs.filter(([key]) => key !== 'version');
        const text = others.map(([key, value]) => `${key}=${escaped ? encodeURIComponent(value) : value}`);
        understoodOrRefused(['version=1', ...text].join('&'));
      }),
      { numRuns: 500 },
    );
  });

  it('is a whole state or a refusal: a link in which something was changed', () => {
    fc.assert(
      fc.property(
        states,
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.string({ maxLength: 3 }),
        (state, at, cut, put) => {
          const fragment = encodeState(state)!;
          const start = at % fragment.length;
          understoodOrRefused(fragment.slice(0, start) + put + fragment.slice(start + cut));
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** What the page shows of a state: where it chooses the grid itself, the experiment's own resolution is not it. */
function shown({ experiment, ...state }: State): object {
  return {
    ...state,
    experiment: { ...experiment, resolution: state.grid === 'auto' ? 'auto' : experiment.resolution },
  };
}
