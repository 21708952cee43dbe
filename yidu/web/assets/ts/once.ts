// A form that is being sent is not sent again by an impatient thumb.

export function confirmOnce(document: Document): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // A file that was asked for leaves the page as it is; the way must open again.
    window.setTimeout(() => delete form.dataset.sent, 5000);
    // A page that comes back from the browser's memory may be sent anew.
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
    form.addEventListener("htmx:afterRequest", () => delete form.dataset.sent, { once: true });
  });
}
