// The worker: keeps a few pages for the time without signal, and never a page of somebody who is signed in.
// The network always comes first, so that a stale or broken copy can lock nobody out of the living site.

import { fieldsOf, TABLE } from "./outbox/form";
import { keep, type Written } from "./outbox/seal";
import { sendAll } from "./outbox/send";

declare const self: ServiceWorkerGlobalScope;
/** Put in front of this script by the site. */
declare const SHELL: {
  version: string;
  pages: string[];
  files: string[];
  key: { id: string; point: string };
  committee: string;
};

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

const PREFIX = "yidu-shell-";
const PATIENCE = 10_000; // milliseconds for the first byte of a page
const patient = new Set<string>(); // pages that were too slow once: the second time there is no hurry

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && request.method === "GET") event.respondWith(page(request, url));
  else if (request.mode === "navigate" && request.method === "POST" && url.pathname.startsWith("/record/")) {
    event.respondWith(handIn(request, visit));
  } else if (request.mode === "navigate" && request.method === "POST" && TABLE.test(url.pathname)) {
    event.respondWith(handIn(request, atTheTable));
  } else if (request.method === "GET" && SHELL.files.includes(url.pathname)) event.respondWith(file(request, url));
});

self.addEventListener("sync" as "message", (event) => {
  if ((event as unknown as SyncEvent).tag !== "yidu-outbox") return;
  // A rejection tells the browser to wake us again later.
  (event as ExtendableEvent).waitUntil(
    sendAll().then((outcome) => (outcome === "no-signal" ? Promise.reject(new Error(outcome)) : undefined)),
  );
});

/** All or nothing: a shell that is not whole is not used. Without cookies: the copies are nobody's. */
async function fill(): Promise<void> {
  const cache = await caches.open(PREFIX + SHELL.version);
  await Promise.all(
    [...SHELL.pages, ...SHELL.files].map(async (url) => {
      const answer = await fetch(url, { credentials: "omit", cache: "no-cache" });
      if (!answer.ok || answer.redirected) throw new Error(`${url} is not there`);
      await cache.put(url, answer);
    }),
  );
}

async function tidy(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + SHELL.version);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(request: Request, url: URL): Promise<Response> {
  try {
    const answer = await inTime(request, patient.has(url.pathname) ? 0 : PATIENCE);
    patient.delete(url.pathname);
    return answer;
  } catch (error) {
    if ((error as Error).name === "AbortError") patient.add(url.pathname);
    // A copy that is missing or cannot be read: then the browser says what it says without us.
    return (await kept(url.pathname)) ?? (await kept(standIn(url))) ?? (await kept(SHELL.pages[0]!)) ?? fetch(request);
  }
}

async function file(request: Request, url: URL): Promise<Response> {
  try {
    return await inTime(request, PATIENCE / 2);
  } catch {
    return (await kept(url.pathname)) ?? fetch(request);
  }
}

/** The kept form that stands for one of a table: it reads in its address which table it is. */
function standIn(url: URL): string {
  const which = TABLE.exec(url.pathname)?.[2];
  return SHELL.pages.find((page) => which && page.endsWith(`/offline/session/${which}/`)) ?? SHELL.pages[0]!;
}

type Form = Pick<Written, "type" | "programme" | "kind"> & { then: string };

function visit(url: URL): Form {
  const [, , programme, kind] = url.pathname.split("/");
  return { type: "visit", programme: programme ?? "", kind: kind ?? "", then: "/outbox/" };
}

const OF_A_POINT = ["hands", "settle"];

/** Afterwards the same form again, for whoever speaks next; what is about one point comes once. */
function atTheTable(url: URL): Form {
  const [, programme, kind] = TABLE.exec(url.pathname)!;
  const then = OF_A_POINT.includes(kind!) ? "/outbox/" : `${url.pathname}?kept`;
  return { type: "table", programme: programme ?? "", kind: kind ?? "", then };
}

/** An ordinary form, handed in where the signal just went: sealed and kept, under the id that it has. */
async function handIn(request: Request, formAt: (url: URL) => Form): Promise<Response> {
  const copy = request.clone();
  const { then, ...form } = formAt(new URL(request.url));
  try {
    return await fetch(request);
  } catch (error) {
    try {
      const data = await copy.formData();
      const files = [...data.values()].some((one) => typeof one !== "string" && one.size > 0);
      const id = String(data.get("client_id"));
      await keep({ ...form, id, committee: SHELL.committee, fields: fieldsOf(data), photosLost: files }, SHELL.key);
    } catch {
      throw error;
    }
    return Response.redirect(then, 303);
  }
}

/** Rejects with an AbortError when nothing came within so many milliseconds (0: however long it takes). */
async function inTime(request: Request, milliseconds: number): Promise<Response> {
  if (!milliseconds) return fetch(request);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), milliseconds);
  try {
    return await fetch(request, { signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function kept(path: string): Promise<Response | undefined> {
  try {
    return await (await caches.open(PREFIX + SHELL.version)).match(path);
  } catch {
    return undefined;
  }
}
