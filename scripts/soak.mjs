/** `npm run soak`: builds what is missing or older than its sources, then uses the page at random and counts what is left. */
import { drive } from './set-up.mjs';

await drive('soak');
