import { badRequest, Refused } from './service-error.ts';

/** Of one request that writes one row. */
export const mostBodyBytes = 256 * 1024;

/** Codes of 413 and 415 inferred, here as elsewhere. */
const tooLarge = (mostBytes: number): Refused =>
  new Refused({ status: 413, code: '0x80060000', message: `The request body is larger than ${mostBytes} bytes.` });

const unreadable = (message: string): Refused => new Refused({ status: 415, code: '0x80060000', message });

/** Bytes in another coding or character set would be taken for something that they do not say. */
function requireReadable(headers: Headers): void {
  const coding = headers.get('content-encoding')?.trim() ?? 'identity';
  if (!/^identity$/i.test(coding)) {
    throw unreadable(`The request body must not be encoded, got Content-Encoding '${coding.slice(0, 80)}'.`);
  }
  for (const [, charset = ''] of (headers.get('content-type') ?? '').matchAll(/;\s*charset\s*=\s*([^;]*)/gi)) {
    if (/^(utf-8|"utf-8")\s*$/i.test(charset)) continue;
    throw unreadable(`The request body must be in utf-8, got charset '${charset.slice(0, 80)}'.`);
  }
}

export async function readBytes(request: Request, mostBytes: number): Promise<Buffer> {
  requireReadable(request.headers);
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) throw tooLarge(mostBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    // A sender that went away in the middle is no fault of the service.
    const part = await reader?.read().catch(() => {
      throw badRequest('The request body ended before its end.');
    });
    if (part === undefined || part.done) return Buffer.concat(chunks);
    length += part.value.byteLength;
    if (length > mostBytes) throw tooLarge(mostBytes);
    chunks.push(part.value);
  }
}

export async function readJsonObject(request: Request, mostBytes: number): Promise<ReadonlyMap<string, unknown>> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(contentType)) {
    throw unreadable(`The request body must be application/json, got '${contentType.slice(0, 80)}'.`);
  }
  const bytes = await readBytes(request, mostBytes);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : '';
    throw badRequest(`The request body is not JSON: ${reason}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw badRequest('The request body must be one JSON object.');
  }
  return new Map(Object.entries(parsed));
}
