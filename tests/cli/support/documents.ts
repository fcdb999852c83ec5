/** The commands that the documents tell people to type. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks } from '../../harness/code-blocks.ts';
import { ROOT } from './cli.ts';

interface WrittenCommand {
  /** As it stands there, over as many lines as it takes. */
  readonly text: string;
  /** Without the comments behind it. */
  readonly command: string;
}

interface WrittenCommands {
  readonly commands: readonly WrittenCommand[];
  /** Functions of the shell that the commands call. */
  readonly functions: string;
}

/**
 * What stands in the blocks of the shell, in order, then what stands within sentences.
 * @param document its path in the repository
 */
export function commandsOf(document: string): WrittenCommands {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const statements = codeBlocks(text, 'sh').flatMap(statementsOf);
  const isFunction = (statement: string) => /^\w+\(\) *\{/.test(statement);
  const inSentences = [...text.matchAll(/`(npm (?:start|test|run)[^`\n]*)`/g)].map(([, code]) => code!);
  return {
    functions: statements.filter(isFunction).join('\n'),
    commands: [...statements.filter((statement) => !isFunction(statement)), ...inSentences].map(
      (statement) => ({
        text: statement,
        command: statement.replace(/ +# .*$/gm, ''),
      }),
    ),
  };
}

/** A statement is as many lines as the shell needs to take it for a whole. */
function statementsOf(block: string): string[] {
  const statements: string[] = [];
  let lines: string[] = [];
  for (const line of block.split('\n')) {
    lines.push(line);
    if (line.endsWith('\\')) continue;
    const statement = lines.join('\n').trim();
    if (spawnSync('bash', ['-n'], { input: statement }).status !== 0) continue;
    if (statement) statements.push(statement);
    lines = [];
  }
  if (lines.length > 0) throw new Error(`no whole command: ${lines.join('\n')}`);
  return statements;
}
