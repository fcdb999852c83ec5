/** Reads NPZ archives by the formats' own descriptions (PKWARE's APPNOTE, NEP 1), apart from the code under test. */
import { crc32 } from 'node:zlib';

export interface NpyArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array;
}

/** The arrays by name, in the order of the archive. */
export function readNpz(bytes: Buffer): Map<string, NpyArray> {
  const arrays = new Map<string, NpyArray>();
  for (const { name, content } of zipEntries(bytes)) {
    if (!name.endsWith('.npy')) throw new Error(`${name} is no .npy file`);
    arrays.set(name.slice(0, -'.npy'.length), readNpy(content));
  }
  return arrays;
}

/** The files of a zip without compression, by its central directory. */
function* zipEntries(bytes: Buffer): Generator<{ name: string; content: Buffer }> {
  const end = bytes.length - 22;
  if (bytes.readUInt32LE(end) !== 0x06054b50) throw new Error('no end of central directory');
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < count; n++) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('no central directory header');
    const [method, crc] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
    const [stored, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const [nameLength, extra] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)];
    const [comment, local] = [bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    if (method !== 0 || stored !== size) throw new Error('compressed');
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (bytes.readUInt32LE(local) !== 0x04034b50) throw new Error('no local header');
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + size);
    if (crc32(content) !== crc) throw new Error(`${name}: wrong checksum`);
    yield { name, content };
    at += 46 + nameLength + extra + comment;
  }
}

function readNpy(bytes: Buffer): NpyArray {
  if (bytes.toString('latin1', 0, 8) !== '\x93NUMPY\x01\x00') throw new Error('no .npy file of version 1.0');
  const headerEnd = 10 + bytes.readUInt16LE(8);
  if (headerEnd % 64 !== 0) throw new Error('the header is not aligned');
  const header = bytes.toString('latin1', 10, headerEnd);
  const match = /^\{'descr': '(<f[48])', 'fortran_order': False, 'shape': \(([\d, ]+)\), \} *\n$/.exec(
    header,
  );
  if (!match) throw new Error(`header: ${header}`);
  const [, dtype, dimensions] = match as unknown as [string, string, string];
  const shape = dimensions
    .split(',')
    .filter((size) => size.trim())
    .map(Number);
  const content = Uint8Array.from(bytes.subarray(headerEnd)).buffer;
  const values = dtype === '<f4' ? new Float32Array(content) : new Float64Array(content);
  if (values.length !== shape.reduce((product, size) => product * size, 1)) throw new Error('wrong length');
  return { dtype, shape, values };
}
