// A machine many people share: the forms it keeps for work without a network are those of the person signed in.
// Whoever signs out, or comes next, leaves none of another's behind. Drafts not sent yet stay, sealed
// (form-store.js), until their owner comes again.

const FORMS_OF = "forms-of:";
const { person } = document.body.dataset;
const told = "BroadcastChannel" in window ? new BroadcastChannel("person") : null;

async function keepOnlyThoseOf(somebody) {
  if (!("caches" in window)) return;
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(FORMS_OF) && name !== FORMS_OF + somebody);
  await Promise.all(others.map((name) => caches.delete(name)));
}

// A page rendered for nobody in particular (an error) says nothing of who is here.
if (person !== undefined) {
  keepOnlyThoseOf(person);
  if (person) told?.postMessage(person);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-signs-out]") || event.defaultPrevented) return;
  keepOnlyThoseOf("");
  told?.postMessage("");
});

// Another person signed in, or this one signed out, in another tab: this page is no longer theirs to see.
told?.addEventListener("message", ({ data }) => {
  if (person && data !== person) window.location.reload();
});
