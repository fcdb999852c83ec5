/** Tables of text for a terminal. */
import { formatNumber } from '../core/format.ts';

export type Alignment = 'left' | 'right';

/** @param rows the header first; as many cells as there are `alignments` */
export function textTable(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const widths = alignments.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        alignments[column] === 'left' ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** `x` as `formatNumber` writes it, with the minus sign that scripts and searches know. */
export function plainNumber(x: number, significant: number): string {
  return asciiMinus(formatNumber(x, significant));
}

export function asciiMinus(text: string): string {
  return text.replaceAll('\u2212', '-');
}
