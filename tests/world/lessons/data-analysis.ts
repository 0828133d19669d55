import type { WorldLesson } from './lesson.ts';

export const dataAnalysisLessons: readonly WorldLesson[] = [
  [
    'A question worth asking',
    `A good question names who will decide what, and by when. “How are sales?” is a mood. “Should Amaka order rice for Kano or for Aba on Friday?” is a question.

Write down what answer would change the decision, before you look at any number. If no answer would, do not analyse; ask for another question.

Then write what you expect. You will be wrong in an interesting place, and you will only notice if it stands on paper.`,
  ],
  [
    'Cleaning what you got',
    `Count the rows before and after each step, and write down why they differ. Rows that vanish without a reason take your answer with them.

Look for the four usual guests: the same customer twice, dates in two orders, amounts with commas, and empty cells that mean zero in one column and unknown in the next.

Never clean by hand in the file that you were sent. Keep it as it came, and keep the steps as a script or a list, so that next month's file is an afternoon less.`,
  ],
  [
    'SQL that reads well',
    `Say what you want in the order in which a colleague would ask for it. One step a common table expression, each with a name that is a noun: paid_orders, first_orders, orders_by_month.

Join from the table whose rows you want to count, and check the count after each join. A join that multiplies rows is the most expensive mistake in reporting, because the result still looks like a number.

Filter on dates with a closed beginning and an open end: from the first of March up to, and without, the first of April.`,
  ],
  [
    'Charts that do not lie',
    `Start bars at zero, name the unit, and say what happened in the title: “Returns doubled after the change of courier”, not “Returns 2026”.

Choose by the question. One number over time is a line. A few things compared are bars, longest first. A share of a whole is one bar cut in pieces, and almost never a pie.

Take away everything that the reader would not miss: the grid, the legend for one series, the third decimal. What is left is your answer.`,
  ],
  [
    'Telling the answer',
    `One sentence first. The table comes after, for whoever wants to check. The person who decides reads your first line on a phone, between two meetings.

Say how sure you are, and what would change your mind. “Order for Kano; I would decide otherwise if the March figures of Aba, which come on Thursday, are above 400 bags.”

Write down where the data came from and when. In six months someone will ask, and it will be you.`,
  ],
];
