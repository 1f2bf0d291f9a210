import type { Target } from './app-driver.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Run = (...args: never[]) => unknown;

/** An expression for the page that calls a self-contained function with arguments of JSON. */
export function callOf(run: Run, args: readonly Json[]): string {
  return `(${run})(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}

/** As `callOf`, for a function whose first argument is the kit below. */
export function kitCallOf(run: (kit: Kit, ...args: never[]) => unknown, args: readonly Json[]): string {
  return `(${run})(${[`(${makeKit})()`, ...args.map((arg) => JSON.stringify(arg))].join(', ')})`;
}

/** Waits in the page until a self-contained function returns something true; resolves with that. */
export function untilCallOf(run: Run, args: readonly Json[], deadlineMs: number): string {
  return `(${makeKit})().until(() => ${callOf(run, args)}, ${deadlineMs})`;
}

/** A target as JSON: patterns cannot cross into the page as they are. */
export function jsonOf(target: Target): Json {
  if (typeof target === 'string') return target;
  const { role, name, within, nth } = target;
  return {
    role,
    ...(name === undefined ? {} : { name: patternOf(name) }),
    ...(within === undefined ? {} : { within: jsonOf(within) }),
    ...(nth === undefined ? {} : { nth }),
  };
}

export function patternOf(text: string | RegExp): Json {
  return typeof text === 'string' ? text : { source: text.source, flags: text.flags };
}

export type Kit = ReturnType<typeof makeKit>;

/** What finds and waits in the page. Its text is sent there: it may use nothing from around it. */
export function makeKit() {
  type Wanted = string | { role: string; name?: unknown; within?: Wanted; nth?: number };
  const roles: Record<string, string> = {
    alert: '',
    article: 'article',
    banner: 'header',
    button: 'button, input[type=button], input[type=submit], input[type=reset], summary',
    cell: 'td',
    checkbox: 'input[type=checkbox]',
    columnheader: 'th',
    combobox: 'select:not([multiple]):not([size]), input[list]',
    dialog: 'dialog',
    form: 'form',
    group: 'fieldset, details',
    heading: 'h1, h2, h3, h4, h5, h6',
    img: 'img',
    link: 'a[href]',
    list: 'ul, ol',
    listbox: 'select[multiple], select[size]',
    listitem: 'li',
    main: 'main',
    navigation: 'nav',
    option: 'option',
    progressbar: 'progress',
    radio: 'input[type=radio]',
    region: 'section',
    row: 'tr',
    searchbox: 'input[type=search]',
    spinbutton: 'input[type=number]',
    status: 'output',
    table: 'table',
    textbox:
      'textarea, input:not([type]), input[type=text], input[type=email], input[type=url], input[type=tel], input[type=password], input[type=date], input[type=datetime-local], input[type=time]',
  };
  const tidy = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();

  const matches = (text: string, wanted: unknown): boolean => {
    if (typeof wanted === 'string') return text === wanted;
    const { source, flags } = wanted as { source: string; flags: string };
    return new RegExp(source, flags).test(text);
  };

  const nameOf = (element: Element): string => {
    const ids = element.getAttribute('aria-labelledby');
    if (ids !== null)
      return tidy(
        ids
          .split(/\s+/)
          .map((id) => document.getElementById(id)?.textContent ?? '')
          .join(' '),
      );
    const label = element.getAttribute('aria-label');
    if (label !== null) return tidy(label);
    const labels = (element as HTMLInputElement).labels;
    if (labels !== null && labels !== undefined && labels.length > 0) {
      // What a field says of itself is no part of the label around it.
      return tidy(
        [...labels]
          .map((one) =>
            [...one.childNodes]
              .filter((node) => !node.contains(element))
              .map((node) => node.textContent)
              .join(' '),
          )
          .join(' '),
      );
    }
    if (element instanceof HTMLInputElement)
      return tidy(element.alt || element.placeholder || element.title || element.value);
    if (element instanceof HTMLFieldSetElement) return tidy(element.querySelector('legend')?.textContent);
    if (element instanceof HTMLTableElement) return tidy(element.caption?.textContent);
    return tidy(element.getAttribute('alt') ?? '') || tidy(element.textContent) || tidy(element.getAttribute('title'));
  };

  const isVisible = (element: Element): boolean =>
    element instanceof HTMLOptionElement || element.checkVisibility({ visibilityProperty: true });

  const find = (wanted: Wanted): Element[] => {
    if (typeof wanted === 'string') return [...document.querySelectorAll(wanted)].filter(isVisible);
    const roots = wanted.within === undefined ? [document] : find(wanted.within);
    const implicit = roles[wanted.role] ?? '';
    const selector = [`[role="${wanted.role}"]`, ...(implicit === '' ? [] : [implicit])].join(', ');
    const all = roots
      .flatMap((root) => [...root.querySelectorAll(selector)])
      .filter((element) => {
        const explicit = element.getAttribute('role');
        if (explicit !== null && explicit !== wanted.role) return false;
        return isVisible(element) && (wanted.name === undefined || matches(nameOf(element), wanted.name));
      });
    return wanted.nth === undefined ? all : all.slice(wanted.nth, wanted.nth + 1);
  };

  const textOf = (wanted: Wanted | null): string => {
    const element = wanted === null ? document.body : find(wanted)[0];
    return tidy(element instanceof HTMLElement ? element.innerText : element?.textContent);
  };

  /**
   * Resolves with what `check` returns once that is neither null, undefined nor false. It is asked at once, at every
   * mutation of the document, and, since not everything that can be waited for mutates it, four times a second.
   */
  const until = <R>(check: () => R | Promise<R>, deadlineMs: number): Promise<R> =>
    new Promise((resolve, reject) => {
      let isAsking = false;
      let isStale = false;
      const finish = (settle: () => void) => {
        observer.disconnect();
        clearInterval(beat);
        clearTimeout(limit);
        settle();
      };
      const ask = async () => {
        isStale = true;
        if (isAsking) return;
        isAsking = true;
        try {
          while (isStale) {
            isStale = false;
            const result = await check();
            if (result !== null && result !== undefined && (result as unknown) !== false)
              return finish(() => resolve(result));
          }
        } catch (error) {
          return finish(() => reject(error));
        }
        isAsking = false;
      };
      const observer = new MutationObserver(() => void ask());
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      const beat = setInterval(() => void ask(), 250);
      const limit = setTimeout(
        () =>
          finish(() =>
            reject(new Error(`landfall: waited ${deadlineMs} ms; the screen says: ${textOf(null).slice(0, 1500)}`)),
          ),
        deadlineMs,
      );
      void ask();
    });

  /** The one element that is meant, once it can be used. */
  const one = (wanted: Wanted, deadlineMs: number): Promise<Element> =>
    until(() => {
      const found = find(wanted);
      const [first] = found;
      if (typeof wanted !== 'string' && found.length > 1) {
        throw new Error(
          `${found.length} elements match ${JSON.stringify(wanted)}: ${found.map(nameOf).slice(0, 5).join(' | ')}`,
        );
      }
      return first === undefined || first.matches(':disabled, [aria-disabled=true]') ? null : first;
    }, deadlineMs) as Promise<Element>;

  return { find, matches, nameOf, one, textOf, tidy, until };
}
