/** What a look at the running system found: one line, and what to do about it. */
export type Finding = {
  readonly about: string;
  /** `attend`: works, and somebody should look. `bad`: does not work. */
  readonly state: 'ok' | 'attend' | 'bad';
  readonly says: string;
  readonly todo?: string;
};

export const fine = (about: string, says: string): Finding => ({ about, state: 'ok', says });
export const attend = (about: string, says: string, todo: string): Finding => ({ about, state: 'attend', says, todo });
export const bad = (about: string, says: string, todo: string): Finding => ({ about, state: 'bad', says, todo });
