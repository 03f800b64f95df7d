// The panel beside the cells: earlier periods of the one that has the focus.

const panel = document.getElementById("cell-panel");
const known = new Map();
let wanted = "";

/** Show what the cell said before; asked once a page. Says nothing when the network is away. */
export async function showCell(url, address) {
  wanted = address;
  if (!known.has(address)) {
    try {
      const answer = await fetch(`${url}?o=${encodeURIComponent(address)}`, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      known.set(address, await answer.text());
    } catch {
      return;
    }
  }
  if (wanted === address) panel.replaceChildren(...parsed(known.get(address)));
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").body.childNodes;
}
