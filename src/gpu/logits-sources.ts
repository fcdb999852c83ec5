/** WGSL of the kernel for losses that read logits one by one. Loaded for the experiments that have any. */
import affineSource from '../../shaders/affine-logits.wgsl?raw';
import clipSource from '../../shaders/clip.wgsl?raw';
import lossesSource from '../../shaders/logit-losses.wgsl?raw';
import logitsSource from '../../shaders/logits.wgsl?raw';
import pairsSource from '../../shaders/pairs.wgsl?raw';
import sigmoidSource from '../../shaders/sigmoid-losses.wgsl?raw';
import twoLayerSource from '../../shaders/two-layer-logits.wgsl?raw';

const LOSSES = [clipSource, pairsSource, logitsSource, lossesSource, sigmoidSource];

/** By the map that the logits come from. */
export const LOGITS_SOURCES = {
  affine: [...LOSSES, affineSource],
  'two-layer': [...LOSSES, twoLayerSource],
} as const;
