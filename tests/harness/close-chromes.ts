import { afterAll } from 'vitest';
import { closeAllChromes } from './chrome.ts';

// Set up before each test file's own hooks, so that it runs after them whatever they did.
afterAll(closeAllChromes);
