import { ensureBuilt, ensureInstalled, ensureNode } from './prepare.mjs';

ensureNode();
await ensureInstalled();
if (!(await ensureBuilt())) process.exit(1);
