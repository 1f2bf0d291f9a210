import type { ModelAnswer } from './service/answer.ts';

const encoder = new TextEncoder();

/** What the client uses of a `Response`, and no more: a real one costs more than all the rest of a step. */
export function simulatedResponse(answer: ModelAnswer, cutShort: boolean): Response {
  const bytes = encoder.encode(answer.text);
  const pieces = cutShort ? [bytes.slice(0, Math.floor(bytes.length / 2))] : [bytes];
  const isRedirect = answer.status === 0;
  const response = {
    status: answer.status,
    type: isRedirect ? 'opaqueredirect' : 'basic',
    headers: { get: (name: string) => answer.headers[name.toLowerCase()] ?? null },
    body: {
      getReader: () => ({
        read: async () => {
          const value = pieces.shift();
          if (value !== undefined && value.length > 0) return { done: false, value };
          if (cutShort) throw new TypeError('the connection was cut');
          return { done: true, value: undefined };
        },
      }),
    },
  };
  return response as unknown as Response;
}
