/** The built command line with another page than the built one: for answers that no good page gives. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ROOT, startProcess } from './cli.ts';

/**
 * @param folder an empty folder, which takes the copy
 * @param api JavaScript: what `window.logitscape` is
 * @returns what runs a command on that page
 */
export function withFakePage(folder: string, api: string): Runner {
  mkdirSync(join(folder, 'dist'));
  writeFileSync(
    join(folder, 'dist/index.html'),
    '<!doctype html><link rel="icon" href="data:,"><script src="api.js"></script>',
  );
  writeFileSync(join(folder, 'dist/api.js'), `window.logitscape = ${api};`);
  return commandLineIn(folder);
}

/**
 * The built page with `from`, which occurs in its scripts, replaced by `to`.
 * @param folder an empty folder, which takes the copy
 */
export function withChangedPage(folder: string, from: string, to: string): Runner {
  const page = join(folder, 'dist');
  cpSync(join(ROOT, 'dist'), page, { recursive: true });
  let changed = 0;
  for (const name of readdirSync(join(page, 'assets')).filter((file) => file.endsWith('.js'))) {
    const path = join(page, 'assets', name);
    const script = readFileSync(path, 'utf8');
    if (!script.includes(from)) continue;
    writeFileSync(path, script.replaceAll(from, to));
    changed += 1;
  }
  if (changed === 0) throw new Error(`no script of the page has ${from}`);
  return commandLineIn(folder);
}

type Runner = (...args: string[]) => Promise<Ended>;

/** Puts the built command line beside the page in `folder`. */
function commandLineIn(folder: string): Runner {
  cpSync(join(ROOT, 'dist-cli'), join(folder, 'dist-cli'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  // A file, and no program in the arguments: worker threads would take those for their own.
  const program = join(folder, 'run.mjs');
  writeFileSync(
    program,
    `const { main } = await import('./dist-cli/main.js'); await main(process.argv.slice(2));`,
  );
  return (...args) => startProcess(process.execPath, [program, ...args]).ended;
}
