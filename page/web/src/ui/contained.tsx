// What keeps a fault of one panel from the others: the panel says what happened, and is tried again once anything is changed.

import { Component, type ComponentChildren } from "preact";

interface Props {
  title: string;
  /** What is shown, as the address has it: of another, the fault says nothing. */
  of: string;
  children: ComponentChildren;
}

interface Fault {
  of: string;
  message: string;
}

export class Contained extends Component<Props, { fault: Fault | null }> {
  override state = { fault: null };

  override componentDidCatch(error: unknown): void {
    this.setState({ fault: { of: this.props.of, message: messageOf(error) } });
  }

  override render({ title, of, children }: Props, { fault }: { fault: Fault | null }) {
    return fault?.of === of ? <FaultNote title={title} message={fault.message} /> : children;
  }
}

export function FaultNote({ title, message }: { title: string; message: string }) {
  return (
    <p class="note card bad" role="alert">
      {title} <bdi>{message}</bdi>
    </p>
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
