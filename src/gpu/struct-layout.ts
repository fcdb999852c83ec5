/**
 * Writing of WGSL structs by field name. The fields are listed in the struct's order and offsets follow WGSL's
 * alignment rules; a unit test holds each layout against the struct in the shader.
 */

const TYPES = {
  u32: { size: 4, align: 4 },
  i32: { size: 4, align: 4 },
  f32: { size: 4, align: 4 },
  vec2f: { size: 8, align: 8 },
  vec4f: { size: 16, align: 16 },
} as const;

export type WgslType = keyof typeof TYPES;
type ValueOf<T extends WgslType> = T extends 'vec2f'
  ? readonly [number, number]
  : T extends 'vec4f'
    ? readonly [number, number, number, number]
    : number;

export type StructFields = Readonly<Record<string, WgslType>>;
export type StructValues<F extends StructFields> = { readonly [name in keyof F]: ValueOf<F[name]> };

export class StructLayout<F extends StructFields> {
  readonly fields: F;
  /** Byte offset of each field. */
  readonly offsets: { readonly [name in keyof F]: number };
  /** Bytes of the struct, padded to its alignment; the stride in an array. */
  readonly size: number;

  constructor(fields: F) {
    const offsets: Record<string, number> = {};
    let end = 0;
    let structAlign = 4;
    for (const [name, type] of Object.entries(fields)) {
      const { size, align } = TYPES[type];
      const offset = Math.ceil(end / align) * align;
      offsets[name] = offset;
      end = offset + size;
      structAlign = Math.max(structAlign, align);
    }
    this.fields = fields;
    this.offsets = offsets as { [name in keyof F]: number };
    this.size = Math.ceil(end / structAlign) * structAlign;
  }

  /** Writes one struct at `byteOffset` of `view`. */
  write(view: DataView, byteOffset: number, values: StructValues<F>): void {
    for (const name in this.fields) {
      const at = byteOffset + this.offsets[name];
      const value = values[name] as number | readonly number[];
      if (typeof value !== 'number') {
        for (const [n, component] of value.entries()) view.setFloat32(at + 4 * n, component, true);
      } else if (this.fields[name] === 'f32') view.setFloat32(at, value, true);
      else if (this.fields[name] === 'i32') view.setInt32(at, value, true);
      else view.setUint32(at, value, true);
    }
  }

  /** One struct as bytes, for a uniform buffer. */
  bytes(values: StructValues<F>): ArrayBuffer {
    const buffer = new ArrayBuffer(this.size);
    this.write(new DataView(buffer), 0, values);
    return buffer;
  }
}
