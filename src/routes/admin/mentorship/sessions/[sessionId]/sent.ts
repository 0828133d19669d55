/** A refused form of this page, as it was sent, and what was wrong with it. */
export type SentForm = {
  form: string;
  message: string;
  fields: Record<string, string>;
  sent: { status: string; refundPercent: string; reason: string };
};
