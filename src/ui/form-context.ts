import { createContext } from 'svelte';

/** What a form tells the buttons inside it. */
export type FormState = {
  readonly busy: boolean;
  /** The button that sent it, while it is under way. */
  readonly submitter: HTMLElement | null;
};

export const [formContext, setFormContext] = createContext<FormState>();
