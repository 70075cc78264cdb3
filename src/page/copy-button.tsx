import { useSignal } from "@preact/signals";
import { clock } from "./opened.ts";
import { words } from "./words.ts";

const saysSoMs = 2_000;

/** Copies a text, and says for a moment that it has: beside the button, whose name stays. */
export function CopyButton({ text }: { readonly text: () => string }) {
  const isCopied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    isCopied.value = true;
    clock.after(saysSoMs, () => {
      isCopied.value = false;
    });
  };
  return (
    <span class="copy">
      <span role="status">{isCopied.value && words.value.copied}</span>
      <button type="button" onClick={copy}>
        {words.value.copy}
      </button>
    </span>
  );
}
