// The outbox in the browser: sealed envelopes in the order in which they were recorded, and whose phone this is.
// Only what stands in `Kept` is ever stored, and none of it can be read: no words, no names, no places.

import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export type Type = "visit" | "rating" | "table";
export type State = "waiting" | "sending" | "author" | "unreadable" | "sent" | "look" | "conflict";

export interface Kept {
  number: number; // the order, and the key of the row
  id: string; // the client id of the record
  at: string; // by this phone's clock
  type: Type;
  key: string; // the id of the site's key to which it is sealed
  sealed: string; // base64; empty once it has arrived
  state: State;
  refusedTo?: string; // the mark of whoever was signed in when it had to wait for its author
  url?: string; // where it can be looked at
  arrived?: string; // when the site said that it has it, by this phone's clock
  photosLost?: boolean;
}

interface Schema extends DBSchema {
  envelopes: { key: number; value: Kept };
  phone: { key: string; value: string };
}

/** What still has to go out. */
export const UNSENT: readonly State[] = ["waiting", "sending", "author", "unreadable"];
/** What arrived and needs somebody. */
export const LOOK: readonly State[] = ["look", "conflict"];

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function box(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("yidu-outbox", 1, {
    upgrade(database) {
      database.createObjectStore("envelopes", { keyPath: "number" });
      database.createObjectStore("phone");
    },
    terminated() {
      opened = undefined;
    },
  });
  // A browser that refuses (a private window, a full disk) is asked anew the next time.
  opened.catch(() => (opened = undefined));
  return opened;
}

/** The next place in the order. A number may stay unused, none is used twice. */
export async function nextNumber(): Promise<number> {
  const change = (await box()).transaction("phone", "readwrite");
  const number = Number((await change.store.get("number")) ?? 0) + 1;
  await change.store.put(String(number), "number");
  await change.done;
  return number;
}

/** Resolves when the browser says that it is on disk. */
export async function put(kept: Kept): Promise<void> {
  const change = (await box()).transaction("envelopes", "readwrite", { durability: "strict" });
  await change.store.put(kept);
  await change.done;
}

export async function remove(numbers: number[]): Promise<void> {
  const change = (await box()).transaction("envelopes", "readwrite");
  await Promise.all(numbers.map((number) => change.store.delete(number)));
  await change.done;
}

/** Everything, in order. */
export async function all(): Promise<Kept[]> {
  return (await box()).getAll("envelopes");
}

export async function unsent(): Promise<Kept[]> {
  return (await all()).filter((kept) => UNSENT.includes(kept.state));
}

/** The mark of whoever signed in last on this phone, until they sign out: says nothing to anybody but the site. */
export async function author(): Promise<string> {
  return (await (await box()).get("phone", "author")) ?? "";
}

export async function setAuthor(mark: string): Promise<void> {
  const phone = await box();
  if (mark) await phone.put("phone", mark, "author");
  else await phone.delete("phone", "author");
}

/** A UUID, also where a browser of 2020 has no function for it. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
