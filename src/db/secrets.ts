import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  admin: z.string().min(16),
  owner: z.string().min(16),
  app: z.string().min(16),
  auth: z.string().min(16),
  authSecret: z.string().min(32),
});

export type Secrets = z.infer<typeof secretsSchema>;

const mint = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Passwords of the embedded database and the session secret: made once, kept in `secrets.json` (0600) beside the data. */
export function readOrCreateSecrets(dataDir: string): { secrets: Secrets; areNew: boolean } {
  const file = path.join(dataDir, 'secrets.json');
  try {
    return { secrets: secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))), areNew: false };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(
        `无法读取 ${file}: 用创建它的账号启动. Cannot read it: start as the account that made it. (${why})`,
      );
    }
  }
  const secrets = { admin: mint(24), owner: mint(24), app: mint(24), auth: mint(24), authSecret: mint(48) };
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  } catch (error) {
    // Another start wrote it a moment earlier: its passwords hold.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readOrCreateSecrets(dataDir);
    throw error;
  }
  return { secrets, areNew: true };
}
