// Suggestions for <input data-suggest="/address">: the ARIA combobox pattern (list, manual selection).
// The address answers ?q= with <li role="option" data-value data-label>. The id goes into the hidden input beside it.

import { Options } from "./options";

const WAIT = 180; // milliseconds after the last key

export function suggest(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[data-suggest]")) {
    const box = input.closest<HTMLElement>(".suggest");
    const id = box?.querySelector<HTMLInputElement>("input[type=hidden]");
    if (box && id && input.getAttribute("role") !== "combobox") attach(input, id, box);
  }
}

function attach(input: HTMLInputElement, id: HTMLInputElement, box: HTMLElement): void {
  const options = new Options(input, box, (value, label) => {
    input.value = label;
    id.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  let timer = 0;
  let asked = new AbortController();

  async function ask(): Promise<void> {
    asked.abort();
    asked = new AbortController();
    const words = input.value.trim();
    if (!words) return options.close();
    const url = new URL(input.dataset.suggest ?? "", location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
      // A redirect is the sign-in page, an error is no list: then it stays an ordinary input.
      if (answer.ok && !answer.redirected) options.show(await answer.text());
      else options.close();
    } catch {
      // No network, or a newer question: the text that was written is sent as it is.
    }
  }

  input.addEventListener("input", () => {
    id.value = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    // While a Chinese input method composes, its keys are its own.
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && !options.isOpen) void ask();
    else if (!options.key(event.key)) return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    window.clearTimeout(timer);
    asked.abort();
    options.close();
  });
}
