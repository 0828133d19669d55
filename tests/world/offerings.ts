import type { BookingMode, OfferingStatus } from '#features/offerings/types.ts';
import type { OfferingId } from '#shared/id.ts';
import { worldId } from './ids.ts';
import { backendWithNode, dataAnalysis, productDesign, reactMastery, type WorldCourse } from './courses.ts';
import { amara, chiamaka, ifeanyi, marcus, ngozi, priya, tunde, yusuf, zainab, type WorldPerson } from './people.ts';

export type WorldOffering = {
  readonly id: OfferingId;
  readonly tutor: WorldPerson;
  readonly title: string;
  readonly description: string;
  readonly minutes: number;
  readonly priceNaira: number;
  readonly modes: readonly BookingMode[];
  readonly course: WorldCourse | null;
  readonly status: OfferingStatus;
};

let count = 0;

export const reactReview = offer(tunde, 'React code review, one to one', 60, 5_000, {
  description: 'Bring a repository. We read it together and leave with three changes that you make the same evening.',
  modes: ['INSTANT', 'REQUEST'],
  course: reactMastery,
});
export const reactDeepDive = offer(tunde, 'Build a React feature together', 120, 18_000, {
  description: 'Pair programming on a feature of your choice, from an empty file to a passing test.',
  course: reactMastery,
});
export const tundeHello = offer(tunde, 'Say hello: is React for you?', 30, 0, {
  description: 'Half an hour to see where you stand and what to learn next. No charge.',
  course: reactMastery,
});
export const typescriptClinic = offer(tunde, 'TypeScript clinic', 45, 4_500, {
  description: 'Types that fight you, explained. Send the error in the note when you book.',
});

export const productCareer = offer(ngozi, 'Your way into product management', 60, 15_000, {
  description: 'CV, portfolio and a plan for the next three months, from someone who hires.',
  modes: ['INSTANT', 'REQUEST'],
});
export const salaryTalk = offer(ngozi, 'Prepare for a salary talk', 45, 12_500, {
  description: 'We rehearse it twice: once as you would do it, once as it works.',
  modes: ['REQUEST'],
});
export const leadershipCircle = offer(ngozi, 'First time leading a team', 90, 25_000, {
  description: 'The first ninety days, the first hard conversation, and what to stop doing yourself.',
});

export const sqlHelp = offer(amara, 'SQL on your own data', 60, 6_000, {
  description: 'Bring an export and a question. We write the query and you keep it.',
  course: dataAnalysis,
});
export const dashboardReview = offer(amara, 'Dashboard review', 45, 5_500, {
  description: 'What to remove, what to name, and which number your manager should see first.',
  modes: ['INSTANT', 'REQUEST'],
  course: dataAnalysis,
});
export const analystInterview = offer(amara, 'Mock interview for analysts', 90, 9_000, {
  description: 'A case, a query and honest notes afterwards.',
  modes: ['REQUEST'],
});

export const apiDesign = offer(yusuf, 'Design your API with me', 90, 14_000, {
  description: 'Names, errors, pages and versions, before anybody depends on them.',
  course: backendWithNode,
});
export const productionRescue = offer(yusuf, 'Production rescue, half a day', 180, 45_000, {
  description: 'Slow queries, lost jobs, a database that will not come back. We look at it together until it runs.',
  modes: ['REQUEST'],
  course: backendWithNode,
});
export const yusufHello = offer(yusuf, 'Backend or frontend? A first talk', 30, 0, {
  description: 'Tell me what you like to build, and I tell you what the work is like.',
  modes: ['INSTANT', 'REQUEST'],
});

export const portfolioReview = offer(zainab, 'Portfolio review for designers', 60, 7_500, {
  description: 'Two projects, told as a story: what was hard, what you chose, what changed.',
  course: productDesign,
});
export const usabilityTest = offer(zainab, 'Plan a usability test', 45, 6_500, {
  description: 'Tasks, people and a script that you can use the next day.',
  modes: ['INSTANT', 'REQUEST'],
  course: productDesign,
});
export const brandIdentity = offer(zainab, 'Brand identity in an afternoon', 180, 32_000, {
  description: 'Name, colours and type for a small product. Back when the current class has ended.',
  status: 'PAUSED',
});

export const remoteInterview = offer(priya, 'Mock interview for remote jobs', 60, 20_000, {
  description: 'A real loop in an hour: introduction, code, questions for the team, and feedback.',
});
export const managerStart = offer(priya, 'From engineer to manager', 90, 28_000, {
  description: 'What the job is, what it is not, and how to try it before you take it.',
  modes: ['REQUEST'],
});

export const systemDesign = offer(marcus, 'System design, step by step', 120, 35_000, {
  description: 'One system from a blank page to numbers that hold, at your pace.',
  modes: ['INSTANT', 'REQUEST'],
});

export const pitchPractice = offer(chiamaka, 'Pitch practice for founders', 30, 10_000, {
  description: 'Ten minutes of pitch, twenty of the questions that an investor will ask.',
});
export const pricingTalk = offer(chiamaka, 'Find your price', 60, 16_000, {
  description: 'What you sell, to whom, and what it is worth to them.',
  modes: ['REQUEST'],
});

export const queueWorkshop = offer(ifeanyi, 'Queues and jobs in Node', 60, 4_000, {
  description: 'Retries, duplicates and the job that ran twice.',
});

export const offerings: readonly WorldOffering[] = [
  reactReview,
  reactDeepDive,
  tundeHello,
  typescriptClinic,
  productCareer,
  salaryTalk,
  leadershipCircle,
  sqlHelp,
  dashboardReview,
  analystInterview,
  apiDesign,
  productionRescue,
  yusufHello,
  portfolioReview,
  usabilityTest,
  brandIdentity,
  remoteInterview,
  managerStart,
  systemDesign,
  pitchPractice,
  pricingTalk,
  queueWorkshop,
];

type More = { description: string; modes?: BookingMode[]; course?: WorldCourse; status?: OfferingStatus };

function offer(tutor: WorldPerson, title: string, minutes: number, priceNaira: number, more: More): WorldOffering {
  count += 1;
  return {
    id: worldId<OfferingId>('offering', count),
    tutor,
    title,
    description: more.description,
    minutes,
    priceNaira,
    modes: more.modes ?? ['INSTANT'],
    course: more.course ?? null,
    status: more.status ?? 'SCHEDULED',
  };
}
