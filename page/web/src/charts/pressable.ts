// What makes a part of a chart a button, for a pointer, a keyboard and a screen reader.

import type { ComponentProps } from "preact";

type Attributes = ComponentProps<"g">;

export function pressable(label: string, press: (() => void) | null, pressed = false): Attributes {
  if (!press) return { role: "img", "aria-label": label };
  return {
    role: "button",
    tabindex: 0,
    "aria-label": label,
    "aria-pressed": pressed,
    class: "pressable",
    onClick: press,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      press();
    },
  };
}
