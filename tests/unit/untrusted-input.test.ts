/**
 * Whatever comes from outside (links, files, pasted text, `set`) is taken whole or refused with a sentence, whatever it
 * is: more than a hundred thousand random cases, made from nothing and from good input that something happened to.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFiles, readPastedText } from '../../src/app/experiment-files.ts';
import { decodeState, encodeState } from '../../src/app/permalink.ts';
import { initialState, type State } from '../../src/app/state.ts';
import { Store } from '../../src/app/store.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { withCsvSamples } from '../../src/core/refit.ts';
import { decodeSamples, encodeSamples } from '../../src/core/samples-csv.ts';
import { ExperimentError, parseExperiment, parseExperimentText } from '../../src/core/validate.ts';
import { sigmoidFiles, softmaxFiles } from './support/arbitraries.ts';
import { partials, states } from './support/states.ts';

const INITIAL = initialState();
/** Cases tried by all tests of this file. */
let cases = 0;

/** What `read` gives, or undefined where it refuses as it should: any other error fails the test. */
function takenOrRefused<T>(read: () => T): T | undefined {
  cases += 1;
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    if (!/: expected .+, found ./s.test(error.message)) throw new Error(`no reason: ${error.message}`);
    return undefined;
  }
}

function assertAll<T>(arbitrary: fc.Arbitrary<T>, numRuns: number, predicate: (value: T) => void): void {
  fc.assert(
    fc.property(arbitrary, (value) => predicate(value)),
    { numRuns },
  );
}

/** A text with pieces of the language in it, so that some of it is almost good. */
function almost(pieces: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 3 })), {
      maxLength: 30,
    })
    .map((parts) => parts.join(''));
}

/** `text` with something cut out and something put in. */
function damaged(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.nat(), fc.nat({ max: 4 }), fc.oneof(fc.string({ maxLength: 4 }), almost(JSON_PIECES)))
    .map(([whole, at, cut, put]) => {
      const start = at % (whole.length + 1);
      return whole.slice(0, start) + put + whole.slice(start + cut);
    });
}

const JSON_PIECES = [
  ...['{', '}', '[', ']', ',', ':', '"', '\\', 'null', 'true', '1', '-1e999', '0.5', '\u2028'],
  ...['"__proto__"', '"constructor"', '"samples"', '"version":1', '"map":"affine"', '"link"', '"softmax"'],
];
const LINK_PIECES = [
  ...['version=1', '&', '=', ',', ':', 'x', '%', '%2', '%00', '%ff', '%F0%9F', '-', '1e400', 'NaN', '0x10'],
  ...['preset', 'three-class-extreme', 'p.', 'p.target', 'p.__proto__', 'losses', 'mse', 'hinge', 'u', 'v'],
  ...['grid', 'auto', 'palette', 'viridis', 'starts', 'experiment', '{"version":1}', 'rate', '__proto__'],
];
const CSV_PIECES = [
  ...['x', 'y', 'x1', 'x2', 'input', 'target', 'origin1', 'du1', 'dv1', 'target1', 'target2', 'origin2'],
  ...[',', ';', '\t', '\n', '\r\n', '"', '""', '0', '1', '-1.5', '1,5', '1e400', 'NaN', '=cmd()', '\ufeff'],
];

const files = fc.oneof(softmaxFiles(), sigmoidFiles);
const goodTexts = files.map((file) => JSON.stringify(file));

/** A good file in which one place holds anything at all, or is missing. */
const tampered: fc.Arbitrary<unknown> = fc
  .tuple(files, fc.array(fc.nat(), { maxLength: 4 }), fc.anything({ maxDepth: 2 }), fc.boolean())
  .map(([file, path, value, remove]) => {
    const whole = structuredClone(file) as object;
    let place = whole as Record<string, unknown>;
    for (const [depth, n] of path.entries()) {
      const keys = Object.keys(place);
      if (keys.length === 0) break;
      const key = keys[n % keys.length]!;
      const inner = place[key];
      if (depth < path.length - 1 && typeof inner === 'object' && inner !== null) {
        place = inner as Record<string, unknown>;
      } else {
        if (remove) delete place[key];
        else place[key] = value;
        break;
      }
    }
    return whole;
  });

