/** A file for the person to keep, as text. */
export interface TextFile {
  /** With its extension. */
  readonly name: string;
  readonly text: string;
}

/** `downloaded`: the browser took it; whether and where it keeps it, it does not say. */
export type FileSaving = 'shared' | 'downloaded' | 'cancelled';

/**
 * Hands a file to the person: where one taps and the browser can share files, by the share sheet, which also reaches
 * other devices; else as a download. Ask for it in answer to a click: browsers refuse it otherwise.
 */
export async function saveFile(file: TextFile): Promise<FileSaving> {
  const shared = await share(file);
  if (shared !== null) return shared;
  const url = URL.createObjectURL(new Blob([file.text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The download reads from the address for a while after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return 'downloaded';
}

/** Null where it cannot be shared: a download is left. */
async function share({ name, text }: TextFile): Promise<FileSaving | null> {
  if (navigator.canShare === undefined || !matchMedia('(pointer: coarse)').matches) return null;
  // Chromium shares no file that is called JSON.
  const files = [new File([text], `${name}.txt`, { type: 'text/plain' })];
  if (!navigator.canShare({ files })) return null;
  try {
    await navigator.share({ files });
    return 'shared';
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? 'cancelled' : null;
  }
}
