/// <reference types="vitest/config" />
import { readFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';
import { assemblyScript } from './scripts/assemblyscript.mjs';
import { ISOLATION } from './scripts/isolation.mjs';

/** What the built page may do: load its own files, and nothing else from anywhere. */
const POLICY = {
  'default-src': ["'none'"],
  // The f64 evaluator's compiled rows. Its workers have no policy of their own; a page without workers has this one.
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'worker-src': ["'self'"],
  'connect-src': ["'self'"],
  'font-src': ['data:'], // lil-gui's icons, in its own stylesheet
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
};

/** In development Vite puts styles into the page, talks over a web socket and pings from a blob worker. */
const DEV_POLICY = {
  ...POLICY,
  'style-src': ["'self'", "'unsafe-inline'"],
  'worker-src': ["'self'", 'blob:'],
  'connect-src': ["'self'", 'ws:'],
};

/** Puts the Content-Security-Policy at the top of the page, before anything that it governs. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { server }) {
        const policy = Object.entries(server ? DEV_POLICY : POLICY);
        const content = policy.map(([directive, sources]) => `${directive} ${sources.join(' ')}`).join('; ');
        return [
          {
            tag: 'meta',
            attrs: { 'http-equiv': 'Content-Security-Policy', content },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}

/** Shaders travel without their comments and indentation, which are nearly half of what is loaded of them. */
function leanShaders(): Plugin {
  return {
    name: 'lean-shaders',
    enforce: 'pre',
    apply: 'build',
    load: {
      filter: { id: /\.wgsl\?raw$/ },
      async handler(id) {
        const source = await readFile(id.slice(0, -'?raw'.length), 'utf8');
        const lines = source.split('\n').map((line) => line.replace(/\/\/.*$/, '').trim());
        return `export default ${JSON.stringify(lines.filter((line) => line !== '').join('\n'))};`;
      },
    },
  };
}

interface ModuleGraph {
  getModuleInfo(id: string): { readonly isEntry: boolean; readonly importers: readonly string[] } | null;
}

/**
 * One chunk of what the page imports at once. Left alone, whatever it shares with a view that is loaded later would be a
 * file of its own, a hundred bytes as it may be, to be asked for before the first picture.
 */
function firstLoad(moduleId: string, graph: ModuleGraph): string | null {
  const seen = new Set([moduleId]);
  for (const id of seen) {
    const module = graph.getModuleInfo(id);
    if (module?.isEntry) return 'index';
    for (const importer of module?.importers ?? []) seen.add(importer);
  }
  return null;
}

/** Machines may be busy, and have no GPU. These limits only end what hangs: whatever waits tells sooner what for. */
const TIME = { testTimeout: 300_000, hookTimeout: 300_000 };

/** Real Chromes on a few cores: one test file at a time, after the unit tests. */
const IN_CHROME = {
  ...TIME,
  globalSetup: ['tests/harness/serve-page.ts'],
  setupFiles: ['tests/harness/close-chromes.ts'],
  fileParallelism: false,
};

export default defineConfig({
  base: './', // works from any folder of any server
  appType: 'mpa', // a missing file is a 404, not the page again
  plugins: [contentSecurityPolicy(), leanShaders(), assemblyScript()],
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  build: {
    target: ['es2022', 'chrome113'],
    sourcemap: true,
    modulePreload: { polyfill: false }, // every Chrome with WebGPU has it
    assetsInlineLimit: 0, // the policy allows no data: but for images
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstLoad }] } } },
  },
  worker: { format: 'es', plugins: () => [assemblyScript()] },
  test: {
    projects: [
      {
        extends: true,
        // A thousand digits take their time.
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], ...TIME },
      },
      {
        extends: true,
        test: { name: 'gpu', include: ['tests/gpu/**/*.test.ts'], ...IN_CHROME, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/{browser,harness}/**/*.test.ts'],
          ...IN_CHROME,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        // Real processes, and a Chrome in some of them.
        test: {
          name: 'cli',
          include: ['tests/cli/**/*.test.ts'],
          globalSetup: ['tests/harness/build-command-line.ts'],
          fileParallelism: false,
          ...TIME,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
