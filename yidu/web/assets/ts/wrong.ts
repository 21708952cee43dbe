// After a form came back: the reader starts at the list of what to mend.

export function showErrors(root: ParentNode): void {
  const summary = root.querySelector<HTMLElement>("[data-focus]");
  if (!summary) return;
  delete summary.dataset.focus;
  summary.focus({ preventScroll: true });
  // A short bar or a cheap phone: let the browser decide how to get there.
  summary.scrollIntoView({ block: "nearest" });
}
