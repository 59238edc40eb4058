const name = 'records-page-keys';

/** Whether single letters do something; people who dictate turn them off. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(name) !== 'off';
  } catch {
    // Storage is blocked.
    return true;
  }
}

/** Remembers the choice in this browser. */
export function setKeysOn(isOn: boolean): void {
  try {
    localStorage.setItem(name, isOn ? 'on' : 'off');
  } catch {
    // Then it lasts as long as it can: not at all.
  }
}
