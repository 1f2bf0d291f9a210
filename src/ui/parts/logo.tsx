/** The app's sign: land in sight over the water. The same drawing as public/icons/landfall.svg. */
export function Logo(props: { readonly size: number }) {
  return <img class="logo" src="/icons/landfall.svg" width={props.size} height={props.size} alt="" />;
}
