type Said = {
  message: string;
  /** The request has its answer now, by us or by somebody before. */
  isAnswered: boolean;
};

type Answer =
  | { ok: true; data: { status: string; paymentStatus: string } }
  | { ok: false; error: { code: string; message: string } };

/** Says yes to a request as it stood when the reader was told of it, and says truthfully what became of that. */
export async function approveRequest(request: { sessionId: string; version: number }): Promise<Said> {
  try {
    const response = await fetch('/action/approveMentorshipRequest', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return wordsOf((await response.json()) as Answer);
  } catch {
    // No answer came, or none that we can read: whether it arrived is not known, and we say so.
    return {
      message: 'The connection broke before an answer came. Open the session to see whether it is approved.',
      isAnswered: false,
    };
  }
}

function wordsOf(answer: Answer): Said {
  if (!answer.ok) return { message: answer.error.message, isAnswered: answer.error.code !== 'signed_out' };
  const isFree = answer.data.paymentStatus === 'NOT_REQUIRED';
  return {
    message: isFree
      ? 'Approved. It is free, so it is booked, and the student has been told.'
      : 'Approved. The student has been told and can pay now.',
    isAnswered: true,
  };
}
