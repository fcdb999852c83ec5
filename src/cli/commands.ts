/** All commands, in the order in which usage texts list them. */
import { bench } from './bench.ts';
import { claims } from './claims.ts';
import type { Command } from './command.ts';
import { descend } from './descend.ts';
import { evaluate } from './evaluate.ts';
import { presets } from './presets.ts';
import { render } from './render.ts';
import { verify } from './verify.ts';

export const COMMANDS: readonly Command[] = [evaluate, verify, render, descend, presets, claims, bench];
