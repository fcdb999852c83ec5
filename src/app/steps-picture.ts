/** A map of steps with its surfaces, and how painters take it. Loaded when a map of steps is first asked for. */
import { referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { rangeOfSteps, type StepsRule, type StepsSummary } from '../core/steps-map.ts';
import { type SurfaceArrays, surfaceRange } from '../core/surface-range.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import type { ShownRanges } from './painter.ts';
import type { StepsMap } from './steps.ts';
import type { Surfaces } from './surface-drawing.ts';

/** A map with the surfaces that it belongs to, on the same grid. */
export interface StepsPicture extends StepsMap {
  readonly experiment: Experiment;
  readonly rule: StepsRule;
  readonly final: boolean;
  readonly surfaces: readonly [SurfaceArrays, SurfaceArrays];
  readonly summaries: readonly [StepsSummary, StepsSummary];
}

/** Fills buffers that layers read, both with room for the picture's grid. @param derived what the heatmap shows */
export function fillBuffers(
  { surfaces, derived }: { readonly surfaces: SurfaceBuffers; readonly derived: SurfaceBuffers },
  picture: StepsPicture,
): ShownRanges {
  const { rule, summaries } = picture;
  const [left, right] = picture.surfaces.map(({ value, du, dv }) =>
    withoutNoise(surfaceRange(value, du, dv)),
  );
  const ranges = [left!, right!] as const;
  // In deep zoom f32 would make stairs of the heights of surfaces in space.
  const references = [referenceFor(left!.value), referenceFor(right!.value)] as const;
  const value = rangeOfSteps(rule);
  for (const panel of [0, 1] as const) {
    surfaces.fill(panel, 0, picture.surfaces[panel], references[panel]);
    const steps = Float64Array.from(picture.steps[panel]);
    derived.fill(panel, 0, { ...picture.surfaces[panel], value: steps }, undefined);
  }
  surfaces.finishFill({ ranges, references });
  const painted = (panel: 0 | 1) => {
    const { never, stopped } = summaries[panel];
    return { ...ranges[panel], value, infiniteCount: never, undefinedCount: stopped };
  };
  derived.finishFill({ ranges: [painted(0), painted(1)], references: [undefined, undefined] });
  return { surfaces: ranges, painted: [value, value], steps: summaries };
}

/** The picture as what draws on 2-D canvases takes it. */
export function surfacesOfSteps({ surfaces, steps, rule }: StepsPicture): Surfaces {
  const paintedRange = rangeOfSteps(rule);
  const [left, right] = ([0, 1] as const).map((panel) => {
    const { value, du, dv } = surfaces[panel];
    return { value, du, dv, range: surfaceRange(value, du, dv), painted: steps[panel], paintedRange };
  });
  return [left!, right!];
}
