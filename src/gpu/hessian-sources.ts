/** WGSL that only second derivatives need. Loaded when they are first asked for: the first picture has none. */
import eigenvalueSource from '../../shaders/eigenvalue.wgsl?raw';
import hessianSource from '../../shaders/hessian.wgsl?raw';
import logitsSource from '../../shaders/logits-hessian.wgsl?raw';
import oddsSource from '../../shaders/odds-hessian.wgsl?raw';
import pairsSource from '../../shaders/pairs.wgsl?raw';
import softmaxSource from '../../shaders/softmax-hessian.wgsl?raw';

/** Of each kind of kernel, after its own sources. */
const KERNELS = {
  odds: [pairsSource, oddsSource],
  softmax: [softmaxSource],
  logits: [logitsSource],
} as const;
export type HessianKernel = keyof typeof KERNELS;

/** The rest of a kernel's shader for second derivatives, the pass included. */
export function hessianSources(kernel: HessianKernel): readonly string[] {
  return [...KERNELS[kernel], eigenvalueSource, hessianSource];
}