const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** A checked experiment is plain data: its JSON is read as the same again. */
function isPlain(experiment: Experiment): void {
  expect(parseExperimentText(JSON.stringify(experiment))).toStrictEqual(experiment);
}

describe('a link', () => {
  function isWholeOrRefused(fragment: string): void {
    const state = takenOrRefused(() => decodeState(fragment));
    if (!state) return;
    expect(Object.keys(state).sort()).toEqual(Object.keys(INITIAL).sort());
    expect(decodeState(encodeState(state)!)).toEqual(state);
  }

  it.each([
    ['of any text', fc.string({ unit: 'binary' }), 10_000],
    ['that is almost one', almost(LINK_PIECES).map((text) => `version=1&${text}`), 20_000],
    ['in which something was changed', damaged(states.map((state) => encodeState(state)!)), 3000],
  ])('%s is a whole state or refused', (_name, fragments, count) => {
    assertAll(fragments, count, isWholeOrRefused);
  });

  it('gives the very state that it was made of', () => {
    assertAll(states, 2000, (state) => {
      cases += 1;
      const decoded = decodeState(encodeState(state)!);
      if (state.grid !== 'auto') expect(decoded).toEqual(state);
      expect(encodeState(decoded)).toBe(encodeState(state));
    });
  });

  it('longer than any link is refused before it is read', () => {
    expect(() => decodeState('%'.repeat(2_000_001))).toThrow('link: expected at most 2000000 characters');
  });

  /** As the page wrote them while it grew: what they leave out is as on a first visit. */
  it.each([
    'version=1&preset=three-class-extreme&p.target=0&p.fixed=2&p.value=-1000&losses=cross-entropy,mse&u=-10,10&v=-10,10&grid=auto&heatmap=1&scale=log&range=panel&palette=viridis&arrows=1&density=20&length=log&backend=auto&language=en',
    'version=1&preset=three-class-extreme&p.target=0&p.fixed=2&p.value=-1000&losses=cross-entropy,mse&u=-10,10&v=-10,10&grid=auto&heatmap=1&scale=log&range=panel&palette=viridis&arrows=1&density=20&length=log&backend=auto&language=en&tab=read&claims=0',
    'version=1&preset=three-class-extreme&p.target=0&p.fixed=2&p.value=-1000&losses=cross-entropy,mse&u=-10,10&v=-10,10&grid=auto&heatmap=1&quantity=value&scale=log&range=panel&palette=viridis&arrows=1&density=20&length=log&backend=auto&language=en&tab=read&slice=row&slicescale=linear&curves=0&claims=0',
    'version=1&preset=three-class-extreme&p.target=0&p.fixed=2&p.value=-1000&losses=cross-entropy,mse&u=-10,10&v=-10,10&grid=auto&heatmap=1&quantity=value&scale=log&range=panel&palette=viridis&contours=0&arrows=1&density=20&length=log&backend=auto&language=en&tab=read&slice=row&slicescale=linear&curves=0&starts=&method=gd&rate=1&momentum=0.9&steps=400&racescale=linear&claims=0',
  ])('of an earlier page still opens: %s', (fragment) => {
    expect(decodeState(fragment)).toEqual(INITIAL);
    expect(decodeState(fragment.replace('p.target=0', 'p.target=1')).params.target).toBe(1);
  });

  it.each(['0', '2', '1.0', '01', '', ' 1', 'one', '-1', '1e0'])(
    'of version "%s" says why not',
    (version) => {
      const found = JSON.stringify(version);
      expect(() => decodeState(`version=${encodeURIComponent(version)}`)).toThrow(
        `version: expected 1 (the version of this page's links), found ${found}`,
      );
    },
  );
});

