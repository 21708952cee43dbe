// The list below a combobox: shows, moves, chooses, closes.

let made = 0;

export class Options {
  private readonly list = document.createElement("ul");
  private at = -1;

  constructor(
    private readonly input: HTMLInputElement,
    box: HTMLElement,
    private readonly choose: (value: string, label: string) => void,
  ) {
    this.list.id = `options-${++made}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? "");
    this.list.hidden = true;
    box.append(this.list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    // Before blur closes the list: otherwise a touch would find nothing under it.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.take(option);
    });
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  private get all(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  /** Only options are taken out of the answer, never anything else. */
  show(html: string): void {
    const answer = new DOMParser().parseFromString(html, "text/html");
    this.list.textContent = "";
    this.list.append(...answer.querySelectorAll("[role=option]"));
    this.all.forEach((option, index) => (option.id = `${this.list.id}-${index}`));
    const open = this.all.length > 0 && document.activeElement === this.input;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.move(-1);
  }

  close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.move(-1);
  }

  /** Whether the key meant something here. */
  key(key: string): boolean {
    if (!this.isOpen) return false;
    const last = this.all.length - 1;
    if (key === "ArrowDown") this.move(this.at >= last ? 0 : this.at + 1);
    else if (key === "ArrowUp") this.move(this.at <= 0 ? last : this.at - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.at >= 0) this.take(this.all[this.at]!);
    else return false;
    return true;
  }

  private move(to: number): void {
    this.at = to;
    this.all.forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    const option = this.all[to];
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  private take(option: HTMLElement): void {
    this.choose(option.dataset.value ?? "", option.dataset.label ?? option.textContent?.trim() ?? "");
    this.close();
  }
}
