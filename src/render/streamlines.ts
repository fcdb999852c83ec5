/** The streamlines layer: draws the particles that drift.wgsl moves. Shader: streamlines.wgsl. */
import particlesSource from '../../shaders/particles.wgsl?raw';
import streamlinesSource from '../../shaders/streamlines.wgsl?raw';
import stripsSource from '../../shaders/strips.wgsl?raw';
import { STREAM, STREAM_SHAPE } from '../core/stream-motion.ts';
import { bindBuffers, panelUniforms } from '../gpu/bindings.ts';
import { type DriftPass, TRAIL_CONSTANTS } from '../gpu/drift-pass.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { type PlotTarget, verticesOfStrips } from './layer.ts';
import { MARK_RGBA } from './theme.ts';

export const STREAM_PARAMS = new StructLayout({
  plot_size: 'vec2f',
  pixel_ratio: 'f32',
  newest: 'u32',
  part: 'f32',
  half_width: 'f32',
  edge: 'f32',
  dot_radius: 'f32',
  dot_edge: 'f32',
  shortest: 'f32',
  light: 'vec4f',
  dark: 'vec4f',
});

export class StreamlinesLayer {
  private readonly device: GPUDevice;
  private readonly layout: GPUBindGroupLayout;
  private readonly trails: GPURenderPipeline;
  private readonly dots: GPURenderPipeline;
  private readonly params: readonly [GPUBuffer, GPUBuffer];

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<StreamlinesLayer> {
    const types = ['uniform', 'read-only-storage', 'read-only-storage'] as const;
    const layout = device.createBindGroupLayout({
      label: 'streamlines',
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT,
        buffer: { type },
      })),
    });
    const code = [particlesSource, stripsSource, streamlinesSource].join('\n');
    const module = device.createShaderModule({ label: 'streamlines', code });
    const over: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' };
    const pipeline = (vertex: string, fragment: string) =>
      device.createRenderPipelineAsync({
        label: `streamlines ${fragment}`,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        vertex: { module, entryPoint: vertex, constants: TRAIL_CONSTANTS },
        fragment: {
          module,
          entryPoint: fragment,
          targets: [{ format, blend: { color: over, alpha: over } }],
        },
        primitive: { topology: 'triangle-strip' },
      });
    const [trails, dots] = await Promise.all([
      pipeline('place_trail', 'trail'),
      pipeline('place_dot', 'dot_mark'),
    ]);
    return new StreamlinesLayer(device, layout, trails, dots);
  }

  private constructor(
    device: GPUDevice,
    layout: GPUBindGroupLayout,
    trails: GPURenderPipeline,
    dots: GPURenderPipeline,
  ) {
    this.device = device;
    this.layout = layout;
    this.trails = trails;
    this.dots = dots;
    this.params = panelUniforms(device, 'streamline params', STREAM_PARAMS.size);
  }

  draw(
    pass: GPURenderPassEncoder,
    { panel, width, height, pixelRatio }: Omit<PlotTarget, 'surfaces'>,
    { surfaces, count, steps }: Pick<DriftPass, 'surfaces' | 'count' | 'steps'>,
  ): void {
    const { device, layout } = this;
    const params = this.params[panel];
    const values = STREAM_PARAMS.bytes({
      plot_size: [width, height],
      pixel_ratio: pixelRatio,
      newest: Math.floor(steps / STREAM.trailSteps) % STREAM.trailPoints,
      part: (steps % STREAM.trailSteps) / STREAM.trailSteps,
      half_width: STREAM_SHAPE.halfWidth,
      edge: STREAM_SHAPE.edge,
      dot_radius: STREAM_SHAPE.dotRadius,
      dot_edge: STREAM_SHAPE.dotEdge,
      shortest: STREAM_SHAPE.shortest,
      light: MARK_RGBA.light,
      dark: MARK_RGBA.dark,
    });
    device.queue.writeBuffer(params, 0, values);
    const { particles, trails } = surfaces[panel];
    pass.setBindGroup(0, bindBuffers(device, 'streamlines', layout, [params, particles, trails]));
    pass.setPipeline(this.trails);
    pass.draw(verticesOfStrips(count, 2 * (STREAM.trailPoints + 1)));
    pass.setPipeline(this.dots);
    pass.draw(verticesOfStrips(count, 4));
  }

  destroy(): void {
    for (const buffer of this.params) buffer.destroy();
  }
}
