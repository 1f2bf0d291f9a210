/** A body's text and its length in bytes, after decompression. */
export interface BodyText {
  readonly text: string;
  readonly bytes: number;
}

/** Reads a body to its end, telling of each piece as it comes. Rejects if the connection is cut or aborted. */
export async function readBody(response: Response, heard: () => void): Promise<BodyText> {
  if (response.body === null) return { text: '', bytes: 0 };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    heard();
    bytes += value.byteLength;
    pieces.push(decoder.decode(value, { stream: true }));
  }
  pieces.push(decoder.decode());
  return { text: pieces.join(''), bytes };
}
