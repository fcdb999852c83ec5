/** What the WebGPU plots draw: as the user wants it, as far as it suits the quantity that the colours show. */
import {
  coloursFor,
  hasContours,
  levelsOf,
  panelScale,
  type Quantity,
  scaleKindFor,
} from '../core/quantity.ts';
import type { ContoursOptions } from '../render/contours.ts';
import type { PlotNeeds, PlotOptions, SpaceOptions } from '../render/plots.ts';
import { rgbOf, themeFor } from '../render/theme.ts';
import type { DrawOptions, ShownRanges, SpaceView } from './painter.ts';

type PaintedRanges = ShownRanges['painted'];

/**
 * @param painted ranges of the quantity, those of the picture before while the own ones are not known yet; undefined:
 *   there are none, and no contours without them
 * @param hasStreams whether streamlines can be drawn over the picture
 */
export function plotOptions(
  options: DrawOptions,
  quantity: Quantity,
  painted: PaintedRanges | undefined,
  hasStreams: boolean,
): PlotOptions {
  const { heatmap, arrows, streamlines, covered, space, theme, pixelRatio } = options;
  const [red, green, blue] = rgbOf(theme.background);
  const kept = streamlines !== undefined && hasStreams;
  return {
    heatmap: heatmap && { ...coloursFor(quantity, heatmap), quantity },
    contours: contoursOptions(options, quantity, painted),
    arrows: arrows && { ...arrows, beneath: kept },
    kept,
    covered,
    space: space && spaceOptions(space, options, quantity),
    background: [red / 255, green / 255, blue / 255],
    pixelRatio,
  };
}

/** What has to be compiled before a picture of the quantity can be drawn so. */
export function plotNeeds(options: DrawOptions, quantity: Quantity): PlotNeeds {
  const { heatmap, contours, covered, space } = options;
  const variant = (given: typeof contours) =>
    given && { scale: scaleKindFor(quantity, given.scale), quantity };
  return {
    heatmap: variant(heatmap),
    contours: hasContours(quantity) ? variant(contours) : undefined,
    covered,
    space: space && spaceOptions(space, options, quantity),
  };
}

/** Lines stand at the values of their levels, also while the levels are those of the picture before. */
export function contoursOptions(
  { contours }: DrawOptions,
  quantity: Quantity,
  painted: PaintedRanges | undefined,
): ContoursOptions | undefined {
  if (!contours || !painted) return undefined;
  const scale = scaleKindFor(quantity, contours.scale);
  const levels = (panel: 0 | 1) =>
    levelsOf(quantity, panelScale(quantity, scale, painted, panel, contours.shareRange), painted[panel]);
  return { ...contours, scale, quantity, levels: [levels(0), levels(1)] };
}

/** Tells levels apart that are drawn apart. */
export function textOfLevels(contours: ContoursOptions | undefined): string {
  return JSON.stringify(contours?.levels.map((panel) => panel.map(({ at }) => at.toPrecision(7))) ?? null);
}

/** The vertical scale, which is the loss's, and the colours' scale, as it suits the quantity. */
function spaceOptions(
  { layer, panels, heightScale, orbit, spacing, shareRange }: SpaceView,
  { heatmap, contours, theme }: DrawOptions,
  quantity: Quantity,
): SpaceOptions {
  const { scale } = heatmap ?? contours ?? { scale: heightScale };
  return {
    layer,
    panels,
    height: { kind: heightScale, orbit, spacing },
    scale: { scale: scaleKindFor(quantity, scale), shareRange, quantity },
    theme: themeFor(quantity, theme),
  };
}
