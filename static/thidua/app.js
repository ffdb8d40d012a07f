// Wiring of every page. Everything here makes an already working page more comfortable; nothing depends on it.
import { keepDrafts } from "./drafts.js";
import { dressFileFields } from "./files.js";
import { foldOnPhones } from "./folds.js";
import { guardSubmits } from "./submits.js";
import { wireHtmx } from "./requests.js";
import { wireMenus } from "./menus.js";
import { wireRows } from "./rows.js";
import { wireValidity } from "./validity.js";

wireMenus(document);
dressFileFields(document);
wireRows(document);
foldOnPhones(document);
wireValidity(document);
guardSubmits(document);
keepDrafts(document);
wireHtmx(document);
