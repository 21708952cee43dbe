// On every page: whose phone this is, how many wait, and whether they can go out now.

import { LOOK, all, setAuthor, UNSENT } from "./box";
import { offlineForms } from "./form";
import { outboxPage, settle } from "./page";
import { sendAll } from "./send";

export function outbox(document: Document): void {
  // Browsers give neither cryptography nor workers to a page that came without HTTPS.
  if (!("indexedDB" in window) || !crypto.subtle) return;
  offlineForms(document);
  const about = document.querySelector<HTMLMetaElement>("meta[name=outbox]");
  void begin(about).catch(() => undefined);
}

async function begin(about: HTMLMetaElement | null): Promise<void> {
  // Before anything is sent or written: a record must not end up under somebody else's name.
  if (about?.dataset.author) await setAuthor(about.dataset.author);
  if (about && "serviceWorker" in navigator) void register(about.content).catch(() => undefined);
  leave();
  await settle(document);
  await badge();
  if (document.querySelector("[data-outbox-page]")) return outboxPage(document, () => void badge());
  const send = () => void sendAll(() => void badge()).then(badge, () => undefined);
  window.addEventListener("online", send);
  send();
}

async function register(worker: string): Promise<void> {
  const registration = await navigator.serviceWorker.register(worker, { scope: "/" });
  // Where the browser can wake the worker when there is signal again, also after the page is closed.
  const sync = (registration as { sync?: { register(tag: string): Promise<void> } }).sync;
  if (sync && (await all()).some((one) => UNSENT.includes(one.state))) await sync.register("yidu-outbox");
}

async function badge(): Promise<void> {
  const kept = await all();
  const count = kept.filter((one) => UNSENT.includes(one.state) || LOOK.includes(one.state)).length;
  for (const one of document.querySelectorAll<HTMLElement>("[data-outbox-badge]")) {
    one.textContent = (one.dataset.outboxBadge ?? "").replace("{count}", String(count));
    one.hidden = count === 0;
  }
}

/** Signing out: says what stays, and forgets whose phone this was. What is sealed stays sealed. */
function leave(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-outbox-leave]");
  const notice = document.querySelector<HTMLElement>("[data-outbox-leaving]");
  if (!form || !notice) return;
  void all().then((kept) => {
    const count = kept.filter((one) => UNSENT.includes(one.state)).length;
    notice.textContent = (notice.dataset.outboxLeaving ?? "").replace("{count}", String(count));
    notice.hidden = count === 0;
  });
  form.addEventListener("submit", () => void setAuthor(""));
}
