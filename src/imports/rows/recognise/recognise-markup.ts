import { skipMarkupComments } from '../input/text-kinds.js';
import type { Preset } from '../presets/preset.js';
import { presets } from '../presets/presets.js';
import type { InputStart, Recognised } from './recognised.js';

const ofHtml = presets.filter(({ format }) => format === 'html');
const ofXml = presets.filter(({ format }) => format === 'xml');

/**
 * Recognises the HTML and XML of presets: XML by its root element, HTML by an attribute that its links have.
 * Other markup is not recognised.
 */
export function recogniseMarkup({ text, mayGrow }: InputStart): Recognised | 'unclear' | undefined {
  if (!text.startsWith('<')) return undefined;
  const preset = findMarkupPreset(text);
  if (preset === undefined) return mayGrow ? 'unclear' : undefined;
  const why = `it begins as ${preset.label} does`;
  return { format: preset.format as 'html' | 'xml', why, isCertain: true, preset };
}

/** The preset of markup that begins like this; undefined for any other text. */
export function findMarkupPreset(start: string): Preset | undefined {
  const text = start.trimStart();
  if (!text.startsWith('<')) return undefined;
  const [, root] = /^<([\w:.-]+)[\s>]/.exec(skipMarkupComments(text)) ?? [];
  const xml = ofXml.find((preset) => preset.root === root);
  if (xml !== undefined) return xml;
  if (/^<!doctype netscape-bookmark-file/i.test(text)) return ofHtml[0];
  return ofHtml.find(({ marks }) =>
    marks.every((mark) => new RegExp(`<a\\s[^<>]*\\s${mark}\\s*=`, 'i').test(text)),
  );
}
