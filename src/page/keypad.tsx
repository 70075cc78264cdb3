import { words } from "./words.ts";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The twelve keys of a phone. */
export function Keypad({ press }: { readonly press: (key: string) => void }) {
  return (
    <fieldset class="keypad" aria-label={words.value.keypad}>
      {keys.map((key) => (
        <button key={key} type="button" onClick={() => press(key)}>
          {key}
        </button>
      ))}
    </fieldset>
  );
}
