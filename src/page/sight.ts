/** On a narrow screen what is opened lies below the phone: whoever opens it wants to see it. */
export function bringMainIntoSight(): void {
  const main = document.querySelector("main");
  if (main !== null && main.getBoundingClientRect().top > innerHeight / 2) main.scrollIntoView();
}
