/** `--backend`: what computes. */
import type { OptionSpecs } from './options.ts';

export const BACKENDS = ['auto', 'webgpu', 'cpu'] as const;
export type Backend = (typeof BACKENDS)[number];

export const BACKEND_OPTION = {
  backend: {
    value: BACKENDS.join('|'),
    help: 'webgpu: f32; cpu: f64; auto (default): webgpu where it can, else cpu',
  },
} satisfies OptionSpecs;
