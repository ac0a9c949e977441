import "./styles/tokens.css";
import "./styles/page.css";
import "./styles/note.css";
import "./hearsay-app";
import { registerServiceWorker } from "./offline/register";

registerServiceWorker();
