/** What Vite adds to the language: `import.meta.env`, `?raw` and `?worker` imports, stylesheets. */
/// <reference types="vite/client" />

/** A shader's text. */
declare module '*.wgsl?raw' {
  const source: string;
  export default source;
}

/** An AssemblyScript program, compiled (scripts/assemblyscript.mjs). */
declare module '*?assemblyscript' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** The same, for machines with relaxed SIMD. */
declare module '*?assemblyscript&relaxed-simd' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** And both in memory that they share. */
declare module '*?assemblyscript&shared' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module '*?assemblyscript&relaxed-simd&shared' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
