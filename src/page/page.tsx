import { render } from "preact";

render(<main>ringonce</main>, document.body);
