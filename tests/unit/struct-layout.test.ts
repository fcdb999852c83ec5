/** Every struct that TypeScript writes lies as the shader's own struct does, by an independent reading of the WGSL. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type StructInfo, WgslReflect } from 'wgsl_reflect/wgsl_reflect.module.js';
import { StructLayout } from '../../src/gpu/struct-layout.ts';

const SHADERS = import.meta.glob<string>('../../shaders/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const SOURCES = import.meta.glob<string>('../../src/{gpu,render}/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const MODULES = import.meta.glob<Record<string, unknown>>('../../src/{gpu,render}/*.ts');

/** The struct of a layout, where it is not the layout's name in the shader's spelling: AXIS_ENTRY, AxisEntry. */
const STRUCTS: Record<string, string> = { EVALUATE_PARAMS: 'Params' };

function structName(layout: string): string {
  const pascal = layout
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_match, _under, letter: string) => letter.toUpperCase());
  return STRUCTS[layout] ?? pascal;
}

/** All structs of all shaders, by name. */
const structs = new Map<string, StructInfo>();
for (const source of Object.values(SHADERS)) {
  for (const struct of new WgslReflect(source).structs) structs.set(struct.name, struct);
}

const declaring = Object.keys(SOURCES).filter((path) => SOURCES[path]!.includes('= new StructLayout('));

beforeAll(() => {
  // Some modules read the flags when they are loaded.
  vi.stubGlobal('GPUBufferUsage', {});
  vi.stubGlobal('GPUShaderStage', {});
});

it('there are layouts to test', () => {
  expect(declaring.length).toBeGreaterThanOrEqual(2);
});

describe.each(declaring)('%s', (path) => {
  it('has layouts as its shader has them', async () => {
    const exported = Object.entries(await MODULES[path]!());
    const layouts = exported.filter(
      (entry): entry is [string, StructLayout<never>] => entry[1] instanceof StructLayout,
    );
    expect(layouts.length, 'layouts that are exported').toBe(
      SOURCES[path]!.split('= new StructLayout(').length - 1,
    );
    for (const [name, layout] of layouts) {
      const struct = structs.get(structName(name));
      expect(struct, `${name}: no struct ${structName(name)} in any shader`).toBeDefined();
      const members = struct!.members.map((member) => [member.name, member.type.name, member.offset]);
      const fields = Object.entries(layout.fields).map(([field, type]) => [
        field,
        type,
        layout.offsets[field as never],
      ]);
      expect(fields, name).toEqual(members);
      expect(layout.size, name).toBe(struct!.size);
    }
  });
});

it('the size of a field point is that of the shader', async () => {
  const { FIELD_POINT_BYTES } = await import('../../src/gpu/evaluate-pass.ts');
  expect(FIELD_POINT_BYTES).toBe(structs.get('FieldPoint')!.size);
});

describe('a layout', () => {
  const layout = new StructLayout({
    small: 'f32',
    pair: 'vec2f',
    count: 'u32',
    colour: 'vec4f',
    change: 'i32',
  });

  it('follows the alignment of WGSL', () => {
    expect(layout.offsets).toEqual({ small: 0, pair: 8, count: 16, colour: 32, change: 48 });
    expect(layout.size).toBe(64);
  });

  it('writes each value by its type, little-endian, and nothing beside', () => {
    const values = {
      small: 0.5,
      pair: [1, -2],
      count: 0xffffffff,
      colour: [1, 2, 3, 4],
      change: -7,
    } as const;
    const view = new DataView(new ArrayBuffer(16 + layout.size));
    layout.write(view, 16, values);
    expect(view.getFloat32(16, true)).toBe(0.5);
    expect([24, 28].map((at) => view.getFloat32(at, true))).toEqual([1, -2]);
    expect(view.getUint32(32, true)).toBe(0xffffffff);
    expect([48, 52, 56, 60].map((at) => view.getFloat32(at, true))).toEqual([1, 2, 3, 4]);
    expect(view.getInt32(64, true)).toBe(-7);
    expect([0, 4, 8, 12, 20, 36].map((at) => view.getUint32(at, true))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(new Uint8Array(layout.bytes(values))).toEqual(new Uint8Array(view.buffer, 16));
  });
});
