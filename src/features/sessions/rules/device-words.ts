/** Why camera or microphone did not start, by the name of the browser's error: what it is, and what to do. */
export function deviceTrouble(name: string): string {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'Your browser keeps them from this page. Allow camera and microphone beside the address, then try again.';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'No camera and no microphone was found. Plug one in, then try again.';
    case 'NotReadableError':
    case 'AbortError':
      return 'Another program seems to use your camera or microphone. Close it, then try again.';
    default:
      return 'They could not be started in this browser. Try again, or join with another device.';
  }
}

/** How loud a piece of sound is, 0 to 1: `samples` as an AnalyserNode gives them, 128 being silence. Speech fills about half. */
export function loudness(samples: Uint8Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += ((sample - SILENCE) / SILENCE) ** 2;
  return Math.min(1, Math.sqrt(sum / samples.length) * SPEECH_GAIN);
}

const SILENCE = 128;
const SPEECH_GAIN = 4;
