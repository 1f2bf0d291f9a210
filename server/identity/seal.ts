import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a sealed text is for; a text sealed for one purpose does not open for another. */
type Purpose = 'token' | 'next' | 'delta';

export type Seal = {
  readonly close: (purpose: Purpose, content: unknown) => string;
  /** null: not ours, altered, or sealed for something else. */
  readonly open: (purpose: Purpose, sealed: string) => unknown;
};

export function createSeal(key: () => Buffer): Seal {
  const sign = (purpose: Purpose, body: string): Buffer =>
    createHmac('sha256', key()).update(`${purpose}.${body}`).digest();
  return {
    close(purpose, content) {
      const body = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${body}.${sign(purpose, body).toString('base64url')}`;
    },
    open(purpose, sealed) {
      const [body, signature, ...rest] = sealed.split('.');
      if (body === undefined || signature === undefined || rest.length > 0) return null;
      // As text: several texts decode to one signature.
      const given = Buffer.from(signature);
      const expected = Buffer.from(sign(purpose, body).toString('base64url'));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    },
  };
}
