// The session ended while somebody types: they sign in again on the form itself. Nothing is locked meanwhile.

const dialog = document.getElementById("session-dialog");
const button = document.getElementById("session-button");

/** The token for the next request; signing in gave this browser a new one. */
export function csrfToken(form) {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

/** Forms of the page, dialogs too, were written before. */
export function renewTokens() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (!cookie) return;
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = cookie[1];
}

export class SignInAgain {
  constructor(onSignedIn) {
    this.onSignedIn = onSignedIn;
    button.addEventListener("click", () => dialog.showModal());
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.signIn(event.target);
    });
  }

  /** A dialog takes the focus: it comes by itself only where nobody is typing. */
  ask() {
    const asked = !button.hidden;
    button.hidden = false;
    if (!asked && !document.activeElement?.matches("input, textarea")) dialog.showModal();
  }

  /** Something cannot go on without it. */
  demand() {
    if (!button.hidden && !dialog.open) dialog.showModal();
  }

  over() {
    button.hidden = true;
    dialog.close();
  }

  async signIn(form) {
    const said = dialog.querySelector("[role=alert]");
    try {
      await fetch(form.action, { credentials: "same-origin" }); // a token, where this browser has none
      renewTokens();
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      said.textContent = this.refusal(form, answer);
    } catch {
      said.textContent = form.dataset.offline;
    }
    if (said.textContent) return;
    form.elements.password.value = "";
    renewTokens();
    this.over();
    this.onSignedIn();
  }

  /** Django answers a good password with the next page, a wrong one with the log-in page again. */
  refusal(form, answer) {
    if (answer.redirected && new URL(answer.url).pathname === form.elements.next.value) return "";
    return answer.status === 429 ? form.dataset.locked : form.dataset.wrong;
  }
}
