// Writes instance-legacy.json, the lines of instance.json before an API that knows no keys: node legacy.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const of = join(import.meta.dirname, "instance.json");

/** The file's text. The restaurant takes no notice of keys, and the functions are not told that it does. */
export function legacyInstance() {
  const { functions, externals, ...instance } = JSON.parse(readFileSync(of, "utf8"));
  const { idempotencyHeader: _, start, ...restaurant } = externals.restaurant;
  const untold = Object.entries(functions).map(([name, { environment = {}, ...configuration }]) => {
    const { RESTAURANT_API_KEYS: _, ...others } = environment;
    return [name, { ...configuration, ...(Object.keys(others).length > 0 && { environment: others }) }];
  });
  const legacy = {
    ...instance,
    functions: Object.fromEntries(untold),
    externals: {
      ...externals,
      restaurant: { ...restaurant, start: ["env", "RESTAURANT_API=legacy", ...start] },
    },
  };
  return `${JSON.stringify(legacy, null, 2)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, "instance-legacy.json"), legacyInstance());
}
