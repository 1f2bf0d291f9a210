/** Who wants to be told of something, and how to tell them all. */
export function listeners(): { readonly tell: () => void; readonly listen: (listener: () => void) => () => void } {
  const all = new Set<() => void>();
  return {
    tell: () => {
      for (const listener of all) listener();
    },
    listen: (listener) => {
      all.add(listener);
      return () => all.delete(listener);
    },
  };
}
