import { followChoices } from "./js/choices.js";
import { followDrops } from "./js/drop.js";
import { followForms } from "./js/forms.js";
import { followKeys } from "./js/keys.js";
import { followMenus } from "./js/menus.js";
import { followTheme } from "./js/theme.js";

// Every page works without these; each only makes it pleasant. All of them listen on the
// document, so that pieces which htmx brings later need no second start.
followTheme();
followKeys();
followMenus();
followForms();
followChoices();
followDrops();
