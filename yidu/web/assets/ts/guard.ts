// Leaving a form half written: the browser asks. Nothing that was written is kept in the browser.

const changed = new Set<HTMLFormElement>();

function guarded(target: EventTarget | null): HTMLFormElement | null {
  const field = target instanceof Element ? target.closest("input, select, textarea") : null;
  const form = field instanceof Element ? (field as HTMLInputElement).form : null;
  return form && form.method === "post" && !("noGuard" in form.dataset) && form.closest("main") ? form : null;
}

export function guard(document: Document): void {
  document.addEventListener("input", (event) => {
    const form = guarded(event.target);
    if (form) changed.add(form);
  });
  for (const done of ["submit", "reset", "saved", "htmx:afterRequest"]) {
    document.addEventListener(done, (event) => {
      if (event.target instanceof HTMLFormElement) changed.delete(event.target);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (![...changed].some((form) => form.isConnected)) return;
    event.preventDefault();
    event.returnValue = true; // browsers before 2024 listen to this one only
  });
}
