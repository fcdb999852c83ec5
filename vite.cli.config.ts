import { defineConfig } from 'vite';
import { assemblyScript } from './scripts/assemblyscript.mjs';

/** The command line and the scripts that drive the page, built for Node into dist-cli/, all files in one folder. */
export default defineConfig({
  publicDir: false,
  plugins: [assemblyScript()],
  ssr: {
    // In one piece it starts at once; Puppeteer finds its own files and is wanted by some commands only.
    noExternal: true,
    external: ['puppeteer'],
  },
  build: {
    target: 'node20',
    outDir: 'dist-cli',
    ssr: true,
    sourcemap: true,
    rolldownOptions: {
      input: {
        main: 'src/cli/main.ts',
        'f64-worker': 'src/cli/f64-worker.ts',
        frames: 'scripts/drive/frames.ts',
        pictures: 'scripts/drive/pictures.ts',
        soak: 'scripts/drive/soak.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
