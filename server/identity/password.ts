import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const cost: ScryptOptions = { N: 16_384, r: 8, p: 1 };
const hashBytes = 32;

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hashBytes, cost, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt.${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`;
}

/** With `null` (no such person) it takes as long as with a hash, so that names cannot be found out by timing. */
export async function checkPassword(password: string, stored: string | null): Promise<boolean> {
  const [, salt, hash] = (stored ?? '').split('.');
  const derived = await derive(password, Buffer.from(salt ?? 'no such person', 'base64url'));
  const expected = Buffer.from(hash ?? '', 'base64url');
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}
