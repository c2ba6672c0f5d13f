import { Button, Text } from "@mantine/core";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { type Problem, problemFrom } from "../../domain/errors.ts";
import { recordFailure } from "../../state/stores/page-failures.ts";
import { CopyDetails } from "./CopyDetails.tsx";
import classes from "./PageGuard.module.css";

interface PageGuardProps {
  readonly children: ReactNode;
}

interface PageGuardState {
  readonly problem: Problem | null;
}

const subject = "The page";

/** The error with the components that it came through as its cause, so that the log keeps them. */
function withComponents(error: unknown, { componentStack }: ErrorInfo): unknown {
  if (!(error instanceof Error) || error.cause !== undefined || !componentStack) return error;
  error.cause = { name: "Components", message: "React was drawing these.", stack: componentStack.replace(/^\n/, "") };
  return error;
}

/** Shows a message in place of a page that cannot be drawn. A class, because React has no other error boundaries. */
export class PageGuard extends Component<PageGuardProps, PageGuardState> {
  override state: PageGuardState = { problem: null };

  static getDerivedStateFromError(error: unknown): PageGuardState {
    return { problem: problemFrom(error, subject) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    recordFailure(withComponents(error, info), subject);
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <main className={classes["guard"]} role="alert">
        <Text fw={600}>The page cannot be shown.</Text>
        <Text c="dimmed" maw={520} ta="center">
          This is a defect of Cytotope, not of your data. What is stored in this browser stays. Reload the page; if it
          happens again, give the details to the developers.
        </Text>
        <Text size="sm" className={classes["message"]}>
          {problem.message}
        </Text>
        <div className={classes["actions"]}>
          <Button onClick={() => location.reload()}>Reload</Button>
          <CopyDetails problem={problem} />
        </div>
        <Text size="xs" c="dimmed">
          Nothing is sent anywhere.
        </Text>
      </main>
    );
  }
}
