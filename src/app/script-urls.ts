interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

/** Under `require-trusted-types-for 'script'` a worker takes its URL from a policy only; elsewhere text will do. */
function makePolicy(): ScriptUrlPolicy {
  const rules = { createScriptURL: ownScript };
  const factory = (globalThis as { readonly trustedTypes?: PolicyFactory }).trustedTypes;
  return factory === undefined ? rules : factory.createPolicy('landfall', rules);
}

function ownScript(url: string): string {
  const resolved = new URL(url, location.href);
  if (resolved.origin !== location.origin) throw new TypeError(`not a script of this app: ${url}`);
  return resolved.href;
}

const policy = makePolicy();

/** The URL of one of our own scripts, in the form that `Worker` and `serviceWorker.register` accept here. */
export function scriptUrl(url: string): string {
  return policy.createScriptURL(url);
}
