// Sending: one at a time, in order, as often as it takes. The site takes each id once, so a lost answer does no harm.
// Runs in pages and in the worker alike.

import { all, type Kept, put, type State, UNSENT } from "./box";

/** What stopped it: nothing is left to do, no signal, somebody must sign in, or the site asks to wait. */
export type Outcome = "done" | "no-signal" | "sign-in" | "later";

interface Hello {
  author: string;
  csrf: string;
}

const PATIENCE = 30_000; // milliseconds for one answer
const ARRIVED: Record<string, State> = { taken: "sent", look: "look", conflict: "conflict" };

/** Send what waits. A second tab that asks at the same time lets the first do it. */
export async function sendAll(told: () => void = () => undefined): Promise<Outcome> {
  if (!(await waiting()).length) return "done";
  if (!navigator.locks) return run(told);
  return navigator.locks.request("yidu-outbox", { ifAvailable: true }, (lock) => (lock ? run(told) : "done"));
}

async function waiting(): Promise<Kept[]> {
  return (await all()).filter((kept) => UNSENT.includes(kept.state) && kept.state !== "unreadable");
}

async function run(told: () => void): Promise<Outcome> {
  const hello = await ask<Hello>("/outbox/hello/", {});
  if (!hello) return "no-signal";
  let outcome: Outcome = "done";
  for (const kept of await waiting()) {
    if (kept.type !== "rating" && !hello.author) {
      outcome = "sign-in";
      continue;
    }
    if (kept.state === "author" && kept.refusedTo === hello.author) continue;
    await put({ ...kept, state: "sending" });
    told();
    const next = await send(kept, hello);
    if (typeof next === "string") {
      await put({ ...kept, state: kept.state === "sending" ? "waiting" : kept.state });
      told();
      return next;
    }
    await put(next);
    told();
  }
  return outcome;
}

/** The envelope as it is after the answer; or why no answer came, and then nothing later is sent before it. */
async function send(kept: Kept, hello: Hello): Promise<Kept | Outcome> {
  const { id, number, at, type, key, sealed } = kept;
  const answer = await ask<{ state: string; url?: string; status: number }>("/outbox/send/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": hello.csrf },
    body: JSON.stringify({ id, number, at, type, key, sealed, now: new Date().toISOString() }),
  });
  if (!answer) return "no-signal";
  const state = ARRIVED[answer.state];
  if (state) return { ...kept, state, sealed: "", url: answer.url ?? "", arrived: new Date().toISOString() };
  if (answer.state === "author") return { ...kept, state: "author", refusedTo: hello.author };
  if (answer.state === "sign-in") return "sign-in";
  if (answer.state === "refused" && (answer.status === 400 || answer.status === 413)) {
    return { ...kept, state: "unreadable" };
  }
  return "later";
}

/** The site's own answer as JSON with its status; undefined when it was cut off or came from something in between. */
async function ask<Answer>(url: string, request: RequestInit): Promise<(Answer & { status: number }) | undefined> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(url, {
      ...request,
      credentials: "same-origin",
      cache: "no-store",
      redirect: "manual",
      signal: patience.signal,
    });
    return { ...((await answer.json()) as Answer), status: answer.status };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
