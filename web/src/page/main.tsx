import { render } from "preact";
import "./page.css";

function Page() {
  return (
    <main class="container">
      <h1>primeinv</h1>
    </main>
  );
}

render(<Page />, document.getElementById("page")!);
