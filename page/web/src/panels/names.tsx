// Names and values by their type, with the spellings of the one that is selected.

import { usePage } from "../context";
import { known } from "../data/known";
import { KeyTabs } from "./terms";

export function Names() {
  const page = usePage();
  return <KeyTabs option="names" analyzer={known(page.fields).names} />;
}
