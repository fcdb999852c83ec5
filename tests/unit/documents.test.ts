import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { text } from '../../src/app/texts.ts';
import { QUANTITIES } from '../../src/core/quantity.ts';

/** The documents at the top of the repository. */
const DOCUMENTS = [...readdirSync('.'), ...readdirSync('docs').map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

/** Paths that stand in backticks; those with a placeholder or a wildcard name no one file. */
function pathsIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  return quoted.filter(
    (code) => /^(src|tests|shaders|scripts|docs)\/[\w./-]+$/.test(code) && !/NAME/.test(code),
  );
}

function linksIn(text: string): string[] {
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  return targets.filter((target) => !/^(https?:|#)/.test(target));
}

it('there are documents to look at', () => {
  expect(DOCUMENTS).toEqual(
    expect.arrayContaining(['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md']),
  );
  expect(pathsIn(readFileSync('CONTRIBUTING.md', 'utf8')).length).toBeGreaterThan(20);
});

it.each(DOCUMENTS)('%s names files and folders that exist', (document) => {
  const text = readFileSync(document, 'utf8');
  const links = linksIn(text).map((target) => join(dirname(document), target));
  const missing = [...pathsIn(text), ...links].filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
});

it.each(DOCUMENTS)('%s names scripts that package.json has', (document) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const text = readFileSync(document, 'utf8');
  const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name!);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('the guide calls what the colours show as the menu does', () => {
  const table = readFileSync('docs/guide.md', 'utf8').split('## What the colours show')[1]!.split('##')[0]!;
  const named = [...table.matchAll(/^\| ([^|]*?) +\|/gm)].map(([, name]) => name!).slice(2);
  const names = QUANTITIES.map((id) =>
    text(`quantity${id[0]!.toUpperCase()}${id.slice(1)}` as Parameters<typeof text>[0], 'en'),
  );
  expect(named.toSorted()).toEqual(names.toSorted());
});
