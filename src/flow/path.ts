/** The way to a value from the top of a file: names of members and indexes of lists. */
export type Path = readonly PropertyKey[];

/** `Actions[3].Parameters.Text`; a name that is no plain word stands in brackets and quotes. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      if (typeof key === "symbol" || !/^[A-Za-z_$][\w$]*$/.test(key)) return `[${JSON.stringify(String(key))}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
