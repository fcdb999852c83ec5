/**
 * A claim: a sentence from the literature, with the measurement that upholds or refutes it. The measurement gives
 * figures, and the verdict is a function of the figures alone, so that it can come out either way.
 */
import type { Experiment, PlaneWindow } from '../experiment.ts';
import type { FieldKey } from '../fields.ts';
import type { PointEvaluator } from '../point-evaluator.ts';
import type { ParameterValues } from '../presets/preset.ts';
import type { QuantityChoice } from '../quantity.ts';
import type { ScaleKind } from '../scale.ts';
import type { SliceDirection } from '../slice.ts';
import type { SourceKey } from '../sources.ts';

/** Upheld: it holds. Refuted: it does not. Depends: it holds under conditions that the sentence does not name. */
export const VERDICTS = ['upheld', 'refuted', 'depends'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Fields over a whole grid, by key: row-major, NaN where undefined. */
export type Fields = Readonly<Partial<Record<FieldKey, Float32Array | Float64Array>>>;

/** Fields of an experiment over its grid, from whichever evaluator the measurement is made with. */
export type Evaluate = (experiment: Experiment, keys: readonly FieldKey[]) => Promise<Fields>;

/** Numbers by name; a name means the same quantity, in the same unit, in every claim. */
export type Figures = Readonly<Record<string, number>>;

/** What a measurement in f64 works with. */
export interface Tools {
  /** Evaluates an experiment at single points. */
  readonly at: (experiment: Experiment) => PointEvaluator;
  /** To be awaited every few milliseconds of work, so that a page stays responsive and an interrupt comes through. */
  readonly pause: () => Promise<void>;
}

/** What makes a claim visible: a partial state of the page, as `window.logitscape.set` takes it. */
export type ClaimView = ViewSource & ViewSettings;

/** Where the surfaces come from: a preset, or the measured data themselves where they are none. */
type ViewSource =
  | { readonly preset: string; readonly params?: ParameterValues }
  | { readonly experiment: Experiment };

interface ViewSettings {
  readonly losses?: Experiment['losses'];
  readonly window?: PlaneWindow;
  readonly scale?: ScaleKind;
  /** What the colours show; default: the value. */
  readonly quantity?: QuantityChoice;
  /** Default: each panel by its own range. */
  readonly range?: 'panel' | 'shared';
  /** Opens the slices, or the preset's curves, where the measurement is along a line; the samples where they tell. */
  readonly tab?: 'slices' | 'samples';
  /** Along u or along v, through the middle of the window. */
  readonly sliceAlong?: SliceDirection;
  readonly sliceScale?: 'linear' | 'log';
  /** The preset's curves in place of the slices. */
  readonly curves?: boolean;
}

export interface Claim {
  /** In kebab case, for JSON and addresses. */
  readonly id: string;
  readonly source: SourceKey;
  /** The sentence, in our words. */
  readonly claim: string;
  /** One sentence for each verdict that the figures can come to; placeholders as in `fillFigures`. */
  readonly why: Readonly<Partial<Record<Verdict, string>>>;
  /** "Show me"; none where there is nothing to see: sums, closed forms, the agreement of two numbers. */
  readonly show?: ClaimView;
  /** Figures that are functions of fields: measured in f64 and, in the same way, on WebGPU. */
  readonly fromFields?: (evaluate: Evaluate) => Promise<Figures>;
  /** Figures of descents, sums and closed forms, in f64 only. */
  readonly inF64?: (tools: Tools) => Promise<Figures>;
  readonly judge: (figures: Figures) => Verdict;
}

/** A figure from both evaluators; null where WebGPU has not measured it. */
export interface MeasuredFigure {
  readonly f64: number;
  readonly webgpu: number | null;
}

/** A claim with what its measurement came to: what the command line prints and the page shows. */
export interface MeasuredClaim {
  readonly id: string;
  readonly source: SourceKey;
  readonly claim: string;
  readonly figures: Readonly<Record<string, MeasuredFigure>>;
  /** By the figures in f64. */
  readonly verdict: Verdict;
  /** Whether WebGPU's figures lead to the same verdict; null where it has measured none. */
  readonly agrees: boolean | null;
  /** Why the verdict is what it is, the figures in f64 filled in. */
  readonly why: string;
}
