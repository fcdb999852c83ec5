/** What shaders are told of the colour scale: the part of their params that colour-scale.wgsl reads. */
import { relativeScale } from '../core/deep-zoom.ts';
import { middleOf, panelScale, type Quantity } from '../core/quantity.ts';
import { SCALE_KINDS, type ScaleKind } from '../core/scale.ts';
import type { PlotTarget } from './layer.ts';

export interface ScaleOptions {
  readonly scale: ScaleKind;
  readonly shareRange: boolean;
  readonly quantity: Quantity;
}

export function scaleParams(target: PlotTarget, options: ScaleOptions) {
  const { grid } = target.surfaces;
  return {
    plot_size: [target.width, target.height] as const,
    grid_width: grid.width,
    grid_height: grid.height,
    panel: target.panel,
    share_range: options.shareRange ? 1 : 0,
    symmetric: middleOf(options.quantity) ? 1 : 0,
    ...relativeParams(target, options),
  };
}

/** The scale, and where relative values stand on it. The f64 ranges that it takes are known for such surfaces only. */
function relativeParams(
  { surfaces: { filled }, panel }: PlotTarget,
  { quantity, scale, shareRange }: ScaleOptions,
) {
  const reference = filled?.references[panel];
  if (!filled || !reference) {
    return { scale_kind: SCALE_KINDS.indexOf(scale), relative: 0, offset: 0, slope: 0 };
  }
  const ranges = [filled.ranges[0].value, filled.ranges[1].value] as const;
  const drawn = panelScale(quantity, scale, ranges, panel, shareRange);
  return {
    scale_kind: SCALE_KINDS.indexOf(drawn.kind),
    relative: 1,
    ...relativeScale(reference, ranges[panel], drawn),
  };
}
