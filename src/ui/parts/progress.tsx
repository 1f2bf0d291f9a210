/** How far something is; without a number where nobody knows. */
export function Progress(props: { readonly label: string; readonly fraction: number | null }) {
  return props.fraction === null ? (
    <progress class="progress" aria-label={props.label} />
  ) : (
    <progress class="progress" aria-label={props.label} max={1} value={props.fraction} />
  );
}
