/**
 * Colours of descents, one a start: light enough to show in their dark edge, none of a loss, and told apart by the
 * colour-blind too.
 */
const START_COLOURS = [
  '#ff6b81',
  '#cda9ff',
  '#8ef0d2',
  '#d468c4',
  '#ffd23f',
  '#b9c4d4',
  '#ff7a45',
  '#ffffff',
] as const;

/** The colour of start n, counted from 0, on plots and in the dock alike: `#rrggbb`. */
export function startColour(n: number): string {
  return START_COLOURS[n % START_COLOURS.length]!;
}
