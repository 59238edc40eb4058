import { useEffect, useRef } from 'preact/hooks';
import { areKeysOn } from './keys-setting.js';

/** What a key does; false if it does nothing now, so that the browser may use it. */
export type KeyAction = () => unknown;

// These are not letters, and work in any setting.
const alwaysOn = /^(Arrow|Page|Home$|End$|Enter$|Escape$)/;

/** Handles the keys of the page, outside of fields and dialogs. */
export function useKeys(actions: Readonly<Record<string, KeyAction>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as Element;
      if (target.closest('input, select, textarea, dialog[open], [role=slider]')) return;
      // A button or a link has uses of its own for these.
      if (/^(Enter| )$/.test(event.key) && target.closest('button, a, summary')) return;
      if (!alwaysOn.test(event.key) && !areKeysOn()) return;
      const action = Object.hasOwn(latest.current, event.key)
        ? latest.current[event.key]
        : undefined;
      if (action === undefined || action() === false) return;
      event.preventDefault();
    };
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, []);
}