describe('an experiment file', () => {
  it.each([
    ['of any text', fc.string({ unit: 'binary' }), 10_000],
    ['that is almost JSON', almost(JSON_PIECES), 15_000],
    ['in which something was changed', damaged(goodTexts), 8000],
    ['of any JSON', fc.json({ maxDepth: 3 }), 6000],
  ])('%s is an experiment or refused', (_name, texts, count) => {
    assertAll(texts, count, (text) => {
      const experiment = takenOrRefused(() => parseExperimentText(text));
      if (experiment) isPlain(experiment);
    });
  });

  it.each([
    ['of any structure', anything, 8000],
    ['in which one place holds anything', tampered, 8000],
  ])('%s is an experiment or refused, and stays as it was', (_name, structures, count) => {
    assertAll(structures, count, (structure) => {
      const before = fc.stringify(structure);
      const experiment = takenOrRefused(() => parseExperiment(structure));
      if (experiment) isPlain(experiment);
      expect(fc.stringify(structure)).toBe(before);
    });
  });

  it('gives the very experiment that it was made of', () => {
    assertAll(files, 2000, (file) => {
      cases += 1;
      isPlain(parseExperiment(file));
    });
  });
});

describe('samples as CSV', () => {
  const experiments = files.map((file) => parseExperiment(file));

  it.each([
    ['of any text', fc.string({ unit: 'binary' }), 5000],
    ['that are almost CSV', almost(CSV_PIECES), 12_000],
    ['in which something was changed', damaged(experiments.map(encodeSamples)), 5000],
  ])('%s are samples of an experiment or refused', (_name, texts, count) => {
    assertAll(texts, count, (text) => {
      const taken = takenOrRefused(() => withCsvSamples(INITIAL.experiment, text));
      if (taken) isPlain(taken.experiment);
    });
  });

  it('give the very samples that they were made of', () => {
    assertAll(experiments, 2000, (experiment) => {
      cases += 1;
      expect(decodeSamples(encodeSamples(experiment)).list.samples).toEqual(experiment.samples);
    });
  });
});

describe('the state', () => {
  const keys = Object.keys(INITIAL);
  const parts = fc.oneof(
    anything,
    fc.dictionary(fc.constantFrom(...keys, '__proto__', 'toString'), anything, { maxKeys: 4 }),
    fc.tuple(partials, fc.constantFrom(...keys), anything).map(([partial, key, value]) => {
      return { ...partial, [key]: value };
    }),
  );

  it('is as before where a change is refused, and whole where it is taken', () => {
    const store = new Store(INITIAL);
    assertAll(parts, 4000, (partial) => {
      const before: State = store.state.peek();
      takenOrRefused(() => {
        try {
          store.set(partial);
        } catch (error) {
          expect(store.state.peek()).toBe(before);
          throw error;
        }
      });
      const after = store.state.peek();
      expect(Object.keys(after).sort()).toEqual([...keys].sort());
      const link = encodeState(after)!;
      if (after !== before) expect(encodeState(decodeState(link))).toBe(link);
    });
  });
});

describe('what is opened on the page', () => {
  it('is an experiment or refused with a sentence, whatever the file is called', async () => {
    const names = fc.constantFrom('a.json', 'b.csv', 'c.TSV', 'd', 'e.exe', '.json', 'f.csv.json', '');
    const texts = fc.oneof(fc.string({ unit: 'binary' }), almost(JSON_PIECES), almost(CSV_PIECES), goodTexts);
    await fc.assert(
      fc.asyncProperty(names, texts, async (name, text) => {
        cases += 1;
        const read = await readFiles([new File([text], name)], INITIAL).catch((error: Error) => error);
        if (read instanceof Error) expect(read.message).not.toBe('');
        else new Store(INITIAL).set(read.partial);
      }),
      { numRuns: 3000 },
    );
  });

  it('is an experiment or refused with a sentence, where it was pasted', () => {
    assertAll(fc.oneof(almost(JSON_PIECES), damaged(goodTexts)), 3000, (text) => {
      cases += 1;
      try {
        new Store(INITIAL).set(readPastedText(text, INITIAL).partial);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^What was pasted was not opened\. .+: expected .+, found ./s,
        );
      }
    });
  });
});

it('more than a hundred thousand cases were tried, and left nothing behind', () => {
  expect(cases).toBeGreaterThanOrEqual(100_000);
  // Nothing has found its way into what all objects share.
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.keys(Array.prototype)).toEqual([]);
});
