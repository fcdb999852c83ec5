/** The benchmark's figures, and how they are shown to people. */
import type { BenchTimes } from '../app/bench.ts';
import { type Alignment, plainNumber, textTable } from './text-table.ts';

/** One method on one grid. */
export type MethodFigures =
  | {
      readonly runs: number;
      readonly medianMilliseconds: number;
      /** By the GPU's own clock; null where it has none. */
      readonly gpuMedianMilliseconds: number | null;
      readonly pointsPerSecond: number;
      readonly pointSamplesPerSecond: number;
      readonly nanosecondsPerPoint: number;
      /** How many times as fast as the plain loop on the same grid in the same run; null where that did not run. */
      readonly ratioToPlain: number | null;
    }
  | { readonly skipped: string };

export interface CaseFigures {
  readonly name: string;
  /** `gradient`: value, du and dv of both losses; `all`: second derivatives too. */
  readonly fields: 'gradient' | 'all';
  readonly samples: number;
  readonly classes: number;
  readonly width: number;
  readonly height: number;
  readonly methods: Readonly<Record<string, MethodFigures>>;
}

export interface ChangeFigures {
  readonly width: number;
  readonly height: number;
  readonly runs: number;
  readonly medianFirstFrameMilliseconds: number;
  readonly medianFullFrameMilliseconds: number;
}

/** All that `--json` prints. */
export interface BenchFigures {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string };
  /** Null without WebGPU. */
  readonly adapter: string | null;
  readonly softwareAdapter: boolean;
  readonly cases: readonly CaseFigures[];
  readonly changes: readonly ChangeFigures[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * @param times as the page measured them
 * @param plain those of the plain loop on the same grid
 */
export function methodFigures(
  times: BenchTimes,
  points: number,
  samples: number,
  plain: BenchTimes | undefined,
): MethodFigures {
  if ('skipped' in times) return times;
  const milliseconds = median(times.milliseconds);
  const pointsPerSecond = (1000 * points) / milliseconds;
  return {
    runs: times.milliseconds.length,
    medianMilliseconds: milliseconds,
    gpuMedianMilliseconds: times.gpuMilliseconds && median(times.gpuMilliseconds),
    pointsPerSecond,
    pointSamplesPerSecond: pointsPerSecond * samples,
    nanosecondsPerPoint: (1e6 * milliseconds) / points,
    ratioToPlain: plain && 'milliseconds' in plain ? median(plain.milliseconds) / milliseconds : null,
  };
}

const COLUMNS = {
  webgpu: 'WebGPU',
  readback: 'WebGPU, read back',
  cpu: 'f64',
  plain: 'plain loop',
} as const;
const FIELD_TEXTS = { gradient: 'value, gradient', all: 'all' } as const;

/** Tables for a terminal. */
export function reportText({ machine, adapter, softwareAdapter, cases, changes }: BenchFigures): string {
  const gpu =
    adapter === null ? 'no WebGPU' : `WebGPU: ${adapter}${softwareAdapter ? ', a software GPU' : ''}`;
  const skipped = skippedLines(cases);
  return [
    `${machine.processor}, ${machine.cores} cores; ${gpu}`,
    '',
    'Millions of points × samples a second, and in brackets the nanoseconds of a point. Medians.',
    '',
    ...caseTable(cases),
    ...(skipped.length > 0 ? ['', ...skipped] : []),
    '',
    'How many times as fast as a plain f64 loop on one core, alternating with it:',
    '',
    ...ratioTable(cases),
    '',
    'From a change in the panel to the frame that shows it, ms:',
    '',
    ...changeTable(changes),
  ].join('\n');
}

function caseTable(cases: readonly CaseFigures[]): string[] {
  const ids = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const clocked = cases.some(({ methods }) => gpuTime(methods.webgpu) !== null);
  const header = [
    'fields',
    'samples × classes',
    'grid',
    ...ids.map((id) => COLUMNS[id]),
    ...(clocked ? ['GPU clock, ms'] : []),
  ];
  const rows = cases.map(({ fields, samples, classes, width, height, methods }) => [
    FIELD_TEXTS[fields],
    `${samples} × ${classes}`,
    `${width} × ${height}`,
    ...ids.map((id) => cell(methods[id])),
    ...(clocked ? [numberText(gpuTime(methods.webgpu))] : []),
  ]);
  return textTable([header, ...rows], alignments(header.length, 1));
}

/** Throughput and cost; a dash for what did not run. */
function cell(figures: MethodFigures | undefined): string {
  if (!figures || 'skipped' in figures) return '–';
  const millions = plainNumber(figures.pointSamplesPerSecond / 1e6, 3);
  return `${millions} (${plainNumber(figures.nanosecondsPerPoint, 3)})`;
}

function gpuTime(figures: MethodFigures | undefined): number | null {
  return figures && !('skipped' in figures) ? figures.gpuMedianMilliseconds : null;
}

/** Why there are dashes: each reason once. */
function skippedLines(cases: readonly CaseFigures[]): string[] {
  const places = new Map<string, string[]>();
  for (const { name, fields, width, height, methods } of cases) {
    for (const [id, figures] of Object.entries(methods)) {
      if (!('skipped' in figures)) continue;
      const column = COLUMNS[id as keyof typeof COLUMNS];
      const place = `${column} (${name}, ${FIELD_TEXTS[fields]}, ${width} × ${height})`;
      places.set(figures.skipped, [...(places.get(figures.skipped) ?? []), place]);
    }
  }
  return [...places].map(([reason, list]) => {
    const rest = list.length > 1 ? ` and ${list.length - 1} more` : '';
    return `– ${reason}: ${list[0]}${rest}`;
  });
}

function ratioTable(cases: readonly CaseFigures[]): string[] {
  const compared = cases.filter(({ methods }) => methods.plain && !('skipped' in methods.plain));
  const ids = ['webgpu', 'readback', 'cpu'] as const;
  const ratio = (figures: MethodFigures | undefined) =>
    figures && !('skipped' in figures) ? figures.ratioToPlain : null;
  const header = ['grid', ...ids.map((id) => COLUMNS[id])];
  const rows = compared.map(({ width, height, methods }) => [
    `${width} × ${height}`,
    ...ids.map((id) => numberText(ratio(methods[id]))),
  ]);
  return textTable([header, ...rows], alignments(header.length, 0));
}

function changeTable(changes: readonly ChangeFigures[]): string[] {
  const header = ['grid', 'first frame', 'full grid'];
  const rows = changes.map((change) => [
    `${change.width} × ${change.height}`,
    numberText(change.medianFirstFrameMilliseconds),
    numberText(change.medianFullFrameMilliseconds),
  ]);
  return textTable([header, ...rows], alignments(header.length, 0));
}

function numberText(x: number | null): string {
  return x === null ? '–' : plainNumber(x, 3);
}

function alignments(count: number, left: number): Alignment[] {
  return Array.from({ length: count }, (_, column) => (column < left ? 'left' : 'right'));
}
