// Below a file input: the names of what was chosen, and a way to see that a large photo is large.

export function picked(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[type=file][data-picked]")) {
    if (input.dataset.picked === "ready") continue;
    input.dataset.picked = "ready";
    const shown = document.createElement("output");
    shown.className = "picked";
    shown.setAttribute("aria-live", "polite");
    input.after(shown);
    input.addEventListener("change", () => {
      shown.textContent = [...(input.files ?? [])].map((file) => `${file.name} (${size(file.size)})`).join(" · ");
    });
  }
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
