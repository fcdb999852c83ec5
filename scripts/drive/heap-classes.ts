/** What stands on a page's heap, by class: tells what has grown where the number of bytes alone does not. */
import type { CDPSession } from 'puppeteer';

interface ClassHoldings {
  /** V8's word for what it is: `object`, `closure`, `array`, `code`, `native` (of the browser) and others. */
  readonly type: string;
  readonly objects: number;
  /** Of the objects themselves, without what they refer to. */
  readonly bytes: number;
}

/** By type and constructor's name, if any. DOM nodes outside of the page are `Detached ...`. */
export type HeapClasses = ReadonlyMap<string, ClassHoldings>;

/** The part of V8's snapshot that is read: `nodes` is flat, its fields named by the description of one node. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[]];
    };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

export async function heapClasses(session: CDPSession): Promise<HeapClasses> {
  let text = '';
  const take = ({ chunk }: { chunk: string }) => {
    text += chunk;
  };
  session.on('HeapProfiler.addHeapSnapshotChunk', take);
  try {
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  } finally {
    session.off('HeapProfiler.addHeapSnapshotChunk', take);
  }
  return classesOf(JSON.parse(text));
}

function classesOf({ snapshot, nodes, strings }: Snapshot): HeapClasses {
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [typeAt, nameAt, sizeAt] = ['type', 'name', 'self_size'].map((name) => fields.indexOf(name)) as [
    number,
    number,
    number,
  ];
  const classes = new Map<string, { type: string; objects: number; bytes: number }>();
  for (let node = 0; node < nodes.length; node += fields.length) {
    const type = types[0][nodes[node + typeAt]!]!;
    const hasClass = type === 'object' || type === 'native';
    const name = hasClass ? `${type} ${strings[nodes[node + nameAt]!]}` : type;
    const held = classes.get(name) ?? { type, objects: 0, bytes: 0 };
    held.objects += 1;
    held.bytes += nodes[node + sizeAt]!;
    classes.set(name, held);
  }
  return classes;
}

/** Bytes of what scripts have made: without compiled code, which V8 makes and drops as it sees fit, and the browser's own. */
export function scriptBytes(classes: HeapClasses): number {
  let sum = 0;
  for (const { type, bytes } of classes.values()) if (type !== 'code' && type !== 'native') sum += bytes;
  return sum;
}

/** The classes that have grown most, in lines: the name, objects more, bytes more. */
export function grownClasses(before: HeapClasses, after: HeapClasses, most = 15): string[] {
  return [...after]
    .map(([name, { objects, bytes }]) => {
      const was = before.get(name) ?? { objects: 0, bytes: 0 };
      return { name, objects: objects - was.objects, bytes: bytes - was.bytes };
    })
    .filter(({ objects, bytes }) => objects > 0 && bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, most)
    .map(({ name, objects, bytes }) => `${String(bytes).padStart(10)} bytes in ${objects} more: ${name}`);
}
