import type { Json, Kit } from './page-script.ts';

/** The steps of the drivers that run in the page, with the kit as first argument. Only their text gets there. */

type Wanted = Parameters<Kit['find']>[0];

export const one = (kit: Kit, wanted: Json, deadlineMs: number) => kit.one(wanted as Wanted, deadlineMs);

export const count = (kit: Kit, wanted: Json) => kit.find(wanted as Wanted).length;

export const text = async (kit: Kit, wanted: Json | null, deadlineMs: number) => {
  if (wanted !== null) await kit.until(() => kit.find(wanted as Wanted)[0], deadlineMs);
  return kit.textOf(wanted as Wanted | null);
};

export const value = async (kit: Kit, wanted: Json, deadlineMs: number) => {
  const element = await kit.until(() => kit.find(wanted as Wanted)[0], deadlineMs);
  return (element as HTMLInputElement).value;
};

export const waitFor = async (kit: Kit, wanted: Json, deadlineMs: number) => {
  await kit.until(() => kit.find(wanted as Wanted).length > 0, deadlineMs);
};

export const waitForGone = async (kit: Kit, wanted: Json, deadlineMs: number) => {
  await kit.until(() => kit.find(wanted as Wanted).length === 0, deadlineMs);
};

export const waitForText = async (kit: Kit, wanted: Json, within: Json | null, deadlineMs: number) => {
  const isThere = (shown: string) =>
    typeof wanted === 'string' ? shown.includes(kit.tidy(wanted)) : kit.matches(shown, wanted);
  await kit.until(() => isThere(kit.textOf(within as Wanted | null)), deadlineMs);
};

/** Sets a field as if a person had: by the native setter, which Preact and validation see, with its events. */
export const fill = async (kit: Kit, wanted: Json, text: string, deadlineMs: number) => {
  const element = (await kit.one(wanted as Wanted, deadlineMs)) as HTMLInputElement | HTMLSelectElement;
  element.focus();
  if (element instanceof HTMLSelectElement) {
    const option = [...element.options].find((one) => kit.tidy(one.label) === text || one.value === text);
    if (option === undefined)
      throw new Error(`no option ${text}: ${[...element.options].map((one) => one.label).join(' | ')}`);
    element.value = option.value;
  } else {
    const prototype =
      element instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, text);
  }
  element.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
  element.dispatchEvent(new Event('change', { bubbles: true }));
};
