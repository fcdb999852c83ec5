/** `npm run frames`: builds what is missing or older than its sources, then measures how the page keeps up with input. */
import { drive } from './set-up.mjs';

await drive('frames');
