// The page of the outbox: what waits, in order, with its type, its time and its state. More cannot be read here.

import { all, type Kept, LOOK, put, remove, UNSENT } from "./box";
import { type Outcome, sendAll } from "./send";

const DONE_FOR = 30 * 24 * 60 * 60 * 1000; // milliseconds until what arrived leaves the list by itself

export function outboxPage(document: Document, changed: () => void): void {
  const page = document.querySelector<HTMLElement>("[data-outbox-page]");
  if (!page) return;
  const words = wordsOf(page);
  const button = (name: string) => page.querySelector<HTMLButtonElement>(`[data-outbox-${name}]`)!;

  async function show(): Promise<void> {
    const kept = await all();
    const list = page!.querySelector<HTMLElement>("[data-outbox-list]")!;
    const line = page!.querySelector<HTMLTemplateElement>("[data-outbox-line]")!;
    list.replaceChildren(...kept.map((one) => lineOf(one, line, words)));
    page!.querySelector<HTMLElement>("[data-outbox-empty]")!.hidden = kept.length > 0;
    button("send").hidden = !kept.some((one) => UNSENT.includes(one.state));
    button("tidy").hidden = !kept.some((one) => one.state === "sent");
    changed();
  }

  async function send(): Promise<void> {
    await tidy((one) => one.state === "sent" && Date.now() - Date.parse(one.arrived ?? one.at) > DONE_FOR);
    say(await sendAll(() => void show()));
    await show();
  }

  function say(outcome: Outcome): void {
    for (const notice of page!.querySelectorAll<HTMLElement>("[data-outbox-says]")) {
      notice.hidden = notice.dataset.outboxSays !== outcome;
    }
  }

  button("send").addEventListener("click", () => void again().then(send));
  button("tidy").addEventListener("click", () => void tidy((one) => one.state === "sent").then(show));
  window.addEventListener("online", () => void send());
  // The worker, or another tab, may be sending.
  window.setInterval(() => void show(), 3000);
  void show().then(send);
}

/** Pressed by hand: also what could not be opened, and what waits for its author, is tried once more. */
async function again(): Promise<void> {
  for (const one of await all()) {
    if (one.state === "unreadable" || one.state === "author") await put({ ...one, state: "waiting" });
  }
}

async function tidy(done: (one: Kept) => boolean): Promise<void> {
  await remove((await all()).filter(done).map((one) => one.number));
}

/** On the page that names what still needs a look: what is not named there was settled. */
export async function settle(document: Document): Promise<void> {
  const named = document.querySelector<HTMLElement>("[data-outbox-open]")?.dataset.outboxOpen;
  if (named === undefined) return;
  const open = named.split(" ");
  await tidy((one) => LOOK.includes(one.state) && one.type !== "rating" && !open.includes(one.id));
}

function wordsOf(page: HTMLElement): Map<string, string> {
  const terms = page.querySelectorAll("[data-outbox-words] dt");
  return new Map([...terms].map((term) => [term.textContent ?? "", term.nextElementSibling?.textContent ?? ""]));
}

function lineOf(one: Kept, template: HTMLTemplateElement, words: Map<string, string>): DocumentFragment {
  const line = document.importNode(template.content, true);
  const part = (name: string) => line.querySelector<HTMLElement>(`[data-part=${name}]`)!;
  const at = new Date(one.at);
  line.querySelector<HTMLElement>("li")!.dataset.state = one.state;
  part("type").textContent = words.get(`type-${one.type}`) ?? "";
  part("at").textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  part("at").setAttribute("datetime", one.at);
  part("state").textContent = words.get(one.state) ?? one.state;
  const why = [words.get(`why-${one.state}`), one.photosLost ? words.get("why-photos") : ""];
  part("why").textContent = why.filter(Boolean).join(" ");
  if (one.url) {
    part("link").setAttribute("href", one.url);
    part("link").hidden = false;
  }
  return line;
}
