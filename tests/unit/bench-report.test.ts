import { describe, expect, test } from 'vitest';
import { type BenchFigures, median, methodFigures, reportText } from '../../src/cli/bench-report.ts';

test('the median: the middle, or between the two middles', () => {
  expect(median([30, 1, 2])).toBe(2);
  expect(median([4, 1, 100, 2])).toBe(3);
  expect(median([7])).toBe(7);
});

describe('the figures of a method', () => {
  const times = { milliseconds: [50, 20, 40], gpuMilliseconds: [30, 10, 20] };

  test('come from the median of its runs', () => {
    expect(methodFigures(times, 1_000_000, 150, { milliseconds: [100], gpuMilliseconds: null })).toEqual({
      runs: 3,
      medianMilliseconds: 40,
      gpuMedianMilliseconds: 20,
      pointsPerSecond: 25_000_000,
      pointSamplesPerSecond: 3_750_000_000,
      nanosecondsPerPoint: 40,
      ratioToPlain: 2.5,
    });
  });

  test('have no ratio where the plain loop did not run, and no time of a clock that is not there', () => {
    const own = { ...times, gpuMilliseconds: null };
    for (const plain of [undefined, { skipped: 'too slow' }]) {
      expect(methodFigures(own, 100, 1, plain)).toMatchObject({
        ratioToPlain: null,
        gpuMedianMilliseconds: null,
      });
    }
  });

  test('are the reason where there are none', () => {
    expect(methodFigures({ skipped: 'no kernel' }, 100, 1, undefined)).toEqual({ skipped: 'no kernel' });
  });
});

test('the tables say each figure where it belongs, and why there is none', () => {
  const method = (milliseconds: number) =>
    methodFigures({ milliseconds: [milliseconds], gpuMilliseconds: null }, 1024 ** 2, 1, {
      milliseconds: [100],
      gpuMilliseconds: null,
    });
  const one = { name: 'one sample', samples: 1, classes: 3, width: 1024, height: 1024 } as const;
  const figures: BenchFigures = {
    machine: { processor: 'Abacus', cores: 2, node: 'v20' },
    adapter: 'SwiftShader',
    softwareAdapter: true,
    cases: [
      {
        ...one,
        fields: 'gradient',
        methods: { webgpu: method(20), readback: method(25), cpu: method(50), plain: method(100) },
      },
      {
        ...one,
        fields: 'all',
        methods: { webgpu: { skipped: 'no kernel' }, readback: { skipped: 'no kernel' }, cpu: method(200) },
      },
    ],
    changes: [
      {
        width: 1024,
        height: 1024,
        runs: 9,
        medianFirstFrameMilliseconds: 17,
        medianFullFrameMilliseconds: 61.5,
      },
    ],
  };
  const lines = reportText(figures)
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' | '));
  expect(lines).toEqual([
    'Abacus, 2 cores; WebGPU: SwiftShader, a software GPU',
    '',
    expect.stringMatching(/^Millions of points/),
    '',
    'fields | samples × classes | grid | WebGPU | WebGPU, read back | f64 | plain loop',
    'value, gradient | 1 × 3 | 1024 × 1024 | 52.4 (19.1) | 41.9 (23.8) | 21 (47.7) | 10.5 (95.4)',
    'all | 1 × 3 | 1024 × 1024 | – | – | 5.24 (191) | –',
    '',
    '– no kernel: WebGPU (one sample, all, 1024 × 1024) and 1 more',
    '',
    expect.stringMatching(/^How many times as fast/),
    '',
    ' | grid | WebGPU | WebGPU, read back | f64',
    '1024 × 1024 | 5 | 4 | 2',
    '',
    expect.stringMatching(/^From a change/),
    '',
    ' | grid | first frame | full grid',
    '1024 × 1024 | 17 | 61.5',
  ]);
});
