/** Something that the person at the keyboard can mend. Its message is all that they are told, without a stack. */
export class Mistake extends Error {}
