/** The numbers of a picture as arrays, apart from what stands on the page: saved figures and files are made from them. */
import { isTooNarrowForF32 } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { type BandFields, fieldKey } from '../core/fields.ts';
import { beyondScale } from '../core/gradient-ratio.ts';
import type { Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { fieldsToDraw, isOfFields, type Quantity } from '../core/quantity.ts';
import type { StepsRule } from '../core/steps-map.ts';
import type { F32Fields } from '../gpu/evaluator.ts';
import type { Judged } from './apart-rows.ts';
import { type Backends, type EvaluateOptions, type Evaluation, keysOf } from './backends.ts';
import type { ShownNotes } from './painter.ts';
import { apartOf, notesOf, type Surfaces, surfacesOf } from './surface-drawing.ts';

/** f32 flushes what is smaller: there the numbers are computed anew in f64. */
const SMALLEST_F32 = 2 ** -120;

/** Of what takes a pass of its own after the fields, these. */
const FIELDS_SHARE = 0.3;

export interface PictureNumbers {
  /** `fieldsToDraw` of both losses, on the whole grid. */
  readonly fields: BandFields;
  /** The same by panel, and what the heatmap shows. */
  readonly surfaces: Surfaces;
  readonly notes: ShownNotes;
  /** What computed the fields. */
  readonly backend: Evaluation['backend'];
}

interface How {
  readonly backend: NonNullable<EvaluateOptions['backend']>;
  /** Of maps of steps. */
  readonly rule: StepsRule;
}

/**
 * Evaluates an experiment on its own grid. `auto`: on WebGPU where its numbers tell as much as a picture can show.
 * @param quantity what the heatmap shows
 * @throws as the evaluators do, and ExperimentError for a map of steps that would take too long
 */
export async function pictureNumbers(
  backends: Backends,
  experiment: Experiment,
  quantity: Quantity,
  { backend, rule }: How,
  { signal, onProgress }: Progress,
): Promise<PictureNumbers> {
  if (quantity === 'steps') {
    return stepsNumbers(backends, experiment, backend, rule, { signal, onProgress });
  }
  const ofFields = isOfFields(quantity);
  const share = ofFields ? 1 : FIELDS_SHARE;
  const fieldsOn = (chosen: How['backend']) =>
    backends.evaluate(experiment, {
      signal,
      onProgress: (done) => onProgress?.(share * done),
      backend: chosen,
      fields: keysOf(experiment, fieldsToDraw(quantity)),
    });
  // Errors are those of a GPU's numbers, whatever these are.
  const mayLeaveGpu = backend === 'auto' && quantity !== 'error';
  let evaluation = await fieldsOn(mayLeaveGpu && isTooNarrowForF32(experiment) ? 'cpu' : backend);
  let surfaces = surfacesOf(experiment, ofFields ? quantity : 'value', evaluation.fields);
  if (mayLeaveGpu && evaluation.backend === 'webgpu' && isFlushed(surfaces, quantity)) {
    evaluation = await fieldsOn('cpu');
    surfaces = surfacesOf(experiment, ofFields ? quantity : 'value', evaluation.fields);
  }
  const { fields } = evaluation;
  const judged =
    evaluation.backend === 'webgpu' ? judgedArrays(backends, experiment, fields as F32Fields) : undefined;
  const apart = await apartOf(backends.cpu, experiment, quantity, judged, {
    signal,
    onProgress: (done) => onProgress?.(share + (1 - share) * done),
  });
  if (apart) surfaces = surfacesOf(experiment, quantity, fields, apart);
  return { fields, surfaces, notes: notesOf(apart), backend: evaluation.backend };
}

async function stepsNumbers(
  backends: Backends,
  experiment: Experiment,
  backend: How['backend'],
  rule: StepsRule,
  { signal, onProgress }: Progress,
): Promise<PictureNumbers> {
  const [{ StepsLevels }, { surfacesOfSteps }] = await Promise.all([
    import('./steps-levels.ts'),
    import('./steps-picture.ts'),
  ]);
  const levels = new StepsLevels(backends.cpu, backend === 'cpu' ? undefined : backends.gpu?.device);
  try {
    const picture = await levels.whole(experiment, rule, signal, onProgress);
    const fields = experiment.losses.flatMap((loss, panel) => {
      const { value, du, dv } = picture.surfaces[panel]!;
      return [
        [fieldKey(loss, 'value'), value],
        [fieldKey(loss, 'du'), du],
        [fieldKey(loss, 'dv'), dv],
      ];
    });
    return {
      fields: Object.fromEntries(fields),
      surfaces: surfacesOfSteps(picture),
      notes: { steps: picture.summaries },
      backend: 'cpu',
    };
  } finally {
    levels.destroy();
  }
}

/** Whether numbers of a GPU are so small that some were flushed. */
function isFlushed(surfaces: Surfaces, quantity: Quantity): boolean {
  return (
    surfaces.some(({ range }) => range.value.min < SMALLEST_F32) ||
    (quantity === 'ratio' && beyondScale(surfaces[0].paintedRange).some(Boolean))
  );
}

/** Values that a GPU computed, as arrays of the whole grid. */
function judgedArrays(backends: Backends, experiment: Experiment, fields: F32Fields): Judged {
  const [width] = experiment.resolution;
  const [left, right] = experiment.losses.map((loss) => fields[fieldKey(loss, 'value')]!);
  const part = (values: Float32Array, [j0, j1]: Rows) =>
    new Float32Array(values.subarray(j0 * width, j1 * width));
  return {
    software: backends.isSoftware,
    values: async (rows) => [part(left!, rows), part(right!, rows)],
  };
}
