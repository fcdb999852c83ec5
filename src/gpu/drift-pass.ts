/** Moves the particles of the streamlines, on both surfaces. Shader: drift.wgsl. */
import driftSource from '../../shaders/drift.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import particlesSource from '../../shaders/particles.wgsl?raw';
import type { PlaneWindow } from '../core/experiment.ts';
import { streamRate } from '../core/stream-flow.ts';
import { STREAM, STREAM_DENSITY } from '../core/stream-motion.ts';
import { bindBuffers } from './bindings.ts';
import { StructLayout } from './struct-layout.ts';
import type { SurfaceBuffers } from './surface-buffers.ts';

export const DRIFT_PARAMS = new StructLayout({
  rate: 'vec2f',
  scale: 'vec2f',
  offset: 'vec2f',
  home_shift: 'vec2f',
  still_reach: 'vec2f',
  grid_width: 'u32',
  grid_height: 'u32',
  panel: 'u32',
  share_range: 'u32',
  particle_count: 'u32',
  first_step: 'u32',
  step_count: 'u32',
  substep_count: 'u32',
  step: 'f32',
  life: 'f32',
  fade: 'f32',
  jitter: 'f32',
  start_brightness: 'f32',
  start_spread: 'f32',
});

export const PARTICLE = new StructLayout({
  position: 'vec2f',
  age: 'f32',
  brightness: 'f32',
  generation: 'u32',
});

/** The `override` constants of particles.wgsl. */
export const TRAIL_CONSTANTS = { TRAIL_POINTS: STREAM.trailPoints, TRAIL_STEPS: STREAM.trailSteps };

const GROUP_SIZE = 64;
/** Of a step, however fine the grid is. */
const MOST_SUBSTEPS = 8;
/** A window that changes by more than this at once shows another place. */
const LARGEST_ZOOM = 2;
/** Lives in a picture that stands still: none ends. */
const FOREVER = 1e9;

const ENTRY_POINTS = ['begin_all', 'follow_window', 'drift'] as const;
type EntryPoint = (typeof ENTRY_POINTS)[number];

export interface Motion {
  /** Particles along a side. */
  readonly density: number;
  /** CSS px a second where the gradient is the largest. */
  readonly speed: number;
  /** Speeds relative to the larger gradient of both panels, not to the panel's own. */
  readonly shareRange: boolean;
  /** Whether all begin at once and none goes, for a picture that shows one trail's time of each. */
  readonly still: boolean;
  /** Sides of the plot, CSS px. */
  readonly plotWidth: number;
  readonly plotHeight: number;
}

/** The particles of one surface: `Particle` by particle, and their trails. */
export interface Particles {
  readonly particles: GPUBuffer;
  readonly trails: GPUBuffer;
  readonly params: GPUBuffer;
}

export class DriftPass {
  /** Left and right. */
  readonly surfaces: readonly [Particles, Particles];
  /** Of each surface. */
  count = 0;
  /** Done since the particles began. */
  steps = 0;
  private readonly device: GPUDevice;
  private readonly layout: GPUBindGroupLayout;
  private readonly pipelines: Readonly<Record<EntryPoint, GPUComputePipeline>>;
  /** The window that the particles' places are parts of. */
  private window: PlaneWindow | undefined;
  private homeShift: readonly [number, number] = [0, 0];

