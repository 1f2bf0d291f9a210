import { type ModelAnswer, type ModelRequest, refusal } from './answer.ts';

/** The requests of a `$batch`, each as if it had come alone; null where they are not to be read. */
export function partsOf(request: ModelRequest, root: string): readonly ModelRequest[] | null {
  const boundary = /boundary="?([^";]+)"?/.exec(request.headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return null;
  const between = request.body.split(`--${boundary}`).slice(1, -1);
  const { pathname } = new URL(root);
  const parts: ModelRequest[] = [];
  for (const text of between) {
    const [, line = '', head = '', body = ''] =
      /\r\n\r\n(\w+ [^\r\n]+)\r\n(.*?)\r\n\r\n(.*?)(?:\r\n)?$/s.exec(text.replace(/(?:\r\n)$/, '')) ?? [];
    const [method = '', url = ''] = line.split(' ');
    if (!url.startsWith(pathname)) return null;
    parts.push({ method, path: decodeURIComponent(url.slice(pathname.length)), headers: headersIn(head), body });
  }
  return parts;
}

function headersIn(text: string): { readonly [name: string]: string } {
  return Object.fromEntries(
    text.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** Answers each part in its place; `answerOne` does what it asks. */
export function answerBatch(
  parts: readonly ModelRequest[] | null,
  answerOne: (part: ModelRequest) => ModelAnswer,
): ModelAnswer {
  if (parts === null) return refusal(400, '0x80048d19', 'The batch cannot be read.');
  const boundary = 'batchresponse_of-the-model';
  const lines = parts.flatMap((part) => [`--${boundary}`, ...written(answerOne(part))]);
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    text: [...lines, `--${boundary}--`, ''].join('\r\n'),
  };
}

function written({ status, headers, text }: ModelAnswer): readonly string[] {
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    '',
    `HTTP/1.1 ${status} Said`,
    ...named,
    '',
    text,
  ];
}
