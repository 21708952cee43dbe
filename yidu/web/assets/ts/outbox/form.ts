// A form that is filled in without signal: what was written leaves the page only sealed.

import { author } from "./box";
import { keep, type Written } from "./seal";
import type { Type } from "./box";

/** An address of the table: of a session or a point, and which of its forms. */
export const TABLE = /^\/(?:sessions|points)\/([0-9a-f-]{36})\/(words|here|point|hands|settle)\/$/;
const AT_A_SESSION = /^\/sessions\/[0-9a-f-]{36}\//;
const OF_THE_PAGE = ["client_id", "csrfmiddlewaretoken"];

export function offlineForms(document: Document): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-outbox]")) void ready(form);
  for (const one of document.querySelectorAll<HTMLElement>("[data-outbox-table]")) {
    one.hidden = !AT_A_SESSION.test(location.pathname);
  }
  for (const one of document.querySelectorAll<HTMLAnchorElement>("[data-at-the-table]")) {
    one.href = location.pathname.replace(/[^/]+\/$/, `${one.dataset.atTheTable}/`);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.outbox) return;
    event.preventDefault();
    if (!form.dataset.keeping) void keepForm(form);
  });
}

/** Shown when this browser can seal and knows whose record it will be. */
async function ready(form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-outbox-failed]");
  try {
    const known = form.dataset.outbox === "rating" || (await author()) !== "";
    const nobody = document.querySelector<HTMLElement>("[data-outbox-nobody]");
    if (nobody) nobody.hidden = known;
    const kept = document.querySelector<HTMLElement>("[data-outbox-kept]");
    if (kept) kept.hidden = !new URLSearchParams(location.search).has("kept");
    form.hidden = !known;
    if (!crypto.subtle) throw new Error("no cryptography without HTTPS");
  } catch {
    form.hidden = false;
    if (failed) failed.hidden = false;
  }
}

async function keepForm(form: HTMLFormElement): Promise<void> {
  const { outbox, committee, programme, kind, made, key, point, then } = form.dataset;
  form.dataset.keeping = "1";
  try {
    const written: Written = { type: outbox as Type, committee: committee ?? "", fields: fieldsOf(new FormData(form)) };
    if (programme) written.programme = programme;
    if (kind) written.kind = kind;
    const [, about, which] = outbox === "table" ? (TABLE.exec(location.pathname) ?? []) : [];
    if (outbox === "table" && !about) throw new Error("which table?");
    if (about && which) Object.assign(written, { programme: about, kind: which });
    if (made) written.made = made;
    await keep(written, { id: key ?? "", point: point ?? "" });
    form.reset();
    location.assign(about ? `${location.pathname}?kept` : (then ?? "/outbox/"));
  } catch {
    const failed = form.querySelector<HTMLElement>("[data-outbox-failed]");
    if (failed) failed.hidden = false;
  } finally {
    delete form.dataset.keeping;
  }
}

export function fieldsOf(data: FormData): [string, string][] {
  const fields: [string, string][] = [];
  data.forEach((value, name) => {
    if (typeof value === "string" && !OF_THE_PAGE.includes(name)) fields.push([name, value]);
  });
  return fields;
}
