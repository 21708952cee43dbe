// "One more": adds a block from the <template> that the server put there. Without this, the button asks the server.

const PLACE = /__prefix__/g;

export function repeat(document: Document, improve: (root: ParentNode) => void): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-repeat-add]") : null;
    const group = button?.closest<HTMLElement>("[data-repeat]");
    const template = group?.querySelector<HTMLTemplateElement>(":scope > template");
    const total = group?.querySelector<HTMLInputElement>(`input[name="${group.dataset.repeat}-TOTAL_FORMS"]`);
    if (!button || !template || !total) return;
    event.preventDefault();
    const block = document.importNode(template.content, true);
    number(block, total.value);
    total.value = String(Number(total.value) + 1);
    const added = [...block.children];
    button.before(block);
    added.forEach((element) => improve(element));
    added[0]?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
  });
}

function number(block: DocumentFragment, index: string): void {
  for (const element of block.querySelectorAll("*")) {
    for (const attribute of [...element.attributes]) {
      if (attribute.value.includes("__prefix__")) attribute.value = attribute.value.replace(PLACE, index);
    }
  }
}
