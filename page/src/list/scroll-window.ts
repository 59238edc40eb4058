/** Browsers cap the height of elements; a longer list is scaled to this many pixels. */
const maxHeight = 15_000_000;

/** A list in a window, in pixels and rows. */
export interface ScrollMeasure {
  readonly total: number;
  readonly rowHeight: number;
  readonly viewHeight: number;
}

/** The height of what is scrolled. */
export function scrollHeight({ total, rowHeight }: ScrollMeasure): number {
  return Math.min(total * rowHeight, maxHeight);
}

/** The row at the top of the window, with its hidden part as a fraction, for a position of the scroll bar. */
export function topForScroll(scrollTop: number, measure: ScrollMeasure): number {
  return (scrollTop * maxTop(measure)) / Math.max(1, maxScroll(measure));
}

/** The position of the scroll bar that has a row at the top of the window. */
export function scrollForTop(top: number, measure: ScrollMeasure): number {
  return (top * maxScroll(measure)) / Math.max(1, maxTop(measure));
}

/** The greatest row that can be at the top of the window. */
export function maxTop({ total, rowHeight, viewHeight }: ScrollMeasure): number {
  return Math.max(0, total - viewHeight / rowHeight);
}

/** Whether a pixel of the scroll bar stands for more than a pixel of the list. */
export function isScaled(measure: ScrollMeasure): boolean {
  return measure.total * measure.rowHeight > maxHeight;
}

function maxScroll(measure: ScrollMeasure): number {
  return Math.max(0, scrollHeight(measure) - measure.viewHeight);
}
