// Sealing: what was written becomes unreadable on this phone before it is stored anywhere.
// The same as yidu/common/sealing.py: ephemeral ECDH on P-256, HKDF-SHA-256, AES-256-GCM.

import { author, type Kept, newId, nextNumber, put, type Type } from "./box";

const PURPOSE = "yidu envelope 1";
const PAD = 1024; // characters: a length tells nothing finer about what was written

export interface SiteKey {
  id: string;
  point: string; // base64 of the uncompressed public point
}

export interface Written {
  id?: string; // the client id that a form already has
  type: Type;
  committee: string;
  programme?: string;
  kind?: string;
  made?: string; // when the form came from the site, by the site's clock
  fields: [string, string][];
  photosLost?: boolean;
}

/** Seal what was written and put it into the outbox. Rejects when the browser cannot, and then nothing is stored. */
export async function keep(written: Written, key: SiteKey): Promise<Kept> {
  const number = await nextNumber();
  const outside = { id: written.id ?? newId(), number, at: new Date().toISOString(), type: written.type, key: key.id };
  const inside = {
    author: written.type === "rating" ? "" : await author(),
    committee: written.committee,
    programme: written.programme ?? "",
    kind: written.kind ?? "",
    made: written.made ?? "",
    fields: written.fields,
  };
  const bound = ["yidu-envelope-1", outside.key, outside.id, outside.number, outside.at, outside.type].join("\n");
  const kept: Kept = { ...outside, sealed: await seal(padded(JSON.stringify(inside)), bound, key), state: "waiting" };
  if (written.photosLost) kept.photosLost = true;
  await put(kept);
  return kept;
}

async function seal(content: string, bound: string, key: SiteKey): Promise<string> {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const theirs = await crypto.subtle.importKey("raw", bytesOf(key.point), curve, false, []);
  const pair = (await crypto.subtle.generateKey(curve, false, ["deriveBits"])) as CryptoKeyPair;
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const aes = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: point, info: text(PURPOSE) },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text(bound) }, aes, text(content));
  return base64Of([point, iv, new Uint8Array(sealed)]);
}

function padded(content: string): string {
  return content.padEnd(Math.ceil(content.length / PAD) * PAD);
}

function text(words: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(words);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function base64Of(parts: Uint8Array[]): string {
  let binary = "";
  for (const part of parts) for (const byte of part) binary += String.fromCharCode(byte);
  return btoa(binary);
}
