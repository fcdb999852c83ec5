/** WGSL of the kernel for any number of classes. Loaded for the experiments that the kernel for few cannot have. */
import clipSource from '../../shaders/clip.wgsl?raw';
import softmaxSource from '../../shaders/softmax.wgsl?raw';
import clippedSource from '../../shaders/softmax-clipped.wgsl?raw';
import lossesSource from '../../shaders/softmax-losses.wgsl?raw';

export const SOFTMAX_SOURCES = [clipSource, softmaxSource, lossesSource, clippedSource];
