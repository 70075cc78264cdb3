/** What is wrong with what stands in a field, below it. `id`: the field is described by it. */
export function FieldProblem({ id, text }: { readonly id: string; readonly text: string | undefined }) {
  return (
    <small class="field-problem" id={id} role="alert">
      {text}
    </small>
  );
}
