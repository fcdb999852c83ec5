/**
 * 2-D canvases of the page, which are drawn without the GPU: when its process dies an accelerated canvas loses what was
 * drawn on it, and may stay blank; and a software GPU takes longer for a chart's lines and labels than for both surfaces.
 */
const WITHOUT_GPU: CanvasRenderingContext2DSettings = { willReadFrequently: true };

export function context2d(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  return canvas.getContext('2d', WITHOUT_GPU)!;
}

/** Calls `make`, which asks for 2-D contexts itself, as a library does that gives no way to ask for them otherwise. */
export function withContexts2d<T>(make: () => T): T {
  const { prototype } = HTMLCanvasElement;
  const { getContext } = prototype;
  prototype.getContext = function (this: HTMLCanvasElement, type: string) {
    return Reflect.apply(getContext, this, [type, WITHOUT_GPU]);
  } as typeof getContext;
  try {
    return make();
  } finally {
    prototype.getContext = getContext;
  }
}
