import { computed } from "@preact/signals";
import { english, type Words } from "./english.ts";
import { japanese } from "./japanese.ts";
import { language } from "./preferences.ts";

/** What the interface says, in its language. */
export const words = computed<Words>(() => {
  switch (language.value) {
    case "en":
      return english;
    case "ja":
      return japanese;
  }
});
