import type { WorldLesson } from './lesson.ts';

export const productDesignLessons: readonly WorldLesson[] = [
  [
    'Listening before drawing',
    `Five conversations show most of what is wrong. Ask about the last time, not about the next: “Tell me about the last time you sent money home”, never “Would you use an app that…”.

Let them finish, and then wait three seconds more. What comes after the pause is why you came.

Write down words, not summaries. “I send it on Friday because the queue is short” is worth more than “values speed”.`,
  ],
  [
    'Flows',
    `Write each step as a sentence: who does what, and what they see then. The one with two “ands” is two steps.

Mark where people wait, where they must remember something, and where they could lose money. These three are your design; the rest is layout.

Then write the flow of the day on which it goes wrong: no network, wrong PIN, the battery at two percent. If that flow ends in a dead end, draw the way out before you draw anything else.`,
  ],
  [
    'Type, space and colour',
    `Set the text first. If the page reads well in one size and one colour, you will need little else; if it does not, no colour will help it.

Space shows what belongs together: twice as much around a group as inside it. When you feel the need for a line, try space first.

Colour says what matters. One accent for the one action, one for warnings, and a check in grey: whatever cannot be understood without colour is not understood by one man in twelve.`,
  ],
  [
    'Testing with five people',
    `Give a task, stay silent, and write down where they stop. “Book an hour for tomorrow with what is on this phone” is a task. “What do you think of this page?” is an invitation to be polite.

Do not help. The moment in which you want to reach for the phone is the finding.

After the fifth person, list what at least two of them stumbled over, and mend the first three. Then test those three again: half of all repairs move the hole.`,
  ],
];
