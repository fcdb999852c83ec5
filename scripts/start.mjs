/**
 * `npm start`: installs what is missing, builds the page, serves it and opens it.
 * Options, after `--`: `--port N` (or the environment's PORT), `--no-open`.
 */
import { parseArgs } from 'node:util';
import { openBrowser } from './open-browser.mjs';
import { buildPage, ensurePackages, ROOT, requireNode, runMain, SetUpError } from './set-up.mjs';

const USAGE = 'npm start -- [--port N] [--no-open]';

await runMain(async () => {
  const { port, open } = readOptions();
  requireNode();
  ensurePackages();
  buildPage();
  const url = await serve(port);
  console.log(`\n  Logitscape is at ${url}  (Ctrl+C stops it)\n`);
  if (open) openBrowser(url);
});

function readOptions() {
  const { values } = parse();
  const text = values.port ?? process.env.PORT;
  const port = text ? Number(text) : undefined;
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new SetUpError(`a port is a whole number from 0 to 65535, found ${text}`);
  }
  return { port, open: !values['no-open'] };
}

function parse() {
  try {
    return parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } });
  } catch (error) {
    throw new SetUpError(`${error instanceof Error ? error.message : error}\nUsage: ${USAGE}`);
  }
}

/**
 * Serves dist/ until this process ends. A port that was asked for is taken or refused; otherwise the first free
 * one from Vite's default upwards.
 *
 * @param {number | undefined} port
 */
async function serve(port) {
  const { preview } = await import('vite');
  const asked = port === undefined ? {} : { port, strictPort: true };
  try {
    const server = await preview({ root: ROOT, preview: { open: false, ...asked } });
    const url = server.resolvedUrls?.local[0];
    if (!url) throw new Error('the server has no local address');
    return url;
  } catch (error) {
    throw new SetUpError(`the page cannot be served: ${error instanceof Error ? error.message : error}`);
  }
}
