// The form is kept on this machine, so that it opens without a network. Only with HTTPS or on this very machine:
// browsers have no service workers elsewhere.

/** `form.dataset.kept` says when the page would open again with the line cut. */
export async function keepForLater({ worker, form }) {
  if (!("serviceWorker" in navigator)) return;
  if (navigator.serviceWorker.controller) form.dataset.kept = "";
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (data.kept) form.dataset.kept = "";
  });
  try {
    await navigator.serviceWorker.register(worker, { scope: new URL(".", new URL(worker, location)).pathname });
    const { active } = await navigator.serviceWorker.ready;
    if (form.dataset.kept === undefined) active.postMessage({ keep: location.pathname, madeOf: madeOf() });
  } catch {
    // No network while it was asked for: the one that is registered goes on.
  }
}

function madeOf() {
  const here = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const files = here.filter(({ origin, pathname }) => origin === location.origin && /\.(js|css|woff2|svg)$/.test(pathname));
  return [...new Set(files.map(({ href }) => href))];
}
