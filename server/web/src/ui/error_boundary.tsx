import { Component, type ReactNode } from "react";
import { ProblemNotice } from "./problem_notice";

/** Shows a mistake of a page in its place; the way around stays usable. `place` clears it. */
export class ErrorBoundary extends Component<
  { place: string; children: ReactNode },
  { error: Error | null; place: string }
> {
  override state = { error: null as Error | null, place: this.props.place };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: { place: string }, state: { place: string }) {
    return props.place === state.place ? null : { error: null, place: props.place };
  }

  override render() {
    return this.state.error ? <ProblemNotice error={this.state.error} /> : this.props.children;
  }
}
