/** Only this file of the package loads in Node, and the package declares its types for another. */
declare module 'wgsl_reflect/wgsl_reflect.module.js' {
  export * from 'wgsl_reflect';
}
