// A text that is being written is saved as it grows. Without this there is the button.

const PAUSE = 2000; // ms after the last key
const AGAIN = 15000;

export function autosave(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-autosave]")) keep(form);
}

function keep(form: HTMLFormElement): void {
  let timer = 0;
  let writes = 0; // how often something was typed
  let saving = false;
  const say = (words: string): void => {
    const place = form.querySelector("[data-saved]");
    if (place) place.textContent = words;
  };
  const wait = (time: number): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), time);
  };

  async function save(): Promise<void> {
    if (saving || form.dataset.sent) return wait(PAUSE);
    saving = true;
    const sent = writes;
    say(form.dataset.saving ?? "");
    try {
      const answer = await fetch(form.dataset.autosave ?? "", { method: "POST", body: new FormData(form) });
      const told = (await answer.json()) as { said: string; version?: number; client_id?: string };
      say(told.said);
      for (const name of ["version", "client_id"] as const) {
        const field = form.elements.namedItem(name);
        if (answer.ok && field instanceof HTMLInputElement) field.value = String(told[name]);
      }
      if (answer.ok && sent === writes) form.dispatchEvent(new Event("saved", { bubbles: true }));
    } catch {
      say(form.dataset.unsaved ?? "");
      wait(AGAIN);
    } finally {
      saving = false;
    }
    if (sent !== writes) wait(PAUSE);
  }

  form.addEventListener("input", () => {
    writes += 1;
    wait(PAUSE);
  });
  form.addEventListener("submit", () => window.clearTimeout(timer));
}
