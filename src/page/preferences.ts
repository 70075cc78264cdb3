import { effect, signal } from "@preact/signals";

export type Language = "en" | "ja";

/** The interface's language: as chosen before, else the browser's own. What the caller hears stays as it is. */
export const language = signal<Language>(
  stored("language", ["en", "ja"]) ?? (navigator.language.startsWith("ja") ? "ja" : "en"),
);

/** Whether prompts are spoken aloud. */
export const aloud = signal(stored("aloud", ["yes", "no"]) === "yes");

effect(() => {
  document.documentElement.lang = language.value;
  store("language", language.value);
});
effect(() => store("aloud", aloud.value ? "yes" : "no"));

function stored<Value extends string>(name: string, values: readonly Value[]): Value | undefined {
  try {
    const text = localStorage.getItem(name);
    return values.find((value) => value === text);
  } catch {
    return undefined; // A browser that keeps nothing.
  }
}

function store(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It lasts until the page is left, then.
  }
}
