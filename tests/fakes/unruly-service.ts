import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one request is answered. What is left out: 200, JSON, no more headers, whole. */
export interface UnrulyAnswer {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  /** Text is sent as it is, anything else as JSON; left out for no body. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** The connection is cut after so many bytes of the body. */
  readonly cutAfterBytes?: number;
  /** Nothing is ever answered. */
  readonly isSilent?: boolean;
  /** The headers come, then half the body, then nothing more. */
  readonly isStuckHalfway?: boolean;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTP server that answers what it is told to, also badly. */
export interface UnrulyService {
  /** Ends in a slash. */
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Answers for the next requests, in order; after the last, or with none, 500 and a word about it. */
  will(...answers: UnrulyAnswer[]): void;
  close(): Promise<void>;
}

export async function startUnrulyService(): Promise<UnrulyService> {
  const answers: UnrulyAnswer[] = [];
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body });
      give(answers.shift() ?? { status: 500, body: 'the test gave no answer for this' }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    seen,
    will: (...more) => void answers.push(...more),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += piece;
  return text;
}

function give(answer: UnrulyAnswer, response: ServerResponse): void {
  if (answer.isSilent) return;
  const text =
    answer.body === undefined ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const type =
    answer.body === undefined
      ? {}
      : { 'content-type': answer.contentType ?? 'application/json; odata.metadata=minimal' };
  const bytes = Buffer.from(text);
  const isPartial = answer.cutAfterBytes !== undefined || answer.isStuckHalfway;
  const length = isPartial ? { 'content-length': String(bytes.byteLength) } : {};
  response.writeHead(answer.status ?? 200, { ...type, ...length, ...answer.headers });
  if (!isPartial) return void response.end(bytes);
  response.write(bytes.subarray(0, answer.cutAfterBytes ?? Math.floor(bytes.byteLength / 2)), () => {
    if (answer.cutAfterBytes !== undefined) response.socket?.destroy();
  });
}
