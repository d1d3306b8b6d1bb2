import { hash, parseOptions, verify } from '@node-rs/argon2';
import { normalisePassword } from '@/domain/accounts/password-policy';
import { AppError } from '../kernel/errors';

/** argon2id; 32 MiB, two passes: about 50 ms. */
const cost = { memoryCost: 32 * 1024, timeCost: 2, parallelism: 1 } as const;

/** Fifty people signing in at seven in the morning must not take three gigabytes: two hashes at a time, the rest wait their turn. */
const gate = createGate(2, 200);

export function hashPassword(password: string): Promise<string> {
  return gate(() => hash(normalisePassword(password), cost));
}

export function verifyPassword(stored: string, password: string): Promise<boolean> {
  return gate(() => verify(stored, normalisePassword(password)));
}

/** Takes as long as a real comparison: an unknown account must not answer faster. */
export async function pretendToVerify(password: string): Promise<false> {
  await hashPassword(password);
  return false;
}

/** The hash was made with other costs than today's. */
export function isOutdatedHash(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return memoryCost !== cost.memoryCost || timeCost !== cost.timeCost || parallelism !== cost.parallelism;
}

function createGate(width: number, maxWaiting: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= width) {
      if (waiting.length >= maxWaiting) throw new AppError('busy', [{ code: 'session.many_sign_ins' }]);
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
