import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served: `inject('pageUrl')`. */
    pageUrl: string;
  }
}

/** Vitest's global set-up for the projects that need the page: serves dist/ on a port that nobody else has. */
export default async function servePage(project: TestProject): Promise<() => Promise<void>> {
  const root = project.config.root;
  if (!existsSync(resolve(root, 'dist/index.html'))) throw new Error('dist/ is missing: run `npm run build`');
  const server = await preview({
    root,
    logLevel: 'warn',
    // Port 0 takes a free port and no other; `localhost` is a secure context, which WebGPU demands.
    preview: { host: 'localhost', port: 0, strictPort: true, open: false },
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server has no local address');
  project.provide('pageUrl', url);
  return () => server.close();
}
