import { Component, type ReactNode } from "react";
import { useWords } from "../i18n";

function Broken({ message, onRetry }: { message: string; onRetry: () => void }) {
  const { say } = useWords();
  return (
    <p className="failure" role="alert">
      {say("broken", message)}{" "}
      <button className="chip" onClick={onRetry}>
        {say("retry")}
      </button>
    </p>
  );
}

/** A defect in one page says so in its place; the frame and the other pages go on. */
export class Failsafe extends Component<{ children: ReactNode }, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(failure: unknown): { message: string } {
    return { message: failure instanceof Error ? failure.message : String(failure) };
  }

  override render(): ReactNode {
    return this.state.message === null ? this.props.children : <Broken message={this.state.message} onRetry={() => this.setState({ message: null })} />;
  }
}
