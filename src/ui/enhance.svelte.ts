import type { ActionResult, SubmitFunction } from '$app/forms';
import type { FormState } from './form-context.ts';
import { forgetTyped } from './typed.ts';

export type SubmitOutcome = ActionResult;

type Options = {
  /** Empties the form after success. Off, so that nothing typed is ever lost by surprise. */
  reset?: boolean;
  /** Called after the page has taken the answer in. */
  onresult?: ((result: SubmitOutcome) => void) | undefined;
};

/**
 * The one way in which our forms are sent with JavaScript: one submission at a time, what was typed stays
 * in the form when the connection or the server fails, and `problem` says truthfully what is known.
 */
export class EnhancedForm implements FormState {
  busy = $state(false);
  submitter = $state<HTMLElement | null>(null);
  problem = $state<string | null>(null);
  readonly submit: SubmitFunction;

  constructor(options: () => Options = () => ({})) {
    this.submit = ({ cancel, formElement, submitter }) => {
      if (this.busy) return cancel();
      this.problem = null;
      if (!navigator.onLine) {
        this.problem = OFFLINE;
        return cancel();
      }
      this.busy = true;
      this.submitter = submitter;
      return async ({ result, update }) => {
        try {
          if (result.type === 'success' || result.type === 'redirect') forgetTyped(formElement);
          if (result.type === 'error') this.problem = problemOf(result);
          else await update({ reset: options().reset ?? false, navigate: !isOfThisPage(result) });
          options().onresult?.(result);
        } finally {
          this.busy = false;
          this.submitter = null;
        }
      };
    };
  }
}

/**
 * The answer to a form of this page is shown on it, whatever else its address says. Going to the action's own address
 * instead, which lacks that, would lose what was refused and why.
 */
function isOfThisPage(result: SubmitOutcome): boolean {
  return (
    'location' in result &&
    result.location !== undefined &&
    new URL(result.location, location.href).pathname === location.pathname
  );
}

const OFFLINE = 'You seem to be offline. Nothing was sent. What you typed is still here.';

/** A failure without a status never had an answer: whether it arrived is not known, and we say so. */
function problemOf(result: Extract<SubmitOutcome, { type: 'error' }>): string {
  if (result.status === undefined) {
    if (!navigator.onLine) return OFFLINE;
    return 'The connection broke before an answer came. What you typed is still here: reload to see whether it arrived, then try again.';
  }
  const id = 'id' in result.error && typeof result.error.id === 'string' ? ` (${result.error.id})` : '';
  return `${result.error.message}${id} What you typed is still here.`;
}
