// npm run property [-- --steps 10000] [--seed 7] [--shrink]: the property of the ledger at length; the last lines are its figures.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { numberOf, readOptions } from '../../support/options';

const { values } = readOptions({
  options: { steps: { type: 'string' }, seed: { type: 'string' }, shrink: { type: 'boolean' } },
});
const root = path.join(import.meta.dirname, '../../..');
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', '--project', 'integration', 'tests/integration/property'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    NODE_ENV: 'test',
    PROPERTY_STEPS: String(numberOf('steps', values.steps, 10_000)),
    ...(values.seed === undefined ? {} : { PROPERTY_SEED: String(numberOf('seed', values.seed, 0)) }),
    ...(values.shrink ? { PROPERTY_SHRINK: '1' } : {}),
  },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
