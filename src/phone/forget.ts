/** Of the things that are over, which stand in the order in which they began, only so many are kept. */
export function forgetOldest(things: Map<string, { readonly isOver: boolean }>, keptMax: number): void {
  const over = [...things].filter(([, { isOver }]) => isOver);
  for (const [id] of over.slice(0, Math.max(0, over.length - keptMax))) things.delete(id);
}
