/** `bench`: every part of it at work, on small grids. Nothing here depends on how fast it is. */
import { expect, test } from 'vitest';
import type { BenchFigures } from '../../src/cli/bench-report.ts';
import { cli, NO_CHROME, start } from './support/cli.ts';

const positive = (x: unknown) => expect(x).toBeGreaterThan(0);

test('--quick --json: figures of every case that agree with each other', async () => {
  const { code, stdout, stderr } = await cli('bench', '--quick', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const { machine, adapter, softwareAdapter, cases, changes } = JSON.parse(stdout) as BenchFigures;
  expect(machine).toEqual({
    processor: expect.stringMatching(/./),
    cores: expect.any(Number),
    node: process.version,
  });
  expect(adapter).toMatch(/./);
  expect(softwareAdapter).toEqual(expect.any(Boolean));
  expect(cases.map(({ fields, samples, classes, width }) => [fields, samples, classes, width])).toEqual(
    ['gradient', 'all'].flatMap((fields) => [
      [fields, 1, 3, 64],
      [fields, 1, 3, 128],
      [fields, 150, 3, 32],
      [fields, 1000, 10, 16],
    ]),
  );
  for (const { fields, samples, width, height, methods } of cases) {
    const plain = fields === 'gradient' && width === 128;
    expect(Object.keys(methods)).toEqual(['webgpu', 'readback', 'cpu', ...(plain ? ['plain'] : [])]);
    if (fields === 'gradient') expect(Object.values(methods).some((one) => 'skipped' in one)).toBe(false);
    for (const figures of Object.values(methods)) {
      if ('skipped' in figures) continue;
      positive(figures.runs);
      positive(figures.medianMilliseconds);
      const seconds = figures.medianMilliseconds / 1000;
      expect(figures.pointsPerSecond * seconds).toBeCloseTo(width * height, 3);
      expect(figures.pointSamplesPerSecond / figures.pointsPerSecond).toBeCloseTo(samples, 6);
      expect(figures.nanosecondsPerPoint * figures.pointsPerSecond).toBeCloseTo(1e9, 0);
      if (plain) positive(figures.ratioToPlain);
      else expect(figures.ratioToPlain).toBeNull();
    }
    if (plain) expect(methods.plain).toMatchObject({ ratioToPlain: 1 });
  }
  expect(changes.map(({ width, height, runs }) => [width, height, runs])).toEqual([[64, 64, 2]]);
  for (const { medianFirstFrameMilliseconds, medianFullFrameMilliseconds } of changes) {
    positive(medianFirstFrameMilliseconds);
    expect(medianFullFrameMilliseconds).toBeGreaterThanOrEqual(medianFirstFrameMilliseconds);
  }
});

test('without a browser: exit code 3, in a line', async () => {
  const { code, stdout, stderr } = await start(['bench', '--quick'], { env: NO_CHROME }).ended;
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^logitscape: no browser .+\n$/);
});
