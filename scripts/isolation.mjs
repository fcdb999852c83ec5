/**
 * Headers that isolate the page from others, so that the threads of its f64 evaluator may share memory with it. Every server
 * of ours sends them with every file; from a server that does not, the page works as well, and those threads send what they
 * compute.
 */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
