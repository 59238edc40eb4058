/**
 * The zone names with one meaning, and the UTC offset of each. A daylight saving time has a
 * name of its own, so a name determines the offset without the date. ADR 17 says what qualifies a name.
 */
export const zoneNames: ReadonlyMap<string, string> = new Map([
  ['z', '+00:00'],
  ['ut', '+00:00'],
  ['utc', '+00:00'],
  ['gmt', '+00:00'],
  ['wet', '+00:00'],
  ['west', '+01:00'],
  ['cet', '+01:00'],
  ['cest', '+02:00'],
  ['mez', '+01:00'],
  ['mesz', '+02:00'],
  ['eet', '+02:00'],
  ['eest', '+03:00'],
  ['hkt', '+08:00'],
  ['awst', '+08:00'],
  ['jst', '+09:00'],
  ['aest', '+10:00'],
  ['acdt', '+10:30'],
  ['aedt', '+11:00'],
  ['nzst', '+12:00'],
  ['nzdt', '+13:00'],
  ['edt', '-04:00'],
  ['est', '-05:00'],
  ['cdt', '-05:00'],
  ['mdt', '-06:00'],
  ['mst', '-07:00'],
  ['pdt', '-07:00'],
  ['pst', '-08:00'],
  ['akdt', '-08:00'],
  ['akst', '-09:00'],
  ['hst', '-10:00'],
]);

/** The zone names with several meanings, and the UTC offsets that each can stand for. */
export const ambiguousZoneNames: ReadonlyMap<string, readonly string[]> = new Map([
  ['acst', ['+09:30', '-04:00']],
  ['act', ['-05:00', '+08:00']],
  ['adt', ['-03:00', '+04:00']],
  ['amst', ['-03:00', '+05:00']],
  ['amt', ['-04:00', '+04:00']],
  ['ast', ['-04:00', '+03:00']],
  ['bst', ['+01:00', '+06:00', '+11:00']],
  ['cct', ['+06:30', '+08:00']],
  ['cst', ['-06:00', '-05:00', '+08:00']],
  ['ct', ['-06:00', '-05:00']],
  ['east', ['-06:00', '+10:00']],
  ['ect', ['-05:00', '-04:00']],
  ['et', ['-05:00', '-04:00']],
  ['gst', ['+04:00', '-02:00', '+10:00']],
  ['ist', ['+05:30', '+02:00', '+01:00']],
  ['kst', ['+09:00', '+08:30']],
  ['msk', ['+03:00', '+04:00']],
  ['mt', ['-07:00', '-06:00']],
  ['pt', ['-08:00', '-07:00']],
  ['sast', ['+02:00', '+09:30']],
  ['sst', ['-11:00', '+08:00']],
  ['wit', ['+09:00', '+07:00']],
  ['wst', ['+08:00', '+13:00']],
]);

/** The definition in RFC 2822, 4.3, of a name that has other meanings elsewhere. */
export const mailZoneNames: ReadonlyMap<string, string> = new Map([['cst', '-06:00']]);
