// The worker: keeps a few pages for the time without signal, and never a page of somebody who is signed in.
// The network always comes first, so that a stale or broken copy can lock nobody out of the living site.

import { fieldsOf } from "./outbox/form";
import { keep } from "./outbox/seal";
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
    event.respondWith(handIn(request, url));
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
    return (await kept(url.pathname)) ?? (await kept(SHELL.pages[0]!)) ?? fetch(request);
  }
}

async function file(request: Request, url: URL): Promise<Response> {
  try {
    return await inTime(request, PATIENCE / 2);
  } catch {
    return (await kept(url.pathname)) ?? fetch(request);
  }
}

/** The ordinary form of a visit, handed in where the signal just went: sealed and kept, under the id that it has. */
async function handIn(request: Request, url: URL): Promise<Response> {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    try {
      const data = await copy.formData();
      const [, , programme, kind] = url.pathname.split("/");
      const photos = data.getAll("photos").some((one) => typeof one !== "string" && one.size > 0);
      await keep(
        {
          id: String(data.get("client_id")),
          type: "visit",
          committee: SHELL.committee,
          programme: programme ?? "",
          kind: kind ?? "",
          fields: fieldsOf(data),
          photosLost: photos,
        },
        SHELL.key,
      );
    } catch {
      throw error;
    }
    return Response.redirect("/outbox/", 303);
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
