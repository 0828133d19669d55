import type { WorldLesson } from './lesson.ts';

export const reactMasteryLessons: readonly WorldLesson[] = [
  [
    'Thinking in components',
    `Print a page that you know, or draw it on paper. Draw a box around everything that changes together, and give each box a name. A box whose name you find at once is a component. A box that you can only call “the left part” is not one yet.

Now look at the lines that cross a box. Each of them is a prop: something the box must be told from outside. Three or four are normal. With eight, the box knows too much about its neighbours, and it is cheaper to draw it anew now than to untangle it later.

Try it: take the list of products in a shop you use. Name its components, and write beside each one what it must be told.`,
  ],
  [
    'State, and where it lives',
    `Keep state as close as possible to what shows it. An open menu is nobody's business but the menu's. The chosen language is everybody's.

Lift state only when two places need the same truth, and lift it no higher than the first parent that both of them share. Every step further makes more of the page depend on it, and render again with it.

Before you add a piece of state, ask whether it can be computed from what you have. A total is computed from the lines. “Has an error” is computed from the error. State that can be computed is state that will one day disagree with itself.`,
  ],
  [
    'Effects without surprises',
    `An effect talks to the world outside: a timer, a socket, the title of the window. Whatever can be computed while rendering is not an effect, and whatever answers a click belongs to the click.

Each effect that begins something also ends it. Write the end first: clear the timer, close the socket. In development React runs effects twice on purpose, to show you the ones that forgot.

When an effect runs too often, do not silence the linter. Read its list of dependencies aloud. One of them is made anew at each render, usually an object or a function; move it inside the effect, or out of the component.`,
  ],
  [
    'Forms that forgive',
    `Keep what people typed. A form that empties itself after an error asks them to pay twice for a mistake that was often yours.

Say what is wrong beside the field, in words that lead on: “Give a price between ₦50 and ₦10,000,000” rather than “Invalid value”. Put the same list at the top for those who cannot see the colour, and move the focus there.

Check on the server in any case; the check in the browser is a courtesy. And try your form once with the keyboard alone, and once with the network switched off.`,
  ],
  [
    'Data from a server',
    `Loading, empty, failed, old: four states that every list has, whether you draw them or not. Draw them first. The fifth, the one with data, draws itself.

Two requests that were sent in order may be answered in another. Remember which one you asked last, and drop the answer to every other. This is the most common bug in search boxes, and the least noticed.

Show old data while new data comes, and say that it is old. People forgive what is a minute old; they do not forgive a page that jumps.`,
  ],
  [
    'Making it fast enough',
    `Measure first. Most slow pages send too much, and few of them render too often. Open the network tab on a real phone, on mobile data, and look for the three largest files.

Then look at what happens between the click and the answer. Below 100 milliseconds it feels immediate; below a second people stay with you; above that, show progress.

Only now profile the rendering. Find the component that renders most, and ask why its props change. A memo around it hides the question; stable props answer it. Stop when it is fast enough: your next feature needs the time.`,
  ],
];
