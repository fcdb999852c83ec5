/** What the command `claims` prints: for people, for programs, for documents. */
import { figureName } from '../app/claim-texts.ts';
import { type MeasuredClaim, type MeasuredFigure, VERDICTS } from '../core/claims/claim.ts';
import { readableJson } from '../core/readable-json.ts';
import { SOURCES } from '../core/sources.ts';
import { jsonNumber } from '../core/written-numbers.ts';
import { asciiMinus, plainNumber, textTable } from './text-table.ts';
import { wrap } from './wrap.ts';

/** Columns of a line for people. */
const WIDTH = 100;
/** The verdict stands in a column of its own, before the sentence. */
const INDENT = ' '.repeat(Math.max(...VERDICTS.map(({ length }) => length)) + 2);
const SIGNIFICANT = 6;

export function claimsJson(measured: readonly MeasuredClaim[]): string {
  return readableJson(
    measured.map((claim) => ({
      ...claim,
      figures: Object.fromEntries(
        Object.entries(claim.figures).map(([name, { f64, webgpu }]) => [
          name,
          { f64: jsonNumber(f64), webgpu: webgpu === null ? null : jsonNumber(webgpu) },
        ]),
      ),
    })),
  );
}

export function claimsText(measured: readonly MeasuredClaim[]): string {
  return [...measured.map(claimText), countText(measured)].join('\n\n');
}

function claimText({ id, source, claim, figures, verdict, agrees, why }: MeasuredClaim): string {
  const indented = (text: string) => wrap(text, WIDTH - INDENT.length).map((line) => INDENT + line);
  const [first, ...rest] = indented(asciiMinus(claim));
  return [
    verdict.padEnd(INDENT.length) + first!.slice(INDENT.length),
    ...rest,
    `${INDENT}${SOURCES[source].name} | ${id}`,
    ...indented(asciiMinus(why)),
    ...figureTable(figures).map((line) => `${INDENT}  ${line}`),
    ...(agrees === false ? indented('WebGPU DISAGREES: its figures lead to another verdict.') : []),
  ].join('\n');
}

function figureTable(figures: MeasuredClaim['figures']): string[] {
  const rows = Object.entries(figures).map(([name, { f64, webgpu }]: [string, MeasuredFigure]) => [
    asciiMinus(figureName(name, 'en')),
    plainNumber(f64, SIGNIFICANT),
    webgpu === null ? '' : `WebGPU ${plainNumber(webgpu, SIGNIFICANT)}`,
  ]);
  return textTable(rows, ['left', 'right', 'left']);
}

function countText(measured: readonly MeasuredClaim[]): string {
  const counts = VERDICTS.map(
    (verdict) => `${measured.filter((claim) => claim.verdict === verdict).length} ${verdict}`,
  );
  const onGpu = measured.filter(({ agrees }) => agrees !== null);
  const apart = onGpu.filter(({ agrees }) => !agrees).map(({ id }) => id);
  const agreement =
    onGpu.length === 0
      ? 'WebGPU has measured none.'
      : apart.length === 0
        ? `WebGPU agrees on all ${onGpu.length} that it can measure.`
        : `WebGPU disagrees on ${apart.join(', ')}.`;
  return `${measured.length} claims: ${counts.join(', ')}. ${agreement}`;
}

/** A table in Markdown; figures are those in f64. */
export function claimsMarkdown(measured: readonly MeasuredClaim[]): string {
  const rows = measured.map(
    ({ claim, source, verdict, why }) =>
      `| ${cell(claim)} _${SOURCES[source].name}_ | ${verdict} | ${cell(why)} |`,
  );
  return ['| claim | verdict | measured |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Text in which Markdown sees no markup. */
function cell(text: string): string {
  return text.replace(/[\\|*_<>]/g, (mark) => `\\${mark}`);
}
