// A form that is filled in without signal: what was written leaves the page only sealed.

import { author } from "./box";
import { keep, type Written } from "./seal";
import type { Type } from "./box";

const OF_THE_PAGE = ["client_id", "csrfmiddlewaretoken"];

export function offlineForms(document: Document): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-outbox]")) void ready(form);
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
    if (made) written.made = made;
    await keep(written, { id: key ?? "", point: point ?? "" });
    form.reset();
    location.assign(then ?? "/outbox/");
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
