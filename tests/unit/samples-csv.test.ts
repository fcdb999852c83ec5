import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, type Experiment } from '../../src/core/experiment.ts';
import { withCsvSamples } from '../../src/core/refit.ts';
import { decodeSamples, encodeSamples } from '../../src/core/samples-csv.ts';
import { ExperimentError, parseExperiment } from '../../src/core/validate.ts';

const doubles = fc.oneof(
  fc.integer({ min: -9, max: 9 }),
  fc.double({ min: -CAPS.magnitude, max: CAPS.magnitude, noNaN: true }),
);
const unit = fc.double({ min: 0, max: 1, noNaN: true });

function listsOf<T>(item: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> {
  return fc.array(item, { minLength: count, maxLength: count });
}

function affine(link: string, classes: number, target: fc.Arbitrary<unknown>, fixed?: object) {
  const sample = fc.record({
    origin: listsOf(doubles, classes),
    du: listsOf(doubles, classes),
    dv: listsOf(doubles, classes),
    target,
  });
  return fc.array(sample, { minLength: 1, maxLength: 6 }).map((samples) =>
    parseExperiment({
      version: 1,
      map: 'affine',
      link,
      samples: samples.map((one) => ({ ...one, ...fixed })),
    }),
  );
}

const softOf = (classes: number) =>
  fc.tuple(fc.nat(classes - 1), unit).map(([k, p]) => {
    const others = (1 - p) / (classes - 1);
    return Array.from({ length: classes }, (_, j) => (j === k ? p : others));
  });

const experiments: fc.Arbitrary<Experiment> = fc.oneof(
  fc
    .integer({ min: 2, max: 5 })
    .chain((k) => affine('softmax', k, fc.oneof<fc.Arbitrary<unknown>[]>(fc.nat(k - 1), softOf(k)))),
  fc.integer({ min: 2, max: 4 }).chain((k) => affine('softmax', k, fc.nat(k - 1))),
  fc.integer({ min: 2, max: 4 }).chain((k) => affine('identity', k, listsOf(doubles, k))),
  affine('sigmoid', 1, unit),
  affine('sigmoid', 1, unit, { origin: [0], dv: [1] }),
  affine('sigmoid', 1, unit, { origin: [0] }),
  affine('identity', 1, fc.oneof<fc.Arbitrary<unknown>[]>(doubles, listsOf(doubles, 1))),
  affine('identity', 1, listsOf(doubles, 1), { origin: [0], dv: [1] }),
  fc
    .array(fc.record({ input: doubles, target: unit }), { minLength: 1, maxLength: 6 })
    .map((samples) => parseExperiment({ version: 1, map: 'two-layer', link: 'sigmoid', samples })),
);

function refusal(text: string): string {
  try {
    decodeSamples(text);
  } catch (error) {
    if (error instanceof ExperimentError) return error.message;
    throw error;
  }
  return 'it was accepted';
}

const POINTS = { origin: [0], dv: [1] };

describe('samples as CSV', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        const { list } = decodeSamples(encodeSamples(experiment));
        expect(list).toStrictEqual({ map: experiment.map, samples: experiment.samples });
      }),
    );
  });

  it('come back the same with semicolons and decimal commas, CRLF and a byte order mark', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        const european = encodeSamples(experiment)
          .replaceAll(',', ';')
          .replaceAll('.', ',')
          .replaceAll('\n', '\r\n');
        expect(decodeSamples(`\uFEFF${european}\r\n`).list.samples).toStrictEqual(experiment.samples);
      }),
    );
  });

  it('are read from any text, or refused with where and what', () => {
    const pieces = fc.constantFrom(
      ...'x,y;1.-e"\n\r\t0'.split(''),
      'origin1',
      'du',
      'target',
      'x1,x2,y\n',
      'input',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          expect(decodeSamples(text).list.samples.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ExperimentError);
          expect((error as ExperimentError).path).toMatch(/^line \d+(, column .*)?$/s);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('take the shortest columns that hold them', () => {
    const file = (samples: object[], link = 'sigmoid') =>
      encodeSamples(parseExperiment({ version: 1, map: 'affine', link, samples }));
    expect(file([{ ...POINTS, du: [2.5], target: 1 }])).toBe('x,y\n2.5,1\n');
    expect(file([{ ...POINTS, du: [2], dv: [-3], target: 0.25 }])).toBe('x1,x2,y\n2,-3,0.25\n');
    expect(file([{ ...POINTS, origin: [1], du: [2], target: 0 }])).toBe('origin1,du1,dv1,target\n1,2,1,0\n');
    const two = { origin: [0, 0], du: [1, 0], dv: [0, 1] };
    expect(
      file(
        [
          { ...two, target: 1 },
          { ...two, target: [0.25, 0.75] },
        ],
        'softmax',
      ),
    ).toBe(
      'origin1,origin2,du1,du2,dv1,dv2,target,target1,target2\n' +
        '0,0,1,0,0,1,1,,\n' +
        '0,0,1,0,0,1,,0.25,0.75\n',
    );
  });

  it.each([
    ['x,y\n1,0\n2,1', 'comma'],
    ['\uFEFFx;y\r\n1,0;0\r\n2;1,0\r\n\r\n', 'semicolon and decimal comma'],
    ['x;y\n1.0;0\n2;1', 'semicolon and decimal point'],
    ['Y\tX\n0\t1\n1\t2', 'tab, columns in another order and in capitals'],
    ['"x","y"\n"1","0"\n\n2 , 1\n,\n', 'quotation marks, spaces and empty lines'],
    ['\n\nx,y\r1,0\r2,1\r', 'line ends of old Macs'],
  ])('reads %j (%s)', (text) => {
    expect(decodeSamples(text).list).toStrictEqual({
      map: 'affine',
      samples: [
        { ...POINTS, du: [1], target: 0 },
        { ...POINTS, du: [2], target: 1 },
      ],
    });
  });

  it.each([
    ['', 'line 1: expected column names: "x,y"'],
    ['1,0\n2,1', 'line 1: expected column names: "x,y"'],
    ['x\n1', 'line 1: expected a column "y", found none'],
    ['x,y,z\n1,2,3', 'line 1: expected the columns x,y, found "z"'],
    ['x,x,y\n1,1,2', 'line 1: expected one column "x", found two'],
    ['x,y\n', 'line 2: expected at least 1 sample, found none'],
    ['x,y\n1,0\n\n1,2,3\n', 'line 4: expected 2 cells, as many as columns, found 3'],
    ['x,y\n1,abc', 'line 2, column y: expected a finite number of at most 1e15 in size, found "abc"'],
    [
      'x,y\n1e16,0',
      'line 2, column x: expected a finite number of at most 1e15 in size, found 10000000000000000',
    ],
    ['x,y\n,0', 'line 2, column x: expected a number, found an empty cell'],
    ['x;y\n0,5;0\n0.5;1', 'line 3, column x: expected a decimal comma, as before, found "0.5"'],
    ['x;y\n1.234,5;0', 'line 2, column x: expected a finite number of at most 1e15 in size, found "1.234,5"'],
    ['x,y\n"0,5",1', 'line 2: expected 2 cells, as many as columns, found 3'],
    ['origin1,du1,dv2,target\n', 'line 1: expected a column "origin2", found none'],
    ['origin1001,y\n', 'line 1: expected at most 1000 logits, found 1001'],
    [
      'origin1,origin2,du1,du2,dv1,dv2,target,target1,target2\n0,0,1,0,0,1,1,0,1',
      'line 2: expected either target or target1 to target2, found target,target1,target2',
    ],
    [
      'origin1,origin2,du1,du2,dv1,dv2,target,target1,target2\n0,0,1,0,0,1,,,',
      'line 2: expected either target or target1 to target2, found none of them',
    ],
  ])('refuses %j', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('keep to the caps', () => {
    const rows = '1,0\n'.repeat(CAPS.samples);
    expect(decodeSamples(`x,y\n${rows}`).list.samples.length).toBe(CAPS.samples);
    expect(refusal(`x,y\n${rows}2,1\n`)).toBe('line 100002: expected at most 100000 samples, found more');
    expect(refusal(`${','.repeat(5_000_000)}\n`)).toBe('line 1: expected at most 4001 cells, found more');
    expect(refusal(`x,y\n${' '.repeat(CAPS.fileBytes)}`)).toBe(
      'line 1: expected at most 64 MiB of text, found more',
    );
    const wide = Array.from({ length: 200 }, (_, k) => `origin${k + 1},du${k + 1},dv${k + 1}`).join();
    const line = `${'0,'.repeat(600)}0\n`;
    expect(refusal(`${wide},target\n${line.repeat(3400)}`)).toBe(
      'line 3329: expected at most 2000000 numbers in all samples together, found more',
    );
  });
});

describe('an experiment with the samples of a CSV', () => {
  const three = parseExperiment({
    version: 1,
    name: 'mine',
    map: 'affine',
    samples: [{ origin: [0, 0, 1], du: [1, 0, 0], dv: [0, 1, 0], target: 2 }],
    losses: ['hinge', 'mse'],
    sampleReduction: 'sum',
    window: { u: [-2, 2], v: [-1, 1] },
  });
  const full = 'origin1,origin2,du1,du2,dv1,dv2,';

  it.each([
    ['x,y\n1,0\n2,1', 'sigmoid', ['hinge', 'mse']],
    ['x,y\n1,0\n2,0.5', 'sigmoid', ['cross-entropy', 'mse']],
    ['x,y\n1,0\n2,7', 'identity', ['cross-entropy', 'mse']],
    ['input,target\n1,-3', 'identity', ['cross-entropy', 'mse']],
    [`${full}target\n0,0,1,0,0,1,1`, 'softmax', ['hinge', 'mse']],
    [`${full}target1,target2\n0,0,1,0,0,1,0.5,0.5`, 'softmax', ['cross-entropy', 'mse']],
    [`${full}target1,target2\n0,0,1,0,0,1,5,5`, 'identity', ['cross-entropy', 'mse']],
  ])('%j has the link %s and losses that go with it', (text, link, losses) => {
    const { experiment: changed } = withCsvSamples(three, text);
    expect(changed).toMatchObject({ link, losses, sampleReduction: 'sum', window: three.window });
    expect(parseExperiment(changed)).toStrictEqual(changed);
  });

  it('keeps a link that goes with the samples', () => {
    const { experiment: line } = withCsvSamples(three, 'x,y\n1,7');
    expect(withCsvSamples(line, 'x,y\n1,0\n2,1').experiment.link).toBe('identity');
  });

  it('tells the link that it would have had, and the sample that does not go with it', () => {
    const { refused } = withCsvSamples(three, 'x,y\n1,0\n\n2,7\n3,8');
    expect(refused?.link).toBe('sigmoid');
    expect(refused?.error.message).toBe('line 4, column y: expected a number from 0 to 1, found 7');
    const { experiment: line } = withCsvSamples(three, 'x,y\n1,7');
    for (const experiment of [three, line])
      expect(withCsvSamples(experiment, 'x,y\n1,0').refused).toBeUndefined();
  });

  it('is refused with the line and column of a target', () => {
    expect(() => withCsvSamples(three, `${full}target\n0,0,1,0,0,1,1\n\n0,0,1,0,0,1,2`)).toThrow(
      'line 4, column target: expected a class index from 0 to 1 or an array of 2 probabilities, found 2',
    );
  });
});