  static async create(device: GPUDevice): Promise<DriftPass> {
    const types = ['uniform', 'read-only-storage', 'read-only-storage', 'storage', 'storage'] as const;
    const layout = device.createBindGroupLayout({
      label: 'drift',
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    const code = [fieldsSource, particlesSource, driftSource].join('\n');
    const module = device.createShaderModule({ label: 'drift', code });
    const pipelines = await Promise.all(
      ENTRY_POINTS.map(async (entryPoint) => {
        const pipeline = await device.createComputePipelineAsync({
          label: `drift ${entryPoint}`,
          layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
          compute: { module, entryPoint, constants: TRAIL_CONSTANTS },
        });
        return [entryPoint, pipeline] as const;
      }),
    );
    return new DriftPass(device, layout, Object.fromEntries(pipelines) as DriftPass['pipelines']);
  }

  private constructor(device: GPUDevice, layout: GPUBindGroupLayout, pipelines: DriftPass['pipelines']) {
    this.device = device;
    this.layout = layout;
    this.pipelines = pipelines;
    const most = STREAM_DENSITY.max ** 2;
    const surface = (name: string): Particles => ({
      particles: device.createBuffer({
        label: `particles ${name}`,
        size: most * PARTICLE.size,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
      }),
      trails: device.createBuffer({
        label: `trails ${name}`,
        size: most * STREAM.trailPoints * 8,
        usage: GPUBufferUsage.STORAGE,
      }),
      params: device.createBuffer({
        label: `drift params ${name}`,
        size: DRIFT_PARAMS.size,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      }),
    });
    this.surfaces = [surface('left'), surface('right')];
  }

  /** Submits the beginning of all particles. */
  begin(fields: SurfaceBuffers, motion: Motion): void {
    this.count = motion.density ** 2;
    this.steps = 0;
    this.window = fields.grid.window;
    this.homeShift = [0, 0];
    this.submit('begin_all', fields, motion, 0, STAYING);
  }

  /**
   * Submits steps; before them what a change of the window or of the density since the last call makes necessary.
   * Particles stay where they are in the plane, unless the window shows another place: then all begin anew.
   */
  move(fields: SurfaceBuffers, motion: Motion, stepCount: number): void {
    const { window } = fields.grid;
    const change = this.window && changeOf(this.window, window);
    if (!change || this.count !== motion.density ** 2) this.begin(fields, motion);
    else if (change !== STAYING) this.follow(fields, motion, change);
    if (stepCount === 0) return;
    this.submit('drift', fields, motion, stepCount, STAYING);
    this.steps += stepCount;
  }

  destroy(): void {
    for (const { particles, trails, params } of this.surfaces) {
      for (const buffer of [particles, trails, params]) buffer.destroy();
    }
  }

  private follow(fields: SurfaceBuffers, motion: Motion, change: WindowChange): void {
    this.window = fields.grid.window;
    const [scaleU, scaleV] = change.scale;
    // A window that is moved takes the particles' own places along. In one that is zoomed they would not be even.
    if (Math.abs(scaleU - 1) < 1e-6 && Math.abs(scaleV - 1) < 1e-6) {
      const [u, v] = this.homeShift;
      this.homeShift = [partOf(u + change.offset[0]), partOf(v + change.offset[1])];
    }
    this.submit('follow_window', fields, motion, 0, change);
  }

  private submit(
    entryPoint: EntryPoint,
    fields: SurfaceBuffers,
    motion: Motion,
    stepCount: number,
    { scale, offset }: WindowChange,
  ): void {
    const { device, count, layout } = this;
    const { grid } = fields;
    const { plotWidth, plotHeight } = motion;
    const rate = streamRate(grid.window, motion.speed, plotWidth, plotHeight);
    const cells = STREAM.step * Math.max(rate[0] * grid.width, rate[1] * grid.height);
    const encoder = device.createCommandEncoder({ label: `drift ${entryPoint}` });
    const pass = encoder.beginComputePass({ label: `drift ${entryPoint}` });
    pass.setPipeline(this.pipelines[entryPoint]);
    for (const panel of [0, 1] as const) {
      const { particles, trails, params } = this.surfaces[panel];
      const values = DRIFT_PARAMS.bytes({
        rate,
        scale,
        offset,
        home_shift: this.homeShift,
        still_reach: [STREAM.stillReach / plotWidth, STREAM.stillReach / plotHeight],
        grid_width: grid.width,
        grid_height: grid.height,
        panel,
        share_range: motion.shareRange ? 1 : 0,
        particle_count: count,
        first_step: this.steps,
        step_count: stepCount,
        // No more than a cell at a time: sharper bends than that are in no field.
        substep_count: Math.min(MOST_SUBSTEPS, Math.max(1, Math.ceil(cells))),
        step: STREAM.step,
        life: motion.still ? FOREVER : STREAM.life,
        fade: motion.still ? FOREVER : STREAM.fade,
        jitter: STREAM.jitter / motion.density,
        start_brightness: motion.still ? 1 : 0,
        start_spread: motion.still ? 0 : 1,
      });
      device.queue.writeBuffer(params, 0, values);
      const { buffer } = panel === 0 ? fields.left : fields.right;
      const buffers = [params, buffer, fields.ranges, particles, trails];
      pass.setBindGroup(0, bindBuffers(device, 'drift', layout, buffers));
      pass.dispatchWorkgroups(Math.ceil(count / GROUP_SIZE));
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }
}

/** Where a place of an old window is in a new one: offset + scale * place. */
interface WindowChange {
  readonly scale: readonly [u: number, v: number];
  readonly offset: readonly [u: number, v: number];
}

const STAYING: WindowChange = { scale: [1, 1], offset: [0, 0] };

/** @returns undefined where the new window shows another place; STAYING where nothing changed */
function changeOf(from: PlaneWindow, to: PlaneWindow): WindowChange | undefined {
  const axes = [
    [from.u, to.u],
    [from.v, to.v],
  ] as const;
  if (axes.every(([a, b]) => a[0] === b[0] && a[1] === b[1])) return STAYING;
  const [scaleU, scaleV] = axes.map(([a, b]) => (a[1] - a[0]) / (b[1] - b[0]));
  const [offsetU, offsetV] = axes.map(([a, b]) => (a[0] - b[0]) / (b[1] - b[0]));
  const scale = [scaleU!, scaleV!] as const;
  const offset = [offsetU!, offsetV!] as const;
  const near = scale.every((times) => times >= 1 / LARGEST_ZOOM && times <= LARGEST_ZOOM);
  // Nothing of the old window is left in the new one.
  const apart = offset.some((start, axis) => start >= 1 || start + scale[axis]! <= 0);
  return near && !apart ? { scale, offset } : undefined;
}

/** In [0, 1). */
function partOf(x: number): number {
  return x - Math.floor(x);
}
