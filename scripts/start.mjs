// `npm start` and `npm run dev`: install what is missing, build what is stale, run the one process.
import { beganAt, ensureBuilt, ensureInstalled, ensureNode, runTypeScript } from './prepare.mjs';

const isDev = process.argv.includes('--dev');
ensureNode();
await ensureInstalled();
if (!isDev && !(await ensureBuilt())) process.exit(1);
runTypeScript('src/server/main.ts', [...(isDev ? ['--dev'] : []), `--since=${beganAt}`], {
  NODE_ENV: isDev ? 'development' : 'production',
});
