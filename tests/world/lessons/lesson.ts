/** An empty line ends a paragraph of the body. */
export type WorldLesson = readonly [title: string, body: string];
