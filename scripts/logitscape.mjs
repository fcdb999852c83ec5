/** `npm run logitscape -- COMMAND ...`: builds what is missing or older than its sources, then runs the command. */
import { ensureCommandLine, ensurePackages, ensurePage, requireNode, runMain } from './set-up.mjs';

await runMain(async () => {
  requireNode();
  ensurePackages();
  ensurePage();
  const { main } = await import(ensureCommandLine());
  await main(process.argv.slice(2));
});
