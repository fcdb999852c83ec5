/** `npm run pictures`: builds what is missing or older than its sources, then takes the pictures of the documents anew. */
import { drive } from './set-up.mjs';

await drive('pictures');
