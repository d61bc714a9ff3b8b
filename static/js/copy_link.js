// Puts an address on the clipboard. Without this script the address stands in a field to copy by hand.

export function startCopyLinks(root) {
  for (const component of root.querySelectorAll("[data-copy-link]")) {
    const field = component.querySelector("input");
    const button = component.querySelector("button");
    const status = component.querySelector('[role="status"]');
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        status.textContent = component.dataset.copied;
      } catch {
        // No clipboard outside HTTPS: select the text, so that one key press copies it.
        field.select();
        status.textContent = component.dataset.selected;
      }
    });
  }
}
