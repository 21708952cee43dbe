// Improvements only, but for the outbox: every page works without this script. Each module finds its own marks, also in what htmx puts in.
import { autosave } from "./autosave";
import { guard } from "./guard";
import { confirmOnce } from "./once";
import { outbox } from "./outbox";
import { picked } from "./picked";
import { repeat } from "./repeat";
import { suggest } from "./suggest";
import { showErrors } from "./wrong";

function improve(root: ParentNode): void {
  suggest(root);
  picked(root);
  showErrors(root);
}

guard(document);
repeat(document, improve);
autosave(document);
outbox(document);
confirmOnce(document);
improve(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement) improve(event.target);
});
